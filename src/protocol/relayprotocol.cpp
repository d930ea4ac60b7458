// SPDX-License-Identifier: MIT
#include "relayprotocol.h"

namespace peerglass {

RelayProtocol::RelayProtocol(const ServiceSpec &spec, Replies &replies)
    : LineProtocol(spec, replies)
    , m_framing(spec.framing)
{
}

qsizetype RelayProtocol::received(ClientId client, QByteArrayView bytes)
{
    return m_framing == Framing::Read ? relayWhole(client, bytes)
                                      : LineProtocol::received(client, bytes);
}

bool RelayProtocol::say(const QString &text)
{
    outbox().relay({text.toUtf8(), "\n"});
    outbox().flush();
    return true;
}

void RelayProtocol::stopping()
{
    outbox().relay({"Shutdown Server\n"});
    outbox().flush();
}

void RelayProtocol::takeLine(ClientId, QByteArrayView line)
{
    outbox().relay({line, "\n"});
}

qsizetype RelayProtocol::relayWhole(ClientId client, QByteArrayView bytes)
{
    const QByteArrayView message = bytes.trimmed();
    if (!message.isEmpty()) {
        replies().received(client, 1);
        outbox().beginTurn(client, othersCount());
        outbox().relay({message, "\n"});
        outbox().endTurn();
    }
    return bytes.size();
}

} // namespace peerglass
