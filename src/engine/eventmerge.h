// SPDX-License-Identifier: MIT
#pragma once

#include "eventsource.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <vector>

namespace peerglass {

/// Makes of what all threads hand over one row in the order in which it happened. Lives in the
/// journal's thread.
class EventMerge
{
public:
    /// \a mailboxes: of one EventSource each; they outlive it.
    explicit EventMerge(const std::vector<EventMailbox *> &mailboxes);

    /// Takes what is in the mailboxes.
    void takeAll();
    /// Calls \a take for each event that happened no later than \a until, the earliest first. The
    /// event is \a take's to change; see EventBatch::read() about keeping it.
    void readUntil(TimePoint until, const std::function<void(Event &)> &take);
    /// Whether all that was taken has been read.
    bool isEmpty() const;

private:
    struct Source
    {
        EventMailbox &mailbox;
        std::deque<EventBatch> batches;
        size_t next = 0; ///< in the first batch

        bool isEmpty() const { return batches.empty(); }
        TimePoint nextTime() const { return batches.front().time(next); }
    };

    Source *earliest(TimePoint &until);
    void readFirstBatch(Source &source, TimePoint until, const std::function<void(Event &)> &take);

    std::vector<Source> m_sources;
    Event m_message; ///< the one that is just read from a batch
};

} // namespace peerglass
