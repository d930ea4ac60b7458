// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace peerglass {

/// The state of one client: the first of these that applies.
enum class ClientState {
    Gone, ///< The connection has ended.
    Finishing, ///< It is being ended in good order (kick after flush, stop, …).
    Held, ///< The operator holds its queue.
    Paused, ///< The server has stopped reading it.
    NotReading, ///< Data waits and the client has acknowledged nothing for notReadingAfter.
    HalfClosed, ///< The client has finished sending and is still being sent to.
    Open, ///< None of the above.
};

/// The one text of each, as URLs, the log and the window write it: `open`.
QString toText(ClientState value);

} // namespace peerglass
