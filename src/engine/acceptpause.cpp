// SPDX-License-Identifier: MIT
#include "acceptpause.h"

#include <algorithm>

namespace peerglass {

namespace {

constexpr std::chrono::milliseconds shortestWait{10};
constexpr std::chrono::milliseconds longestWait{1000};

} // namespace

void AcceptPause::setBehind(WorkerIndex worker, bool behind)
{
    if (behind) {
        m_behind.insert(worker);
    } else {
        m_behind.erase(worker);
    }
}

std::chrono::milliseconds AcceptPause::failed()
{
    m_failing = true;
    m_wait = std::clamp(m_wait * 2, shortestWait, longestWait);
    return m_wait;
}

void AcceptPause::succeeded()
{
    m_failing = false;
    m_wait = {};
}

} // namespace peerglass
