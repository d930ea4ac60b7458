// SPDX-License-Identifier: MIT
#include "protocolharness.h"

namespace peerglass {

using namespace Qt::StringLiterals;

ProtocolHarness::ProtocolHarness(const ServiceSpec &spec)
    : m_protocol(makeProtocol(spec, m_replies))
{
}

ClientId ProtocolHarness::enter(quint64 id)
{
    const ClientId client(id);
    m_replies.open(client);
    m_clients.append(client);
    m_protocol->opened(client);
    m_protocol->turnEnded();
    discardAll();
    return client;
}

void ProtocolHarness::leave(ClientId client, CloseReason reason)
{
    m_replies.close(client);
    m_clients.removeOne(client);
    m_protocol->closed(client, reason);
    m_protocol->turnEnded();
}

int ProtocolHarness::say(ClientId client, QByteArrayView bytes)
{
    int turns = 0;
    while (!bytes.isEmpty()) {
        const qsizetype used = m_protocol->received(client, bytes);
        if (used <= 0 || used > bytes.size()) {
            qFatal("received() used %lld of %lld bytes", static_cast<long long>(used),
                   static_cast<long long>(bytes.size()));
        }
        bytes = bytes.sliced(used);
        ++turns;
    }
    return turns;
}

void ProtocolHarness::discardAll()
{
    for (const ClientId client : std::as_const(m_clients)) {
        m_replies.take(client);
    }
}

ServiceSpec chatSpec(bool names)
{
    ServiceSpec spec = ServiceSpec::make(ProtocolKind::Chat, u"localhost"_s, 0);
    spec.names = names;
    return spec;
}

} // namespace peerglass
