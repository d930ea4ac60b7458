// SPDX-License-Identifier: MIT
#include "protocol.h"

#include "chatprotocol.h"
#include "echoprotocol.h"
#include "relayprotocol.h"

namespace peerglass {

std::unique_ptr<Protocol> makeProtocol(const ServiceSpec &spec, Replies &replies)
{
    if (spec.protocol == ProtocolKind::Echo) {
        return std::make_unique<EchoProtocol>(replies);
    }
    if (spec.names) {
        return std::make_unique<ChatProtocol>(spec, replies);
    }
    return std::make_unique<RelayProtocol>(spec, replies);
}

QByteArray refusalNotice(const ServiceSpec &spec, CloseReason reason)
{
    if (spec.protocol != ProtocolKind::Chat || !spec.names) {
        return {};
    }
    switch (reason) {
    case CloseReason::ServerFull:
        return notice("server full");
    case CloseReason::TooManyFromAddress:
        return notice("too many connections from your address");
    case CloseReason::Banned:
        return notice("banned");
    case CloseReason::NoDescriptors:
        return notice("no descriptors free on the server; try again later");
    case CloseReason::ServerStopped:
        return notice("server stopped");
    default: // the others are not said at the door
        return {};
    }
}

} // namespace peerglass
