// SPDX-License-Identifier: MIT
#pragma once

#include "waitfor.h"

#include <QTimer>

#include <chrono>

namespace peerglass {

/// Runs the event loop that long: a fault of the test goes on meanwhile.
inline bool goOnFor(std::chrono::milliseconds time)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(time);
    return waitFor([&timer] { return !timer.isActive(); });
}

} // namespace peerglass
