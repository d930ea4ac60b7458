// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "ids.h"

#include <QTimer>

#include <functional>
#include <queue>
#include <vector>

namespace peerglass {

/// All deadlines of one worker behind a single timer: Qt keeps timers in a linear list, so one per
/// client would not do. An entry that has been overtaken by an earlier one stays until its time;
/// the owner tells stale entries by their time.
class DeadlineQueue
{
public:
    /// \a expired is called for each entry whose time has come.
    explicit DeadlineQueue(std::function<void(ClientId, TimePoint)> expired);

    void add(ClientId client, TimePoint time);

private:
    struct Entry
    {
        TimePoint time;
        ClientId client;

        friend auto operator<=>(const Entry &, const Entry &) = default;
    };

    void expire();
    void arm();

    std::function<void(ClientId, TimePoint)> m_expired;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> m_entries;
    QTimer m_timer;
    TimePoint m_armedFor = TimePoint::max();
};

} // namespace peerglass
