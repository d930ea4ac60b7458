// SPDX-License-Identifier: MIT
#include "finish.h"

#include "sharedlimits.h"

#include <algorithm>

namespace peerglass {

namespace {

// The kernel does not report that everything is acknowledged: it has to be asked.
constexpr std::chrono::milliseconds acknowledgedCheck{20};

} // namespace

void Finish::begin(CloseReason reason, const QString &text, TimePoint deadline)
{
    if (isActive()) {
        m_deadline = std::min(*m_deadline, deadline);
        return;
    }
    m_deadline = deadline;
    m_reason = reason;
    m_text = text;
}

Finish::Step Finish::step(const Situation &situation, TimePoint now)
{
    if (!m_ended && situation.queueEmpty) {
        return Step::EndSending;
    }
    if (m_ended && situation.peerFinished) {
        return Step::Close;
    }
    if (m_ended && situation.acknowledged) {
        m_acknowledgedAt = m_acknowledgedAt.value_or(now);
        if (now >= *m_acknowledgedAt + lingerAfterAcknowledged) {
            return Step::Close;
        }
    }
    if (now < *m_deadline) {
        return Step::Wait;
    }
    return situation.acknowledged && m_ended ? Step::Close : Step::Abort;
}

std::optional<TimePoint> Finish::next(TimePoint now) const
{
    if (m_acknowledgedAt) {
        return std::min(*m_deadline, *m_acknowledgedAt + lingerAfterAcknowledged);
    }
    return m_ended ? std::min(*m_deadline, now + acknowledgedCheck) : *m_deadline;
}

} // namespace peerglass
