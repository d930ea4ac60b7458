// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "memorybudget.h"
#include "messagebatch.h"
#include "sendqueue.h"

#include <array>
#include <optional>
#include <span>

namespace peerglass {

/// Messages on their way to one client or many. As long as every receiver's kernel takes them at
/// once nothing is copied; the first queue that has to keep them makes the one copy that all share.
class Delivery
{
public:
    /// \a message, at least one byte and below 4 GiB, must outlive the delivery.
    explicit Delivery(QByteArrayView message)
        : m_bytes(message)
        , m_single{static_cast<quint32>(message.size())}
        , m_ends(m_single)
    {
    }
    /// \a messages must outlive the delivery and not be empty.
    explicit Delivery(const MessageBatch &messages)
        : m_bytes(messages.bytes())
        , m_ends(messages.ends())
    {
    }
    Delivery(const Delivery &) = delete;
    Delivery &operator=(const Delivery &) = delete;

    /// When the first receiver asked: of thousands, one asks the clock.
    TimePoint time()
    {
        if (!m_time) {
            m_time = Clock::now();
        }
        return *m_time;
    }
    QByteArrayView bytes() const { return m_bytes; }
    std::span<const quint32> ends() const { return m_ends; }
    qint64 count() const { return static_cast<qint64>(m_ends.size()); }

    /// The copy that queues keep, charged to \a budget as long as there is one that does.
    const SharedMessages &share(MemoryBudget &budget)
    {
        if (!m_shared) {
            const auto block = std::make_shared<const Block>(budget, m_bytes, m_ends);
            m_shared = SharedMessages(block, &block->messages);
        }
        return m_shared;
    }
    /// What share() would add to what is used, in bytes.
    qint64 memoryToShare() const
    {
        return m_shared ? 0 : SendQueue::costOf(m_bytes.size(), count());
    }

private:
    struct Block
    {
        Block(MemoryBudget &budget, QByteArrayView bytes, std::span<const quint32> ends)
            : messages(bytes, ends)
            , charge(budget, SendQueue::costOf(bytes.size(), static_cast<qint64>(ends.size())))
        {
        }
        MessageBatch messages;
        MemoryCharge charge;
    };

    std::optional<TimePoint> m_time;
    QByteArrayView m_bytes;
    std::array<quint32, 1> m_single{};
    std::span<const quint32> m_ends;
    SharedMessages m_shared;
};

} // namespace peerglass
