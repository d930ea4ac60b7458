// SPDX-License-Identifier: MIT
#pragma once

#include "memorybudget.h"

#include <QTimer>

#include <functional>

namespace peerglass {

/// One worker's eye on the memory that all queues take. While it is short, the watch looks again
/// every 20 ms, since it may be another worker's clients that give it back. Lives in the worker's
/// thread.
class MemoryWatch
{
public:
    struct Actions
    {
        /// Memory is short: shorten the queues that cost more than the share.
        std::function<void()> relieve;
        /// Memory is short no longer.
        std::function<void()> relieved;
    };

    /// \a budget must outlive it.
    MemoryWatch(MemoryBudget &budget, Actions actions);

    MemoryBudget &budget() { return m_budget; }
    /// Asked before anything is read that would have to wait.
    bool isShort();
    /// A queue has grown. Relieves if that has made memory short, and then not before all queues
    /// together have grown by a 32nd of the limit: it takes a look at every client.
    void grown();

private:
    void look();
    void relieve();

    MemoryBudget &m_budget;
    Actions m_actions;
    QTimer m_timer;
    qint64 m_relieveAbove;
};

} // namespace peerglass
