// SPDX-License-Identifier: MIT
#include "virtualclock.h"

#include <ctime>
#include <optional>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

using namespace std::chrono;

thread_local std::optional<nanoseconds> virtualNow;

} // namespace

/// Found before the C library's, by the C++ library's clocks too.
extern "C" int clock_gettime(clockid_t clock, timespec *now) noexcept
{
    if (clock != CLOCK_MONOTONIC || !virtualNow) {
        return static_cast<int>(syscall(SYS_clock_gettime, clock, now));
    }
    const auto whole = duration_cast<seconds>(*virtualNow);
    now->tv_sec = whole.count();
    now->tv_nsec = (*virtualNow - whole).count();
    return 0;
}

namespace peerglass {

VirtualClock::VirtualClock()
{
    virtualNow = steady_clock::now().time_since_epoch();
}

VirtualClock::~VirtualClock()
{
    virtualNow.reset();
}

void VirtualClock::advance(nanoseconds time)
{
    *virtualNow += time;
}

} // namespace peerglass
