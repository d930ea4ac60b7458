// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <ctime>

/// The processor time that another process has taken, all its threads and the kernel's work for it
/// included.
class ServerClock
{
public:
    /// Ends this process when there is no such process.
    explicit ServerClock(int process);

    [[nodiscard]] std::chrono::nanoseconds now() const;

    /// The same once the process is as good as idle, or after half a second: what it does late, as
    /// writing a log, belongs to the messages that it does it for.
    [[nodiscard]] std::chrono::nanoseconds settled() const;

private:
    clockid_t m_clock{};
};
