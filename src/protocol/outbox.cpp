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
    flush();
    m_sender = sender;
    m_receivers = receivers;
    m_fanOut = 0;
    m_cost = 0;
}

void Outbox::endTurn()
{
    beginTurn({}, 0);
}

bool Outbox::isTurnOver() const
{
    return m_fanOut >= maxFanOutPerTurn || (m_cost > 0 && m_cost >= m_queueShare);
}

void Outbox::relay(std::initializer_list<QByteArrayView> parts)
{
    append(m_batch, parts, m_receivers);
}

void Outbox::relayNewcomer(ClientId newcomer, QByteArrayView message)
{
    relay({message});
    m_newcomers.push_back({newcomer, m_batch.count()});
}

void Outbox::forget(ClientId client)
{
    std::erase_if(m_newcomers, [client](const Newcomer &each) { return each.client == client; });
}

void Outbox::tell(ClientId to, QByteArrayView message)
{
    if (to == m_sender) {
        append(m_answers, {message}, 1);
        return;
    }
    flush();
    m_cost += runOverhead + messageOverhead + message.size();
    m_fanOut += sendOverhead + message.size();
    m_replies.send(to, message);
}

void Outbox::flush()
{
    if (!m_batch.isEmpty()) {
        m_fanOut += sendOverhead * m_receivers;
        sendBatch();
        m_batch.clear();
    }
    if (!m_answers.isEmpty()) {
        m_fanOut += sendOverhead;
        m_replies.send(m_sender, m_answers);
        m_answers.clear();
    }
}

void Outbox::sendBatch()
{
    if (m_newcomers.empty()) {
        m_replies.broadcast(m_batch, m_sender);
        return;
    }
    m_replies.broadcastToEarlier(m_batch, m_newcomers.front().client);
    for (const Newcomer &newcomer : m_newcomers) {
        if (newcomer.before < m_batch.count()) {
            m_replies.send(newcomer.client, m_batch.without(newcomer.before));
        }
    }
    m_newcomers.clear();
}

void Outbox::append(MessageBatch &batch, std::initializer_list<QByteArrayView> parts,
                    qsizetype receivers)
{
    if (batch.isEmpty()) {
        m_cost += runOverhead;
    }
    const qsizetype before = batch.size();
    batch.append(parts);
    const qsizetype added = batch.size() - before;
    m_cost += added + messageOverhead;
    m_fanOut += added * receivers;
}

} // namespace peerglass
