// SPDX-License-Identifier: MIT
#pragma once

#include "messagebatch.h"
#include "sendqueue.h"

#include <array>
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

    QByteArrayView bytes() const { return m_bytes; }
    std::span<const quint32> ends() const { return m_ends; }
    qint64 count() const { return static_cast<qint64>(m_ends.size()); }

    /// The copy that queues keep.
    const SharedMessages &share()
    {
        if (!m_shared) {
            m_shared = std::make_shared<const MessageBatch>(m_bytes, m_ends);
        }
        return m_shared;
    }

private:
    QByteArrayView m_bytes;
    std::array<quint32, 1> m_single{};
    std::span<const quint32> m_ends;
    SharedMessages m_shared;
};

} // namespace peerglass
