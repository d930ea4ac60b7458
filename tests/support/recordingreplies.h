// SPDX-License-Identifier: MIT
#pragma once

#include "replies.h"

#include <QByteArray>
#include <QList>
#include <QMap>

#include <map>
#include <numeric>
#include <utility>

namespace peerglass {

/// Replies that go nowhere but into a transcript per client, so that protocols can be tested
/// without sockets.
class RecordingReplies : public Replies
{
public:
    void open(ClientId client) { m_received[client]; }
    void close(ClientId client) { m_received.erase(client); }

    /// What the client was sent since the last call.
    QByteArray take(ClientId client) { return std::exchange(m_received.at(client), {}); }
    /// How often anything was sent to the client: runs in its queue.
    int runsTo(ClientId client) const { return m_runs.value(client.value()); }
    /// The same of all clients together.
    qint64 runs() const { return std::accumulate(m_runs.begin(), m_runs.end(), qint64(0)); }
    /// Messages that the protocol has found in what the client sent.
    qint64 receivedFrom(ClientId client) const { return m_messages.value(client.value()); }
    /// How often broadcast() was called.
    int broadcasts() const { return m_broadcasts; }
    /// Size of the largest batch that was broadcast.
    qsizetype largestBroadcast() const { return m_largestBroadcast; }

    using Finish = std::pair<ClientId, CloseReason>;
    QList<Finish> finishes() const { return m_finishes; }
    /// The name last told, empty if none was.
    QString nameOf(ClientId client) const { return m_names.value(client.value()); }

    void received(ClientId from, qint64 messages) override;
    void send(ClientId to, QByteArrayView message) override;
    void send(ClientId to, const MessageBatch &messages) override;
    void broadcast(const MessageBatch &messages, ClientId except) override;
    void broadcastToEarlier(const MessageBatch &messages, ClientId newcomer) override;
    void finish(ClientId client, CloseReason reason) override;
    void named(ClientId client, const QString &name) override;

private:
    /// Finished: what is still said to it is dropped, as the engine does.
    bool isGoing(ClientId client) const;

    std::map<ClientId, QByteArray> m_received;
    QList<Finish> m_finishes;
    QMap<quint64, QString> m_names;
    QMap<quint64, qint64> m_messages;
    QMap<quint64, int> m_runs;
    int m_broadcasts = 0;
    qsizetype m_largestBroadcast = 0;
};

} // namespace peerglass
