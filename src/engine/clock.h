// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <chrono>
#include <optional>

namespace peerglass {

/// All deadlines use the steady clock: setting the system's time moves none of them.
using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;

/// The moment of the wall clock that \a time was or will be, as seen now.
inline std::chrono::system_clock::time_point toWallClock(TimePoint time)
{
    using namespace std::chrono;
    return system_clock::now() + duration_cast<system_clock::duration>(time - Clock::now());
}

/// The earlier of two moments, either of which may never come.
inline std::optional<TimePoint> earlier(std::optional<TimePoint> a, std::optional<TimePoint> b)
{
    return a && b ? std::min(*a, *b) : (a ? a : b);
}

} // namespace peerglass
