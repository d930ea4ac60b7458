// SPDX-License-Identifier: MIT
#pragma once

#include "closereason.h"
#include "overflowpolicy.h"

#include <QString>

#include <chrono>

/// How values are written in the window's tables. Numbers have the grouping of the user's locale,
/// times are local.
namespace peerglass {

/// `14:03:20.118`, and `2026-11-21 14:03:20.118` where that is not the day of \a now. With
/// milliseconds unless \a precise is false.
QString shownTime(std::chrono::system_clock::time_point time,
                  std::chrono::system_clock::time_point now, bool precise = true);
/// How long ago \a time was: `0.0 s`, `18.4 s`, `5 min 12 s`, `2 h 5 min`, `3 d 4 h`. Never
/// negative.
QString shownAge(std::chrono::system_clock::time_point time,
                 std::chrono::system_clock::time_point now);
/// `9,301`
QString shownCount(qint64 count);
/// `96 KiB` of bytes per second as the rate columns show it: `0` for none.
QString shownRate(qint64 bytesPerSecond);
/// From here on, as parts of its limit, a queue says what happens at the limit.
inline constexpr double nearQueueLimit = 0.75;
/// What happens to a queue at \a limit: `reading pauses at 1 MiB`.
QString shownLimit(OverflowPolicy overflow, qint64 limit);
/// `queue overflow`
QString shownReason(CloseReason reason);
/// \a text as a tool tip, with its line breaks, none of which is taken for HTML.
QString plainToolTip(const QString &text);

} // namespace peerglass
