// SPDX-License-Identifier: MIT
#pragma once

#include "clientstate.h"
#include "closereason.h"
#include "ids.h"
#include "totals.h"

#include <QString>

#include <chrono>

namespace peerglass {

/// A snapshot of one client. Plain value; crosses threads by copy.
struct ClientInfo
{
    ClientId id;
    ServiceId service;
    QString address; ///< numeric, IPv4-mapped addresses as IPv4
    quint16 port = 0;
    QString name; ///< chat with names; empty otherwise
    ClientState state = ClientState::Open;
    CloseReason closeReason = CloseReason::ClientClosed; ///< meaningful when Gone
    QString closeText; ///< the operator's reason or the system's text; meaningful when Gone

    Totals totals;
    qint64 queueCost = 0; ///< payload and overhead of what waits, bytes
    qint64 queueLimit = 0; ///< `queue` of its service
    qint64 unfinishedInput = 0; ///< bytes of a chat line that has no newline yet

    bool held = false;
    bool readingPaused = false;
    /// Why: `operator`, `memory-limit` or `queue-full`, as in the `paused` event; empty: it is not.
    QString pausedFor;

    std::chrono::system_clock::time_point connectedAt;
    std::chrono::system_clock::time_point lastActivity; ///< last byte either way
    std::chrono::system_clock::time_point goneAt; ///< meaningful when Gone

    friend bool operator==(const ClientInfo &, const ClientInfo &) = default;
};

} // namespace peerglass
