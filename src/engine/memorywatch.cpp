// SPDX-License-Identifier: MIT
#include "memorywatch.h"

#include <chrono>
#include <utility>

namespace peerglass {

namespace {

constexpr std::chrono::milliseconds lookInterval{20};

} // namespace

MemoryWatch::MemoryWatch(MemoryBudget &budget, Actions actions)
    : m_budget(budget)
    , m_actions(std::move(actions))
    , m_relieveAbove(budget.limit())
{
    m_timer.setInterval(lookInterval);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
}

bool MemoryWatch::isShort()
{
    const bool isShort = m_budget.isShort();
    if (isShort && !m_timer.isActive()) {
        m_timer.start();
    }
    return isShort;
}

void MemoryWatch::grown()
{
    if (m_budget.used() > m_relieveAbove) {
        relieve();
    }
}

void MemoryWatch::look()
{
    m_budget.correct();
    if (m_budget.isShort()) {
        relieve();
    }
    if (!m_budget.isShort()) {
        m_relieveAbove = m_budget.limit();
        m_timer.stop();
        m_actions.relieved();
    }
}

void MemoryWatch::relieve()
{
    isShort();
    m_actions.relieve();
    m_relieveAbove = std::max(m_budget.limit(), m_budget.used() + m_budget.limit() / 32);
}

} // namespace peerglass
