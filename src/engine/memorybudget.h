// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <atomic>

namespace peerglass {

/// What the queues of all clients may take together, and what they take: payload and overhead, a
/// shared block once. One for all workers, and the one thing that threads share without a mailbox
/// (ARCHITECTURE.md says why): nothing is concluded from it about anything else, so its figures
/// need no order.
class MemoryBudget
{
public:
    /// \a limit: bytes.
    explicit MemoryBudget(qint64 limit)
        : m_limit(limit)
    {
    }
    MemoryBudget(const MemoryBudget &) = delete;
    MemoryBudget &operator=(const MemoryBudget &) = delete;

    qint64 limit() const { return m_limit; }
    qint64 used() const { return m_used.load(std::memory_order_relaxed); }
    /// \a bytes more are used, or fewer where negative.
    void add(qint64 bytes)
    {
        const qint64 now = m_used.fetch_add(bytes, std::memory_order_relaxed) + bytes;
        if (bytes > 0 ? now > m_limit && !isShort() : now < mark() && isShort()) {
            m_short.store(bytes > 0, std::memory_order_relaxed);
        }
    }
    /// \a count clients more are there, or fewer where negative.
    void addClients(qint64 count) { m_clients.fetch_add(count, std::memory_order_relaxed); }

    /// From above the limit until below 90 % of it. Kept here, so that every worker notices that
    /// there was room, also when others have taken it by the time it looks.
    bool isShort() const { return m_short.load(std::memory_order_relaxed); }
    /// Below those 90 %.
    bool hasRoom() const { return used() < mark(); }
    /// Two threads that cross the two marks at once may leave isShort() behind.
    void correct() { m_short.store(isShort() && !hasRoom(), std::memory_order_relaxed); }
    /// What every client could have of those 90 %.
    qint64 share() const
    {
        return mark() / std::max<qint64>(m_clients.load(std::memory_order_relaxed), 1);
    }

private:
    qint64 mark() const { return m_limit / 10 * 9; }

    const qint64 m_limit;
    std::atomic<qint64> m_used{0};
    std::atomic<qint64> m_clients{0};
    std::atomic<bool> m_short{false};
};

/// A part of what is used, given back at its end.
class MemoryCharge
{
public:
    /// \a budget must outlive it.
    explicit MemoryCharge(MemoryBudget &budget, qint64 bytes = 0)
        : m_budget(budget)
    {
        set(bytes);
    }
    ~MemoryCharge() { set(0); }
    MemoryCharge(const MemoryCharge &) = delete;
    MemoryCharge &operator=(const MemoryCharge &) = delete;

    void set(qint64 bytes)
    {
        if (bytes != m_bytes) {
            m_budget.add(bytes - m_bytes);
            m_bytes = bytes;
        }
    }

private:
    MemoryBudget &m_budget;
    qint64 m_bytes = 0;
};

} // namespace peerglass
