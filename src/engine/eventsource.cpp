// SPDX-License-Identifier: MIT
#include "eventsource.h"

#include <algorithm>

namespace peerglass {

namespace {

constexpr size_t batchSize = 512;
constexpr size_t behindAt = 8 * batchSize;

} // namespace

EventSource::EventSource(EventMailbox &mailbox, bool traffic)
    : m_mailbox(mailbox)
    , m_traffic(traffic)
{
}

void EventSource::add(Event event)
{
    event.time = std::chrono::system_clock::now();
    event.order = std::chrono::steady_clock::now();
    m_pressing = m_pressing || !isTraffic(event.kind);
    m_events.push_back(std::move(event));
    if (m_events.size() % batchSize == 0) {
        flush();
    }
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
    suppressed.time = std::chrono::system_clock::now();
    suppressed.order = std::chrono::steady_clock::now();
    suppressed.suppression = std::make_shared<const Suppression>(Suppression{.counts = m_leftOut});
    m_events.push_back(std::move(suppressed));
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
    if (m_events.back().kind == EventKind::Suppressed) {
        m_events.pop_back(); // it will be counted anew
    }
    const auto traffic = [](const Event &event) {
        return isTraffic(event.kind);
    };
    for (const Event &event : m_events) {
        if (traffic(event)) {
            ++m_leftOut[event.kind];
        }
    }
    std::erase_if(m_events, traffic);
}

} // namespace peerglass
