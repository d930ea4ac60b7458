// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace peerglass {

/// What happens when a queue would cost more than its limit.
enum class OverflowPolicy {
    Pause, ///< Stop reading that client until its queue is at half the limit; loses nothing (echo
           ///< only).
    Disconnect, ///< Abort the connection.
    DropOldest, ///< Drop whole messages from the front, never one already begun; counted.
};

/// The one text of each, as URLs, the log and the window write it: `drop-oldest`.
QString toText(OverflowPolicy value);

} // namespace peerglass
