// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "messages.h"
#include "serviceinfo.h"

#include <QList>

#include <map>
#include <set>

namespace peerglass {

/// What has been reported of each service. Asks nobody and tells nobody; the engine does.
class ServiceTable
{
public:
    struct Entry
    {
        ServiceInfo info;
        TimePoint startedAt;
        StopMode stopMode = StopMode::Graceful;
        bool listenersClosed = false;
        std::set<WorkerIndex> drained; ///< workers that have no client of it left
    };

    /// Forgets services that have stopped or failed, and takes up \a specs as starting.
    std::vector<ServiceStart> add(const QList<ServiceSpec> &specs);
    Entry *find(ServiceId id);
    QList<ServiceInfo> all() const;
    QList<ServiceId> ids() const;
    /// Whether any is starting, listening or draining.
    bool isAnyRunning() const;

    static bool isRunning(ServiceState state);

private:
    std::map<ServiceId, Entry> m_entries;
    quint64 m_lastId = 0;
};

} // namespace peerglass
