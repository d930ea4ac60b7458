// SPDX-License-Identifier: MIT
#pragma once

#include "messages.h"

#include <chrono>
#include <set>

namespace peerglass {

/// Why nobody is accepted, where that is so, and how long to wait before accepting is tried again.
/// Has no clock and no sockets: the acceptor asks it.
class AcceptPause
{
public:
    bool isPaused() const { return m_failing || !m_behind.empty(); }

    /// A worker has more life events than the journal takes, or fewer again.
    void setBehind(WorkerIndex worker, bool behind);
    bool isBehind() const { return !m_behind.empty(); }

    /// Accepting has failed. How long to wait: twice as long each time, from 10 ms to 1 s.
    std::chrono::milliseconds failed();
    /// Accepting has not failed: the next failure waits 10 ms again.
    void succeeded();
    bool isFailing() const { return m_failing; }

private:
    std::set<WorkerIndex> m_behind;
    std::chrono::milliseconds m_wait{0}; ///< the last one
    bool m_failing = false;
};

} // namespace peerglass
