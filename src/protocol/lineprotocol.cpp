// SPDX-License-Identifier: MIT
#include "lineprotocol.h"

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
    qint64 messages = 0;
    m_outbox.beginTurn(id, othersCount());
    while (!client.ended && !rest.isEmpty() && !m_outbox.isTurnOver()) {
        if (const std::optional<QByteArrayView> line = client.framer.next(rest)) {
            messages += takeTrimmed(id, *line);
        }
    }
    if (client.framer.isTooLong() && !client.ended) {
        refuseLongLine(id);
        end(id, CloseReason::LineTooLong);
    }
    endTurn(id, messages);
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
        endTurn(id, takeTrimmed(id, *line));
    }
}

void LineProtocol::closed(ClientId client, CloseReason)
{
    m_clients.erase(client);
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
    m_outbox.flush();
    m_replies.finish(client, reason);
}

int LineProtocol::takeTrimmed(ClientId client, QByteArrayView line)
{
    const QByteArrayView trimmed = line.trimmed();
    if (trimmed.isEmpty()) {
        return 0;
    }
    takeLine(client, trimmed);
    return 1;
}

void LineProtocol::endTurn(ClientId client, qint64 messages)
{
    if (messages > 0) {
        m_replies.received(client, messages);
    }
    m_outbox.flush();
}

} // namespace peerglass
