// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace peerglass {

/// Runs the event loop until \a condition, looked at after each event, holds. False where that
/// takes more than 20 s (scaled). Unlike QTest::qWaitFor() it does not sleep between the events.
bool waitFor(const std::function<bool()> &condition);

} // namespace peerglass
