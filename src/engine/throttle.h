// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"

#include <algorithm>
#include <optional>

namespace peerglass {

/// A token bucket: at most `rate` bytes per second, saved up for at most 50 ms.
class Throttle
{
public:
    /// \a rate: bytes per second, at least 1.
    Throttle(qint64 rate, TimePoint now)
        : m_rate(rate)
        , m_filledAt(now)
        , m_tokens(capacity())
    {
    }

    /// Bytes that may go at \a now.
    qint64 available(TimePoint now)
    {
        const std::chrono::duration<double> passed = now - m_filledAt;
        m_tokens = std::min(capacity(), m_tokens + passed.count() * static_cast<double>(m_rate));
        m_filledAt = now;
        return static_cast<qint64>(m_tokens);
    }

    void take(qint64 bytes) { m_tokens -= static_cast<double>(bytes); }

    /// When half of a bucket's worth may go again: fewer, larger writes than waiting for one byte,
    /// and a timer that comes late by less than the other half costs nothing of the rate.
    TimePoint halfFullAt() const
    {
        const double missing = std::max(std::max(1.0, capacity() / 2) - m_tokens, 0.0);
        const std::chrono::duration<double> wait(missing / static_cast<double>(m_rate));
        return m_filledAt + std::chrono::ceil<std::chrono::milliseconds>(wait);
    }

private:
    double capacity() const { return std::max(1.0, static_cast<double>(m_rate) * 0.05); }

    qint64 m_rate;
    TimePoint m_filledAt;
    double m_tokens;
};

} // namespace peerglass
