// SPDX-License-Identifier: MIT
#include "recordingreplies.h"

namespace peerglass {

void RecordingReplies::received(ClientId from, qint64 messages)
{
    m_messages[from.value()] += messages;
}

void RecordingReplies::send(ClientId to, QByteArrayView message)
{
    m_received.at(to).append(message);
}

void RecordingReplies::send(ClientId to, const MessageBatch &messages)
{
    m_received.at(to).append(messages.bytes());
}

void RecordingReplies::broadcast(const MessageBatch &messages, ClientId except)
{
    ++m_broadcasts;
    m_largestBroadcast = qMax(m_largestBroadcast, messages.size());
    for (auto &[client, bytes] : m_received) {
        if (client != except) {
            bytes.append(messages.bytes());
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

} // namespace peerglass
