// SPDX-License-Identifier: MIT
#include "books.h"

#include <QDir>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

bool balances(const Totals &totals)
{
    return totals.waiting() == Totals::Amount{};
}

QString describe(const Event &event)
{
    QString text = u"event %1, %2, client %3"_s.arg(event.seq)
                       .arg(toText(event.kind))
                       .arg(event.client.value());
    if (event.closing) {
        const Totals &totals = event.closing->totals;
        text += u": queued %1/%2 sent %3/%4 dropped %5/%6 cancelled %7/%8"_s
                    .arg(totals.queued.bytes)
                    .arg(totals.queued.messages)
                    .arg(totals.sent.bytes)
                    .arg(totals.sent.messages)
                    .arg(totals.dropped.bytes)
                    .arg(totals.dropped.messages)
                    .arg(totals.cancelled.bytes)
                    .arg(totals.cancelled.messages);
    }
    return text;
}

QStringList faultsInNumbers(const QList<Event> &events)
{
    QStringList faults;
    quint64 last = 0;
    for (const Event &event : events) {
        const quint64 leftOut = event.suppression ? event.suppression->count() : 0;
        // What the journal leaves out of a publication is told of by the number of the last of it.
        const bool hasOwn = leftOut == 0 || event.seq != event.suppression->lastSeq;
        if (event.seq != last + leftOut + (hasOwn ? 1 : 0)) {
            faults.append(u"number after %1: "_s.arg(last) + describe(event));
        }
        last = event.seq;
    }
    return faults;
}

QStringList faultsInLives(const QList<Event> &events)
{
    QStringList faults;
    QHash<ClientId, int> stage; // 1: connected, 2: disconnected
    for (const Event &event : events) {
        if (event.client.isNull()) {
            continue;
        }
        int &now = stage[event.client];
        const int expected = event.kind == EventKind::Connected ? 0 : 1;
        if (now != expected) {
            faults.append(u"out of turn: "_s + describe(event));
        }
        now = event.kind == EventKind::Disconnected ? 2 : 1;
    }
    for (auto client = stage.cbegin(); client != stage.cend(); ++client) {
        if (*client != 2) {
            faults.append(u"no end of client %1"_s.arg(client.key().value()));
        }
    }
    return faults;
}

QStringList faultsInSums(const QList<Event> &events)
{
    QStringList faults;
    QHash<ServiceId, Totals> sums;
    QHash<ServiceId, qint64> clients;
    for (const Event &event : events) {
        if (event.closing && !balances(event.closing->totals)) {
            faults.append(u"does not balance: "_s + describe(event));
        }
        if (event.kind == EventKind::Disconnected) {
            sums[event.service] += event.closing->totals;
            ++clients[event.service];
        } else if (event.kind == EventKind::Stopped && !event.service.isNull()
                   && (event.closing->totals != sums.value(event.service)
                       || event.closing->clients != clients.value(event.service))) {
            faults.append(u"not the sum of its clients: "_s + describe(event));
        }
    }
    return faults;
}

} // namespace

QStringList faultsInEvents(const QList<Event> &events)
{
    return faultsInNumbers(events) + faultsInLives(events) + faultsInSums(events);
}

QStringList faultsInSnapshots(const QHash<ClientId, QList<ClientInfo>> &snapshots)
{
    QStringList faults;
    for (auto client = snapshots.cbegin(); client != snapshots.cend(); ++client) {
        qsizetype gone = 0;
        for (const ClientInfo &info : *client) {
            gone += info.state == ClientState::Gone ? 1 : 0;
        }
        const ClientInfo &last = client->last();
        if (gone != 1 || last.state != ClientState::Gone || !balances(last.totals)) {
            faults.append(u"the snapshots of client %1 do not end as they should"_s.arg(
                client.key().value()));
        }
    }
    return faults;
}

qsizetype openDescriptors()
{
    // The listing's own descriptor is in it.
    return QDir(u"/proc/self/fd"_s).entryList(QDir::Files | QDir::System | QDir::Hidden).size();
}

} // namespace peerglass
