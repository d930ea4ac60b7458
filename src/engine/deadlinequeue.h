// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "ids.h"

#include <QTimer>

#include <functional>
#include <set>

namespace peerglass {

/// The next deadline of each client of one worker, all behind a single timer: Qt keeps timers in a
/// linear list, so one per client would not do.
class DeadlineQueue
{
public:
    /// \a expired is called for each entry whose time has come, and which is gone then.
    explicit DeadlineQueue(std::function<void(ClientId, TimePoint)> expired);

    void add(ClientId client, TimePoint time);
    /// \a time: as it was added. Does nothing where there is no such entry.
    void remove(ClientId client, TimePoint time);
    /// How many entries wait.
    size_t size() const { return m_entries.size(); }

private:
    struct Entry
    {
        TimePoint time;
        ClientId client;

        friend auto operator<=>(const Entry &, const Entry &) = default;
    };

    void expire();
    void arm();

    std::function<void(ClientId, TimePoint)> m_expired;
    std::set<Entry> m_entries;
    QTimer m_timer;
    TimePoint m_armedFor = TimePoint::max();
};

} // namespace peerglass
