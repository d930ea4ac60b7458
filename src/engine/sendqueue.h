// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "messagebatch.h"
#include "queuedmessage.h"
#include "totals.h"

#include <QList>

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <sys/uio.h>

namespace peerglass {

using SharedMessages = std::shared_ptr<const MessageBatch>;

/// What waits for one client: the very bytes that will be sent, as runs of messages in shared,
/// immutable blocks. However many clients wait for a block, it is there once. Knows nothing of
/// sockets, limits or the operator. Lives in its session's thread.
class SendQueue
{
public:
    /// What \a messages in one run of \a bytes payload cost against a limit, in bytes.
    static qint64 costOf(qint64 bytes, qint64 messages);

    bool isEmpty() const { return m_runs.isEmpty(); }
    /// Payload that has not gone, in bytes.
    qint64 bytes() const { return m_bytes; }
    /// Messages that wait, one begun included.
    qint64 messages() const { return m_messages; }
    /// Payload of all messages that wait (one begun counts whole) and overhead, in bytes.
    qint64 cost() const { return m_cost; }

    /// What its own entries take, without the blocks they share, in bytes.
    qint64 memory() const { return m_runs.capacity() * qsizetype(sizeof(Run)); }

    /// Numbers \a count messages that were sent without ever waiting.
    void skipNumbers(qint64 count) { m_nextNumber += static_cast<quint64>(count); }
    /// Appends the messages of \a block from \a first on. \a sentOfFirst bytes of that one have
    /// gone already; it may be more than none only while the queue is empty.
    void append(const SharedMessages &block, quint32 first, qint64 sentOfFirst, TimePoint now);

    /// Points \a parts at the first bytes that wait, at most \a most of them; returns how many
    /// parts are used.
    size_t gather(qint64 most, std::span<iovec> parts) const;

    /// The first message that waits: `begun` when part of it has gone.
    struct Front
    {
        quint64 number = 0;
        QByteArrayView message;
        qint64 rest = 0;
        bool begun() const { return rest < message.size(); }
    };
    /// The queue must not be empty.
    Front front() const;
    /// When the first message was queued. The queue must not be empty.
    TimePoint frontQueuedAt() const { return m_runs.first().queuedAt; }
    /// Bytes waiting of messages queued at \a cutoff or before.
    qint64 bytesQueuedUntil(TimePoint cutoff) const;

    /// Takes \a bytes off the front and calls \a done with every message that is complete by it.
    template <typename Done>
    void sent(qint64 bytes, Done done);

    /// Takes away the first message that is not begun; nothing when there is none.
    std::optional<QByteArray> dropOldest();
    enum class DropResult { Dropped, Begun, NotThere };
    /// Takes away the message with \a number and puts it into \a message, unless it is begun.
    DropResult drop(quint64 number, QByteArray &message);
    /// Takes away everything. What is gone, a begun message with the bytes it had left.
    Totals::Amount clear();

    /// The front of the queue for display; \a delay tells which messages are still delayed.
    QueueView view(std::chrono::milliseconds delay) const;

private:
    struct Run
    {
        SharedMessages block;
        quint32 first = 0; ///< messages [first, end) of the block
        quint32 end = 0;
        quint64 number = 0; ///< of message `first`
        TimePoint queuedAt;

        quint32 begin(quint32 message) const
        {
            return message == 0 ? 0 : block->ends()[message - 1];
        }
        qint64 size(quint32 message) const { return block->ends()[message] - begin(message); }
        qint64 bytes() const { return block->ends()[end - 1] - begin(first); }
        QByteArrayView message(quint32 index) const
        {
            return block->bytes().sliced(begin(index), size(index));
        }
        qint64 cost() const { return costOf(bytes(), end - first); }
    };

    void dropAt(qsizetype run, quint32 message);
    void popFrontMessage();
    void appendView(const Run &run, std::chrono::milliseconds delay, TimePoint now,
                    QueueView &view) const;

    QList<Run> m_runs;
    qint64 m_sentOfFront = 0; ///< bytes of the first message that have gone
    qint64 m_bytes = 0;
    qint64 m_messages = 0;
    qint64 m_cost = 0;
    quint64 m_nextNumber = 1;
};

template <typename Done>
void SendQueue::sent(qint64 bytes, Done done)
{
    m_bytes -= bytes;
    while (bytes > 0) {
        const Run &run = m_runs.first();
        const qint64 rest = run.size(run.first) - m_sentOfFront;
        if (bytes < rest) {
            m_sentOfFront += bytes;
            return;
        }
        bytes -= rest;
        m_sentOfFront = 0;
        done(run.message(run.first));
        popFrontMessage();
    }
}

} // namespace peerglass
