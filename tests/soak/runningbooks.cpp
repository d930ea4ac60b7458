// SPDX-License-Identifier: MIT
#include "runningbooks.h"

#include <QMap>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostFaults = 20;

QString describe(const Totals &totals)
{
    return u"queued %1 B/%2, sent %3/%4, dropped %5/%6, cancelled %7/%8"_s.arg(totals.queued.bytes)
        .arg(totals.queued.messages)
        .arg(totals.sent.bytes)
        .arg(totals.sent.messages)
        .arg(totals.dropped.bytes)
        .arg(totals.dropped.messages)
        .arg(totals.cancelled.bytes)
        .arg(totals.cancelled.messages);
}

bool balances(const Totals &totals)
{
    return totals.waiting() == Totals::Amount{};
}

} // namespace

void RunningBooks::enter(const QList<Event> &events)
{
    for (const Event &event : events) {
        entered(event);
    }
}

void RunningBooks::entered(const Event &event)
{
    ++m_events;
    if (event.seq <= m_lastSeq) {
        fault(u"event %1 comes after event %2"_s.arg(event.seq).arg(m_lastSeq));
    }
    m_lastSeq = event.seq;
    switch (event.kind) {
    case EventKind::Connected:
        ++m_connected;
        m_open.insert(event.client);
        break;
    case EventKind::Disconnected:
        disconnected(event);
        break;
    case EventKind::Stopped:
        stopped(event);
        break;
    default:
        break;
    }
}

void RunningBooks::disconnected(const Event &event)
{
    const Totals &totals = event.closing->totals;
    if (!m_open.remove(event.client)) {
        fault(u"client %1 goes without having come"_s.arg(event.client.value()));
    }
    if (!balances(totals)) {
        fault(u"client %1 does not balance: "_s.arg(event.client.value()) + describe(totals));
    }
    m_sums[event.service] += totals;
    ++m_ended[{event.service, *event.reason}];
}

void RunningBooks::stopped(const Event &event)
{
    Totals expected = m_sums.value(event.service);
    if (event.service.isNull()) {
        m_allStopped = true;
        for (const Totals &sum : std::as_const(m_sums)) {
            expected += sum;
        }
    }
    if (event.closing->totals != expected) {
        fault(u"%1 has not the sum of its clients: "_s.arg(event.serviceUrl)
              + describe(event.closing->totals) + u", not "_s + describe(expected));
    }
}

void RunningBooks::enter(const QList<ClientInfo> &clients)
{
    for (const ClientInfo &client : clients) {
        if (client.state != ClientState::Gone) {
            m_clients.insert(client.id, client);
            continue;
        }
        m_clients.remove(client.id);
        if (!balances(client.totals)) {
            fault(u"the last snapshot of client %1 does not balance: "_s.arg(client.id.value())
                  + describe(client.totals));
        }
    }
}

qint64 RunningBooks::ended(ServiceId service, CloseReason reason) const
{
    const auto found = m_ended.find({service, reason});
    return found == m_ended.end() ? 0 : found->second;
}

QString RunningBooks::summary() const
{
    QMap<QString, qint64> reasons;
    for (const auto &[what, count] : m_ended) {
        reasons[toText(what.second)] += count;
    }
    QStringList parts;
    for (auto reason = reasons.cbegin(); reason != reasons.cend(); ++reason) {
        parts.append(u"%1 %2"_s.arg(*reason).arg(reason.key()));
    }
    return parts.join(u", "_s);
}

QStringList RunningBooks::faults() const
{
    QStringList all = m_faults;
    if (!m_allStopped) {
        all.append(u"no event tells that everything has stopped"_s);
    }
    if (!m_open.isEmpty()) {
        all.append(u"%1 clients came and never went"_s.arg(m_open.size()));
    }
    if (!m_clients.isEmpty()) {
        all.append(u"%1 clients have no last snapshot"_s.arg(m_clients.size()));
    }
    return all;
}

void RunningBooks::fault(const QString &what)
{
    if (m_faults.size() < mostFaults) {
        m_faults.append(what);
    }
}

} // namespace peerglass
