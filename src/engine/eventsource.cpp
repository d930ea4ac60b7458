// SPDX-License-Identifier: MIT
#include "eventsource.h"

#include <algorithm>

namespace peerglass {

namespace {

// Large enough that waking the journal costs little beside the events, and small beside what its
// mailbox takes.
constexpr size_t batchSize = 1'024;
constexpr size_t behindAt = 4 * batchSize;

} // namespace

EventSource::EventSource(EventMailbox &mailbox, bool traffic)
    : m_mailbox(mailbox)
    , m_traffic(traffic)
{
}

void EventSource::add(Event event, TimePoint time)
{
    m_pressing = m_pressing || !isTraffic(event.kind);
    m_events.add(std::move(event), inOrder(time));
    flushFull();
}

void EventSource::add(const MessageEvent &message, TimePoint time)
{
    m_events.add(message, inOrder(time));
    flushFull();
}

void EventSource::flushFull()
{
    if (m_events.size() % batchSize == 0) {
        flush();
    }
}

/// What happens in one turn may be told with the time at which the turn began.
TimePoint EventSource::inOrder(TimePoint time)
{
    m_last = std::max(m_last, time);
    return m_last;
}

void EventSource::flush()
{
    if (isEmpty()) {
        return;
    }
    tellLeftOut();
    if (m_mailbox.post(std::move(m_events))) {
        forget();
    } else {
        leaveOutTraffic();
    }
}

void EventSource::flushAll()
{
    flush();
    if (!isEmpty()) {
        tellLeftOut();
        m_mailbox.postAnyway(std::move(m_events));
        forget();
    }
}

void EventSource::tellLeftOut()
{
    if (m_leftOut.empty()) {
        return;
    }
    Event suppressed;
    suppressed.kind = EventKind::Suppressed;
    suppressed.suppression = std::make_shared<const Suppression>(Suppression{.counts = m_leftOut});
    m_events.add(std::move(suppressed), inOrder(Clock::now()));
}

void EventSource::forget()
{
    m_events = {};
    m_leftOut.clear();
    m_pressing = false;
}

bool EventSource::isBehind() const
{
    return m_events.size() >= behindAt;
}

void EventSource::leaveOutTraffic()
{
    if (m_events.kind(m_events.size() - 1) == EventKind::Suppressed) {
        m_events.removeLast(); // it will be counted anew
    }
    m_events.removeTraffic(m_leftOut);
}

} // namespace peerglass
