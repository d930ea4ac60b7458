// SPDX-License-Identifier: MIT
#include "deadlinequeue.h"

#include <algorithm>

namespace peerglass {

namespace {

// A QTimer counts to 2^31 ms, 25 days; deadlines may be farther. One that has fired too early is
// armed anew.
constexpr std::chrono::milliseconds longestWait = std::chrono::hours(24);

} // namespace

DeadlineQueue::DeadlineQueue(std::function<void(ClientId, TimePoint)> expired)
    : m_expired(std::move(expired))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { expire(); });
}

void DeadlineQueue::add(ClientId client, TimePoint time)
{
    m_entries.insert({time, client});
    if (time < m_armedFor) {
        arm();
    }
}

void DeadlineQueue::remove(ClientId client, TimePoint time)
{
    m_entries.erase({time, client}); // where the timer was for it, it looks in vain once
}

void DeadlineQueue::expire()
{
    m_armedFor = TimePoint::max();
    const TimePoint now = Clock::now();
    while (!m_entries.empty() && m_entries.begin()->time <= now) {
        const Entry entry = *m_entries.begin();
        m_entries.erase(m_entries.begin());
        m_expired(entry.client, entry.time);
    }
    if (!m_entries.empty() && m_armedFor == TimePoint::max()) {
        arm();
    }
}

void DeadlineQueue::arm()
{
    m_armedFor = m_entries.begin()->time;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(m_armedFor - Clock::now());
    m_timer.start(std::clamp(wait, std::chrono::milliseconds(0), longestWait));
}

} // namespace peerglass
