// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace peerglass {

/// What `load` does to a server.
struct LoadOptions
{
    int clients = 50; ///< that send, 1 … mostClients
    int idle = 0; ///< that only stay connected, 0 … mostClients
    qint64 size = 64; ///< of a message, bytes, 1 … largestSize
    int depth = 1; ///< messages that each client keeps on their way, 1 … mostDepth
    std::chrono::milliseconds time{10'000}; ///< how long they send, above 0
    bool json = false; ///< the report is one JSON object, and nothing else is said

    int connections() const { return clients + idle; }

    static constexpr int mostClients = 1'000'000;
    static constexpr int mostDepth = 1'000'000;
    static constexpr qint64 largestSize = 64 * 1024 * 1024;
    /// `depth` messages: what is sent is kept to compare it with, once for all clients.
    static constexpr qint64 mostOnTheWay = 256 * 1024 * 1024;
    /// Messages of all clients: each has its time kept, 8 bytes.
    static constexpr qint64 mostMessages = 32 * 1024 * 1024;
};

/// What takes too much memory, as a sentence; nothing where nothing does.
std::optional<QString> excessOf(const LoadOptions &options);

} // namespace peerglass
