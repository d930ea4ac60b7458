// SPDX-License-Identifier: MIT
#pragma once

#include "sendqueue.h"

#include <QByteArray>

#include <array>
#include <initializer_list>
#include <vector>

namespace peerglass {

/// A block of these messages, as several queues share it.
inline SharedMessages makeBlock(std::initializer_list<QByteArrayView> messages)
{
    MessageBatch batch;
    for (const QByteArrayView message : messages) {
        batch.append(message);
    }
    return std::make_shared<const MessageBatch>(batch);
}

/// What gather() points at, part by part.
inline std::vector<QByteArray> gathered(const SendQueue &queue, qint64 most, size_t maxParts)
{
    std::vector<iovec> parts(maxParts);
    parts.resize(queue.gather(most, parts));
    std::vector<QByteArray> result;
    for (const iovec &part : parts) {
        result.emplace_back(static_cast<const char *>(part.iov_base),
                            static_cast<qsizetype>(part.iov_len));
    }
    return result;
}

/// Everything that waits, in order.
inline QByteArray contents(const SendQueue &queue)
{
    QByteArray all;
    for (const QByteArray &part : gathered(queue, queue.bytes(), 4096)) {
        all += part;
    }
    return all;
}

/// The numbers of what waits.
inline std::vector<quint64> numbers(const SendQueue &queue)
{
    std::vector<quint64> result;
    for (const QueuedMessage &message : queue.view({}).front) {
        result.push_back(message.number);
    }
    return result;
}

/// Takes \a bytes off the front; returns the messages completed by it.
inline std::vector<QByteArray> send(SendQueue &queue, qint64 bytes)
{
    std::vector<QByteArray> complete;
    queue.sent(bytes,
               [&complete](QByteArrayView message) { complete.push_back(message.toByteArray()); });
    return complete;
}

} // namespace peerglass
