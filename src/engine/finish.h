// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "closereason.h"

#include <QString>

#include <optional>

namespace peerglass {

/// The one orderly end of a connection, step by step: send what waits, end our side, then close at
/// the client's end or a while after the kernel has everything acknowledged; abort at the deadline.
/// Decides from what its session tells; touches neither queue nor socket.
class Finish
{
public:
    enum class Step {
        Wait, ///< nothing to do before next()
        EndSending, ///< nothing waits any more: shutdown(SHUT_WR), then ended()
        Close,
        Abort ///< the deadline is over
    };
    struct Situation
    {
        bool queueEmpty = false;
        bool peerFinished = false; ///< the client has ended its side
        bool acknowledged = false; ///< the kernel holds nothing unacknowledged; known once ended
    };

    bool isActive() const { return m_deadline.has_value(); }
    /// Whether our side has been ended.
    bool hasEnded() const { return m_ended; }
    CloseReason reason() const { return m_reason; }
    const QString &text() const { return m_text; }

    /// Begins, for \a reason, to be over by \a deadline. Once begun, only an earlier deadline
    /// counts.
    void begin(CloseReason reason, const QString &text, TimePoint deadline);
    void ended() { m_ended = true; }

    Step step(const Situation &situation, TimePoint now);
    /// When to ask step() again though nothing has happened.
    std::optional<TimePoint> next(TimePoint now) const;

private:
    std::optional<TimePoint> m_deadline;
    std::optional<TimePoint> m_acknowledgedAt;
    bool m_ended = false;
    CloseReason m_reason = CloseReason::ServerStopped;
    QString m_text;
};

} // namespace peerglass
