// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace peerglass {

/// Why a connection ended, or was refused at the door (then it got no id).
enum class CloseReason {
    ClientClosed, ///< The client ended it, also by /quit.
    ResetByPeer, ///< The client's side reset it.
    Kicked, ///< By the operator.
    Banned, ///< Its address was banned.
    Idle, ///< Nothing came or went for the time of `idle`.
    Stalled, ///< Data waited and nothing was acknowledged for the time of `stall`.
    QueueOverflow, ///< Its queue went over the limit.
    LineTooLong, ///< A chat line above `line`.
    UrgentData, ///< Urgent data under `urgent=close`.
    ServerStopped, ///< The service was stopped.
    SocketError, ///< Any other error; the system's text goes with it.
    ServerFull, ///< Refused: `clients` are there already.
    TooManyFromAddress, ///< Refused: `per-address` are there already.
    NoDescriptors, ///< Refused: no descriptor was free.
};

/// The one text of each, as URLs, the log and the window write it: `no-descriptors`.
QString toText(CloseReason value);

} // namespace peerglass
