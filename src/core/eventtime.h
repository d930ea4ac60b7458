// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>

namespace peerglass {

/// `2026-11-22T14:03:26.318412Z`. Fast for times that are close to each other; thread-safe.
QByteArray utcTime(std::chrono::system_clock::time_point time);
/// `2026-11-22 15:03:26.318412+01:00` in the zone of this machine. The same holds.
QString localTime(std::chrono::system_clock::time_point time);

} // namespace peerglass
