// SPDX-License-Identifier: MIT
#include "serverclock.h"

#include "sockets.h"

#include <thread>

using namespace std::chrono_literals;

ServerClock::ServerClock(int process)
{
    const int error = clock_getcpuclockid(process, &m_clock);
    if (error != 0) {
        fail("benchload: the server has no processor clock", error);
    }
}

std::chrono::nanoseconds ServerClock::now() const
{
    timespec time{};
    clock_gettime(m_clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::chrono::nanoseconds ServerClock::settled() const
{
    constexpr auto step = 5ms;
    constexpr auto idle = step / 50;
    const auto deadline = Clock::now() + 500ms;
    auto before = now();
    for (;;) {
        std::this_thread::sleep_for(step);
        const auto after = now();
        if (after - before <= idle || Clock::now() > deadline) {
            return after;
        }
        before = after;
    }
}
