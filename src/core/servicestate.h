// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace peerglass {

/// The state of one service, as the engine last reported it.
enum class ServiceState {
    Stopped, ///< Not listening, no clients.
    Starting, ///< Asked to listen, no answer yet.
    Listening, ///< listen() succeeded and clients are accepted.
    AcceptPaused, ///< Listening, but accepting waits (no descriptors, or the journal is behind).
    Draining, ///< No longer listening; the last clients are being finished.
    Failed, ///< Could not listen.
};

/// The one text of each, as URLs, the log and the window write it: `failed`.
QString toText(ServiceState value);

} // namespace peerglass
