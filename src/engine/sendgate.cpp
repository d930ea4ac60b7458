// SPDX-License-Identifier: MIT
#include "sendgate.h"

#include <algorithm>

namespace peerglass {

SendGate::SendGate(std::chrono::milliseconds delay, std::optional<qint64> throttle, TimePoint now)
    : m_delay(delay)
{
    if (throttle) {
        m_throttle.emplace(*throttle, now);
    }
}

void SendGate::hold()
{
    m_held = true;
    m_step = 0;
}

void SendGate::openForGood()
{
    m_held = false;
    m_step = 0;
    m_delay = {};
    m_throttle.reset();
}

qint64 SendGate::allowance(TimePoint now, qint64 due)
{
    if (m_held || m_step > 0) {
        return m_step;
    }
    return m_throttle ? std::min(due, m_throttle->available(now)) : due;
}

void SendGate::sent(qint64 bytes)
{
    if (m_step > 0) {
        m_step -= bytes;
    } else if (m_throttle) {
        m_throttle->take(bytes);
    }
}

std::optional<TimePoint> SendGate::opensAt(TimePoint frontQueuedAt) const
{
    if (m_held) {
        return std::nullopt;
    }
    const TimePoint due = frontQueuedAt + m_delay;
    return m_throttle ? std::max(due, m_throttle->halfFullAt()) : due;
}

} // namespace peerglass
