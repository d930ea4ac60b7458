// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "throttle.h"

#include <chrono>
#include <limits>
#include <optional>

namespace peerglass {

/// How much of what waits may be sent now: the operator's hold and step, the delay of the service
/// and its throttle. Knows neither the queue nor the socket.
class SendGate
{
public:
    static constexpr qint64 unlimited = std::numeric_limits<qint64>::max();

    SendGate(std::chrono::milliseconds delay, std::optional<qint64> throttle, TimePoint now);

    bool isHeld() const { return m_held; }
    bool isStepping() const { return m_step > 0; }
    /// Stops at once, also within a message or a step.
    void hold();
    /// Lets \a bytes pass a held gate, whatever delay and throttle say.
    void step(qint64 bytes) { m_step = bytes; }
    void release()
    {
        m_held = false;
        m_step = 0;
    }
    /// Lets everything pass from now on: no hold, no delay, no throttle.
    void openForGood();

    std::chrono::milliseconds delay() const { return m_delay; }
    /// Whether everything may pass at any time, so that nothing needs to be asked.
    bool isWideOpen() const { return !m_held && m_delay.count() == 0 && !m_throttle; }

    /// Bytes that may go at \a now, when \a due bytes have waited for their delay.
    qint64 allowance(TimePoint now, qint64 due);
    void sent(qint64 bytes);

    /// When a closed gate opens by itself, for a queue whose first message that is not due yet, or
    /// first message at all, was queued at \a frontQueuedAt. Nothing while held.
    std::optional<TimePoint> opensAt(TimePoint frontQueuedAt) const;

private:
    std::chrono::milliseconds m_delay;
    std::optional<Throttle> m_throttle;
    bool m_held = false;
    qint64 m_step = 0; ///< bytes of a step that have not gone yet
};

} // namespace peerglass
