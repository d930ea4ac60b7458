// SPDX-License-Identifier: MIT
#pragma once

#include "eventsource.h"

#include <vector>

namespace peerglass {

/// All that waits in the journal's mailbox, as events.
inline std::vector<Event> takeAllEvents(EventMailbox &mailbox)
{
    std::vector<EventBatch> batches;
    mailbox.takeAll(batches);
    std::vector<Event> events;
    Event message;
    for (EventBatch &batch : batches) {
        for (size_t i = 0; i < batch.size(); ++i) {
            events.push_back(batch.read(i, message));
            events.back().data.detach(); // the batch goes
        }
    }
    return events;
}

} // namespace peerglass
