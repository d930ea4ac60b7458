// SPDX-License-Identifier: MIT
#include "recordingreplies.h"

#include <algorithm>

namespace peerglass {

void RecordingReplies::received(ClientId from, qint64 messages)
{
    if (!isGoing(from)) {
        m_messages[from.value()] += messages;
    }
}

void RecordingReplies::send(ClientId to, QByteArrayView message)
{
    if (!isGoing(to)) {
        m_received.at(to).append(message);
        ++m_runs[to.value()];
    }
}

void RecordingReplies::send(ClientId to, const MessageBatch &messages)
{
    send(to, messages.bytes());
}

void RecordingReplies::broadcast(const MessageBatch &messages, ClientId except)
{
    ++m_broadcasts;
    m_largestBroadcast = qMax(m_largestBroadcast, messages.size());
    for (const auto &[client, bytes] : m_received) {
        if (client != except) {
            send(client, messages);
        }
    }
}

void RecordingReplies::broadcastToEarlier(const MessageBatch &messages, ClientId newcomer)
{
    for (const auto &[client, bytes] : m_received) {
        if (client < newcomer) {
            send(client, messages);
        }
    }
}

void RecordingReplies::finish(ClientId client, CloseReason reason)
{
    m_finishes.append({client, reason});
}

void RecordingReplies::named(ClientId client, const QString &name)
{
    m_names[client.value()] = name;
}

bool RecordingReplies::isGoing(ClientId client) const
{
    return std::any_of(m_finishes.begin(), m_finishes.end(),
                       [client](const Finish &finish) { return finish.first == client; });
}

} // namespace peerglass
