// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>

#include <chrono>

namespace peerglass {

/// One message waiting in a client's queue, as published while the client is watched.
struct QueuedMessage
{
    enum class State {
        Waiting, ///< may go as soon as the kernel and the operator let it
        Delayed, ///< waits for `dueAt`
        Sending ///< `sent` of its bytes have gone; it can no longer be dropped
    };

    quint64 number = 0; ///< 1 for the first message ever queued for this client
    std::chrono::system_clock::time_point queuedAt;
    std::chrono::system_clock::time_point dueAt; ///< meaningful when Delayed
    qint64 size = 0; ///< bytes, the part already sent included
    qint64 sent = 0; ///< bytes taken by the kernel
    State state = State::Waiting;
    QByteArray preview; ///< its first bytes, at most maxPreviewBytes, raw

    friend bool operator==(const QueuedMessage &, const QueuedMessage &) = default;
};

/// The front of one client's queue at one moment.
struct QueueView
{
    QList<QueuedMessage> front; ///< the next to go first; at most maxMessages
    quint64 waiting = 0; ///< all messages that wait, those beyond `front` included
    qint64 waitingBytes = 0; ///< their payload that has not gone
    static constexpr int maxMessages = 1000;

    friend bool operator==(const QueueView &, const QueueView &) = default;
};

} // namespace peerglass
