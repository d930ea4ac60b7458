// SPDX-License-Identifier: MIT
#include "deadlines.h"

#include "sharedlimits.h"

#include <algorithm>

namespace peerglass {

namespace {

// How often a client with data waiting is asked what it has acknowledged.
constexpr std::chrono::milliseconds progressCheck{500};

} // namespace

void RunningClock::run(bool on, TimePoint now)
{
    if (on && !m_since) {
        m_since = now;
    } else if (!on && m_since) {
        m_elapsed += now - *m_since;
        m_since.reset();
    }
}

void RunningClock::reset(TimePoint now)
{
    m_elapsed = {};
    if (m_since) {
        m_since = now;
    }
}

std::chrono::nanoseconds RunningClock::elapsed(TimePoint now) const
{
    return m_since ? m_elapsed + (now - *m_since) : m_elapsed;
}

std::optional<TimePoint> RunningClock::reaches(std::chrono::nanoseconds limit) const
{
    if (!m_since) {
        return std::nullopt;
    }
    return *m_since + (limit - m_elapsed);
}

Deadlines::Deadlines(const Limits &limits, TimePoint now)
    : m_limits(limits)
    , m_lastActivity(now)
{
}

void Deadlines::update(const Situation &situation, TimePoint now)
{
    m_situation = situation;
    m_stalled.run(situation.waiting && situation.maySend, now);
    if (!situation.waiting) {
        m_stalled.reset(now);
    }
    const bool overSoft = m_limits.softTime && situation.cost > m_limits.softQueue;
    m_overSoft.run(overSoft && situation.maySend, now);
    if (!overSoft) {
        m_overSoft.reset(now);
    }
}

void Deadlines::acknowledged(qint64 acknowledged, TimePoint now)
{
    if (acknowledged != m_acknowledged) {
        m_acknowledged = acknowledged;
        m_stalled.reset(now);
    }
}

void Deadlines::beginSoftAnew(TimePoint now)
{
    m_overSoft.reset(now);
}

bool Deadlines::isNotReading(TimePoint now) const
{
    return m_stalled.elapsed(now) >= notReadingAfter;
}

Deadlines::Expired Deadlines::expired(TimePoint now) const
{
    if (m_limits.stall && m_stalled.elapsed(now) >= *m_limits.stall) {
        return Expired::Stall;
    }
    if (m_limits.softTime && m_overSoft.elapsed(now) >= *m_limits.softTime) {
        return Expired::SoftQueue;
    }
    if (m_limits.idle && isQuiet() && now - m_lastActivity >= *m_limits.idle) {
        return Expired::Idle;
    }
    return Expired::Nothing;
}

std::optional<TimePoint> Deadlines::next(TimePoint now) const
{
    std::optional<TimePoint> next;
    if (m_limits.idle && isQuiet()) {
        next = m_lastActivity + *m_limits.idle;
    }
    if (m_situation.waiting) {
        next = earlier(next, now + progressCheck);
        if (m_limits.stall) {
            next = earlier(next, m_stalled.reaches(*m_limits.stall));
        }
    }
    if (m_limits.softTime) {
        next = earlier(next, m_overSoft.reaches(*m_limits.softTime));
    }
    return next;
}

} // namespace peerglass
