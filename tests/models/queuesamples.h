// SPDX-License-Identifier: MIT
#pragma once

#include "queuemodel.h"
#include "watchedclient.h"

#include <QList>

#include <chrono>

/// Queues that the tests of the model share.
namespace peerglass {

using Numbers = QList<quint64>;

inline const std::chrono::system_clock::time_point start(std::chrono::seconds(1'795'356'206));

inline QueuedMessage message(quint64 number)
{
    QueuedMessage message;
    message.number = number;
    message.queuedAt = start;
    message.size = 3;
    message.preview = "abc";
    return message;
}

inline WatchedClient watched(const QList<QueuedMessage> &messages, quint64 client = 14)
{
    WatchedClient watched;
    watched.client = ClientId(client);
    watched.queue.front = messages;
    watched.queue.waiting = static_cast<quint64>(messages.size());
    return watched;
}

inline WatchedClient watched(const Numbers &numbers)
{
    QList<QueuedMessage> messages;
    for (const quint64 number : numbers) {
        messages.append(message(number));
    }
    return watched(messages);
}

inline Numbers numbers(const QueueModel &model)
{
    Numbers numbers;
    for (int row = 0; row < model.rowCount(); ++row) {
        numbers.append(model.numberAt(row));
    }
    return numbers;
}

} // namespace peerglass
