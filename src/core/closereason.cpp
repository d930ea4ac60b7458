// SPDX-License-Identifier: MIT
#include "closereason.h"

namespace peerglass {

using namespace Qt::StringLiterals;

QString toText(CloseReason value)
{
    switch (value) {
    case CloseReason::ClientClosed:
        return u"client-closed"_s;
    case CloseReason::ResetByPeer:
        return u"reset-by-peer"_s;
    case CloseReason::Kicked:
        return u"kicked"_s;
    case CloseReason::Banned:
        return u"banned"_s;
    case CloseReason::Idle:
        return u"idle"_s;
    case CloseReason::Stalled:
        return u"stalled"_s;
    case CloseReason::QueueOverflow:
        return u"queue-overflow"_s;
    case CloseReason::LineTooLong:
        return u"line-too-long"_s;
    case CloseReason::UrgentData:
        return u"urgent-data"_s;
    case CloseReason::ServerStopped:
        return u"server-stopped"_s;
    case CloseReason::SocketError:
        return u"socket-error"_s;
    case CloseReason::ServerFull:
        return u"server-full"_s;
    case CloseReason::TooManyFromAddress:
        return u"too-many-from-address"_s;
    case CloseReason::NoDescriptors:
        return u"no-descriptors"_s;
    }
    Q_UNREACHABLE();
}

} // namespace peerglass
