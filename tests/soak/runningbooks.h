// SPDX-License-Identifier: MIT
#pragma once

#include "clientinfo.h"
#include "event.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <map>
#include <utility>

namespace peerglass {

/// Looks over the engine's books while they are written, and keeps no more than the clients that
/// are there: who came has to go, once, with `queued = sent + dropped + cancelled`; and what the
/// services tell at their end has to be the sum of that.
class RunningBooks
{
public:
    void enter(const QList<Event> &events);
    void enter(const QList<ClientInfo> &clients);

    /// Those connected now, as last published.
    const QHash<ClientId, ClientInfo> &clients() const { return m_clients; }
    qint64 events() const { return m_events; }
    qint64 connected() const { return m_connected; }
    /// How many connections of \a service were ended for \a reason.
    qint64 ended(ServiceId service, CloseReason reason) const;
    /// By reason, for people.
    QString summary() const;
    /// Until now; at most the first few. After the last `stopped` also who never went.
    QStringList faults() const;

private:
    void entered(const Event &event);
    void disconnected(const Event &event);
    void stopped(const Event &event);
    void fault(const QString &what);

    QHash<ClientId, ClientInfo> m_clients;
    QSet<ClientId> m_open; ///< `connected` and not `disconnected`
    QHash<ServiceId, Totals> m_sums;
    std::map<std::pair<ServiceId, CloseReason>, qint64> m_ended;
    QStringList m_faults;
    qint64 m_events = 0;
    qint64 m_connected = 0;
    quint64 m_lastSeq = 0;
    bool m_allStopped = false;
};

} // namespace peerglass
