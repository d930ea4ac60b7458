// SPDX-License-Identifier: MIT
#pragma once

#include "conversation.h"
#include "ids.h"
#include "queuedmessage.h"

#include <QList>

#include <chrono>

namespace peerglass {

/// What is published of a client while it is watched, beside its ClientInfo.
struct WatchedClient
{
    ClientId client;
    QueueView queue; ///< once it has gone: what was cancelled then
    qint64 kernelUnsent = 0; ///< taken by the kernel, not yet on the way: bytes
    qint64 kernelInFlight = 0; ///< on the way, not yet acknowledged: bytes
    std::chrono::microseconds roundTrip{0};
    QList<ConversationPart> conversation; ///< what is new since the last time, in order
    qint64 conversationOmitted = 0; ///< bytes left out of it because too much came at once

    friend bool operator==(const WatchedClient &, const WatchedClient &) = default;
};

} // namespace peerglass
