// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>

namespace peerglass {

/// Appends `2026-11-22T14:03:26.318412Z`. Fast for times that are close to each other; thread-safe.
void appendUtcTime(std::chrono::system_clock::time_point time, std::string &out);
/// Appends `2026-11-22 15:03:26.318412+01:00` in the zone of this machine. The same holds.
void appendLocalTime(std::chrono::system_clock::time_point time, std::string &out);

} // namespace peerglass
