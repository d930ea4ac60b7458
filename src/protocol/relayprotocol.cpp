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
    outbox().announce(text.toUtf8() + '\n');
    return true;
}

void RelayProtocol::stopping()
{
    outbox().announce("Shutdown Server\n");
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
        outbox().flush();
    }
    return bytes.size();
}

} // namespace peerglass
