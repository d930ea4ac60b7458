// SPDX-License-Identifier: MIT
#pragma once

#include "protocol.h"
#include "recordingreplies.h"
#include "servicespec.h"

#include <memory>

namespace peerglass {

/// A protocol with its clients, driven as the engine drives it, without sockets.
class ProtocolHarness
{
public:
    explicit ProtocolHarness(const ServiceSpec &spec);

    /// A new client; what it and the others were told is thrown away, so that a test begins with
    /// nothing read. Use protocol().opened() to see the greeting.
    ClientId enter(quint64 id);
    /// In a turn of its own, as enter().
    void leave(ClientId client, CloseReason reason);
    /// Gives \a bytes to the protocol, in as many turns as it asks for. Returns how many those
    /// were.
    int say(ClientId client, QByteArrayView bytes);
    /// What the client was sent since the last call.
    QByteArray read(ClientId client) { return m_replies.take(client); }
    void discardAll();

    Protocol &protocol() { return *m_protocol; }
    RecordingReplies &replies() { return m_replies; }

private:
    RecordingReplies m_replies;
    std::unique_ptr<Protocol> m_protocol;
    QList<ClientId> m_clients;
};

/// A chat service with names, or without.
ServiceSpec chatSpec(bool names = true);

} // namespace peerglass
