// SPDX-License-Identifier: MIT
#include "outbox.h"

#include "sharedlimits.h"

namespace peerglass {

Outbox::Outbox(const ServiceSpec &spec, Replies &replies)
    : m_replies(replies)
    , m_longestText(longestChatText(spec))
    , m_queueShare(spec.queue / 4)
{
}

void Outbox::beginTurn(ClientId sender, qsizetype receivers)
{
    m_sender = sender;
    m_receivers = receivers;
    m_fanOut = 0;
    m_cost = 0;
}

bool Outbox::isTurnOver() const
{
    return m_fanOut >= maxFanOutPerTurn || (m_cost > 0 && m_cost >= m_queueShare);
}

void Outbox::relay(std::initializer_list<QByteArrayView> parts)
{
    if (m_batch.isEmpty()) {
        m_cost += runOverhead;
    }
    const qsizetype before = m_batch.size();
    m_batch.append(parts);
    count(m_batch.size() - before, 1, m_receivers);
}

void Outbox::tell(ClientId to, const MessageBatch &messages)
{
    flush();
    m_cost += runOverhead;
    count(messages.size(), messages.count(), 1);
    m_replies.send(to, messages);
}

void Outbox::tell(ClientId to, QByteArrayView message)
{
    MessageBatch batch;
    batch.append(message);
    tell(to, batch);
}

void Outbox::announce(QByteArrayView message, ClientId except)
{
    flush();
    MessageBatch batch;
    batch.append(message);
    m_cost += runOverhead;
    count(batch.size(), 1, m_receivers + 1);
    m_replies.broadcast(batch, except);
}

void Outbox::flush()
{
    if (m_batch.isEmpty()) {
        return;
    }
    m_replies.broadcast(m_batch, m_sender);
    m_batch.clear();
}

void Outbox::count(qsizetype bytes, quint32 messages, qsizetype receivers)
{
    m_cost += bytes + messages * messageOverhead;
    m_fanOut += bytes * receivers;
}

} // namespace peerglass
