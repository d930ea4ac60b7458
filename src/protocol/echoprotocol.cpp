// SPDX-License-Identifier: MIT
#include "echoprotocol.h"

namespace peerglass {

EchoProtocol::EchoProtocol(Replies &replies)
    : m_replies(replies)
{
}

qsizetype EchoProtocol::received(ClientId client, QByteArrayView bytes)
{
    m_replies.received(client, 1);
    m_replies.send(client, bytes);
    return bytes.size();
}

} // namespace peerglass
