// SPDX-License-Identifier: MIT
#include "eventmerge.h"

#include <algorithm>
#include <iterator>

namespace peerglass {

EventMerge::EventMerge(const std::vector<EventMailbox *> &mailboxes)
{
    for (EventMailbox *mailbox : mailboxes) {
        m_sources.push_back({.mailbox = *mailbox, .batches = {}});
    }
}

void EventMerge::takeAll()
{
    std::vector<EventBatch> batches;
    for (Source &source : m_sources) {
        source.mailbox.takeAll(batches);
        std::move(batches.begin(), batches.end(), std::back_inserter(source.batches));
    }
}

void EventMerge::readUntil(TimePoint until, const std::function<void(Event &)> &take)
{
    TimePoint othersAt = until;
    while (Source *source = earliest(othersAt)) {
        readFirstBatch(*source, othersAt, take);
        othersAt = until;
    }
}

bool EventMerge::isEmpty() const
{
    return std::all_of(m_sources.begin(), m_sources.end(),
                       [](const Source &source) { return source.isEmpty(); });
}

/// The source whose next event comes first, if it does not come after \a until; which is then the
/// time until which no other source has any.
EventMerge::Source *EventMerge::earliest(TimePoint &until)
{
    Source *first = nullptr;
    for (Source &source : m_sources) {
        if (source.isEmpty() || source.nextTime() > until) {
            continue;
        }
        if (first == nullptr) {
            first = &source;
        } else if (source.nextTime() < first->nextTime()) {
            until = first->nextTime();
            first = &source;
        } else {
            until = source.nextTime();
        }
    }
    return first;
}

void EventMerge::readFirstBatch(Source &source, TimePoint until,
                                const std::function<void(Event &)> &take)
{
    EventBatch &batch = source.batches.front();
    for (; source.next < batch.size() && batch.time(source.next) <= until; ++source.next) {
        take(batch.read(source.next, m_message));
    }
    if (source.next == batch.size()) {
        source.batches.pop_front();
        source.next = 0;
    }
}

} // namespace peerglass
