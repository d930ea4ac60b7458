// SPDX-License-Identifier: MIT
#pragma once

#include "clientinfo.h"
#include "serviceinfo.h"

/// Clients and services that the tests of the models share.
namespace peerglass {

inline const std::chrono::system_clock::time_point start(std::chrono::seconds(1'795'356'206));

inline ClientInfo client(quint64 id, qint64 received = 0, qint64 waiting = 0)
{
    using namespace Qt::StringLiterals;
    ClientInfo info;
    info.id = ClientId(id);
    info.service = ServiceId(1);
    info.address = u"127.0.0.1"_s;
    info.port = static_cast<quint16>(50'000 + id % 10'000);
    info.totals.received = {received, received > 0 ? 1 : 0};
    info.totals.queued = {waiting, waiting > 0 ? 1 : 0};
    info.queueLimit = 1024 * 1024;
    info.connectedAt = start;
    info.lastActivity = start;
    return info;
}

/// \a info after its end; what waited is cancelled.
inline ClientInfo gone(ClientInfo info, CloseReason reason = CloseReason::ClientClosed,
                       std::chrono::system_clock::time_point at = start)
{
    info.totals.cancelled = info.totals.waiting();
    info.state = ClientState::Gone;
    info.closeReason = reason;
    info.goneAt = at;
    return info;
}

inline ServiceInfo service(quint64 id, ProtocolKind kind, quint16 port)
{
    using namespace Qt::StringLiterals;
    ServiceInfo info;
    info.id = ServiceId(id);
    info.spec = ServiceSpec::make(kind, u"127.0.0.1"_s, 0);
    info.addresses = {{info.id, u"127.0.0.1"_s, port}};
    return info;
}

} // namespace peerglass
