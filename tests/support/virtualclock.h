// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace peerglass {

/// While it lives, the steady clock stands still in this thread, and moves only when told to: time
/// that a test lets pass costs it none. Other threads and the kernel keep the real one. Programs
/// that link it have a clock_gettime() of their own.
class VirtualClock
{
public:
    VirtualClock();
    ~VirtualClock();
    VirtualClock(const VirtualClock &) = delete;
    VirtualClock &operator=(const VirtualClock &) = delete;

    void advance(std::chrono::nanoseconds time);
};

} // namespace peerglass
