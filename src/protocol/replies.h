// SPDX-License-Identifier: MIT
#pragma once

#include "closereason.h"
#include "ids.h"
#include "messagebatch.h"

#include <QByteArrayView>
#include <QString>

namespace peerglass {

/// How a protocol answers. The engine implements it; tests record it. Lives in the protocol's
/// thread. No call ends a connection or calls the protocol back before it returns: endings are
/// told by Protocol::closed() later. Calls for a client that is going or gone do nothing.
class Replies
{
public:
    virtual ~Replies() = default;

    /// Whole messages, as many as told, were found in what the client sent: for its totals. Empty
    /// lines are none.
    virtual void received(ClientId from, qint64 messages) = 0;
    /// One message for one client, whole.
    virtual void send(ClientId to, QByteArrayView message) = 0;
    /// Several messages for one client, in order.
    virtual void send(ClientId to, const MessageBatch &messages) = 0;
    /// The same messages for every client of the service but \a except (null: for all).
    virtual void broadcast(const MessageBatch &messages, ClientId except) = 0;
    /// The same messages for every client of the service that was opened before \a newcomer.
    virtual void broadcastToEarlier(const MessageBatch &messages, ClientId newcomer) = 0;
    /// Ends the connection in good order, after everything sent so far has gone.
    virtual void finish(ClientId client, CloseReason reason) = 0;
    /// The client is now known by \a name.
    virtual void named(ClientId client, const QString &name) = 0;
};

} // namespace peerglass
