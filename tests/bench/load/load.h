// SPDX-License-Identifier: MIT
#pragma once

#include "histogram.h"

#include <chrono>
#include <cstddef>
#include <cstdint>

using Clock = std::chrono::steady_clock;

/// What is asked of a server; read from the command line.
struct Plan
{
    std::uint16_t port = 0; ///< on 127.0.0.1
    unsigned clients = 1; ///< that send, or in a chat that receive
    unsigned idle = 0; ///< further connections that do nothing
    std::size_t size = 64; ///< bytes of a message; of a line with its newline
    unsigned batch = 1; ///< messages in one send
    std::chrono::microseconds gap{0}; ///< pause after each connection
    bool sleeps = false; ///< while nothing is ready; then the server pays for waking it
};

/// How long a run goes on: until a time has come or so many messages were sent.
struct Limit
{
    Clock::time_point end = Clock::time_point::max();
    std::uint64_t messages = UINT64_MAX;
};

/// One kind of load, with its connections already made. Ends the process with a sentence when the
/// server does not do what it should.
class Load
{
public:
    virtual ~Load() = default;

    /// Checks that the server answers every client with the right bytes.
    virtual void probe() = 0;

    /// Loads the server up to the limit, then waits for what is on its way, so that all that was
    /// sent is counted whole. Adds one time for each message: from its send to its last byte.
    /// Returns the messages that came back.
    virtual std::uint64_t run(const Limit &limit, Histogram &times) = 0;
};
