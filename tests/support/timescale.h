// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <chrono>

namespace peerglass {

/// A time limit of a test, multiplied by the environment's PEERGLASS_TIME_SCALE: programs with a
/// sanitizer are slow.
inline std::chrono::milliseconds scaled(std::chrono::milliseconds limit)
{
    static const int scale = std::max(qEnvironmentVariableIntValue("PEERGLASS_TIME_SCALE"), 1);
    return limit * scale;
}

} // namespace peerglass
