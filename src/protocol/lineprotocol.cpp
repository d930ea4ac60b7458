// SPDX-License-Identifier: MIT
#include "lineprotocol.h"

#include <utility>

namespace peerglass {

LineProtocol::LineProtocol(const ServiceSpec &spec, Replies &replies)
    : m_replies(replies)
    , m_lineLimit(spec.line)
    , m_outbox(spec, replies)
{
}

void LineProtocol::opened(ClientId client)
{
    m_clients.emplace(client, Client{LineFramer(m_lineLimit)});
}

qsizetype LineProtocol::received(ClientId id, QByteArrayView bytes)
{
    Client &client = m_clients.at(id);
    QByteArrayView rest = bytes;
    m_outbox.beginTurn(id, othersCount());
    while (!client.ended && !rest.isEmpty() && !m_outbox.isTurnOver()) {
        if (const std::optional<QByteArrayView> line = client.framer.next(rest)) {
            takeTrimmed(id, *line);
        }
    }
    if (client.framer.isTooLong() && !client.ended) {
        refuseLongLine(id);
        end(id, CloseReason::LineTooLong);
    }
    settle(id);
    m_outbox.endTurn();
    return client.ended ? bytes.size() : bytes.size() - rest.size();
}

void LineProtocol::finished(ClientId id)
{
    Client &client = m_clients.at(id);
    if (client.ended) {
        return;
    }
    m_outbox.beginTurn(id, othersCount());
    if (const std::optional<QByteArrayView> line = client.framer.last()) {
        takeTrimmed(id, *line);
    }
    settle(id);
    m_outbox.endTurn();
}

void LineProtocol::closed(ClientId client, CloseReason)
{
    m_clients.erase(client);
    m_outbox.forget(client);
}

void LineProtocol::turnEnded()
{
    m_outbox.flush();
}

qint64 LineProtocol::unfinishedInput(ClientId client) const
{
    return m_clients.at(client).framer.unfinished();
}

qsizetype LineProtocol::othersCount() const
{
    return static_cast<qsizetype>(m_clients.size()) - 1;
}

void LineProtocol::end(ClientId client, CloseReason reason)
{
    m_clients.at(client).ended = true;
    settle(client); // a client that is going is told nothing more
    m_replies.finish(client, reason);
}

void LineProtocol::takeTrimmed(ClientId client, QByteArrayView line)
{
    const QByteArrayView trimmed = line.trimmed();
    if (!trimmed.isEmpty()) {
        ++m_messages;
        takeLine(client, trimmed);
    }
}

void LineProtocol::settle(ClientId client)
{
    if (m_messages > 0) {
        m_replies.received(client, std::exchange(m_messages, 0));
    }
    m_outbox.flush();
}

} // namespace peerglass
