// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <chrono>

namespace peerglass {

/// One message of the conversation with a client, as published while the client is watched.
struct ConversationPart
{
    enum class Direction { Received, Sent };

    Direction direction = Direction::Received;
    std::chrono::system_clock::time_point time;
    QByteArray bytes; ///< raw; what one read brought, or one message that has gone whole

    friend bool operator==(const ConversationPart &, const ConversationPart &) = default;
};

} // namespace peerglass
