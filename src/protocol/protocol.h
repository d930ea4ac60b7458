// SPDX-License-Identifier: MIT
#pragma once

#include "closereason.h"
#include "ids.h"
#include "replies.h"
#include "servicespec.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace peerglass {

/// What a service says: turns bytes from its clients into messages to its clients. Knows neither
/// sockets nor threads. One instance per service and worker; all calls come from that worker.
/// Every client is announced by opened() and ended by closed(), exactly once each; ids grow.
class Protocol
{
public:
    virtual ~Protocol() = default;

    virtual void opened(ClientId client) = 0;
    /// Bytes from \a client, at least one. Returns how many were used: fewer than given when the
    /// turn has sent on as much as it may (sharedlimits.h); the rest is offered again in a later
    /// turn, before anything newer. What has no end yet is kept and counts as used.
    virtual qsizetype received(ClientId client, QByteArrayView bytes) = 0;
    /// The client has finished sending and all its bytes were used; it may still be sent to.
    virtual void finished(ClientId client) = 0;
    /// The connection has ended. The client gets nothing any more.
    virtual void closed(ClientId client, CloseReason reason) = 0;
    /// The operator removes the client, after what waits for it has been sent.
    virtual void removing(ClientId client, const QString &reason) = 0;
    /// The operator speaks to all clients. False where the protocol has no such thing (echo).
    virtual bool say(const QString &text) = 0;
    /// The service is being stopped in good order; its clients are finished after this.
    virtual void stopping() = 0;
    /// The worker's turn is over: what was kept to be said together is said now. Called after every
    /// turn in which anything else was.
    virtual void turnEnded() { }
    /// Bytes of a message that \a client has begun and not ended.
    virtual qint64 unfinishedInput(ClientId client) const = 0;
};

/// The protocol that \a spec asks for. \a replies must outlive it.
std::unique_ptr<Protocol> makeProtocol(const ServiceSpec &spec, Replies &replies);

/// What a client reads that is refused at the door for \a reason: `* server full\n`; empty where
/// the service has no notices (echo, names=off).
QByteArray refusalNotice(const ServiceSpec &spec, CloseReason reason);

} // namespace peerglass
