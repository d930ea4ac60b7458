// SPDX-License-Identifier: MIT
#pragma once

#include "delivery.h"
#include "ledger.h"
#include "memorybudget.h"
#include "sendgate.h"
#include "sendqueue.h"
#include "stream.h"

#include <optional>

namespace peerglass {

/// The way out of one client: what waits (SendQueue), how much of it may go (SendGate), and the
/// writing. Enters everything into the ledger.
class Sender
{
public:
    /// \a stream, \a ledger and \a memory, which is charged for what waits, must outlive it.
    Sender(Stream &stream, Ledger &ledger, MemoryBudget &memory, SendGate gate);

    /// Queues \a messages and sends what may go. Returns the errno that broke the connection, or 0.
    int deliver(Delivery &messages, TimePoint now);
    /// Sends what may go. Returns the errno that broke the connection, or 0.
    int flush(TimePoint now);

    const SendQueue &queue() const { return m_queue; }
    SendGate &gate() { return m_gate; }
    const SendGate &gate() const { return m_gate; }

    /// Something may go, neither hold, delay nor throttle keeps it back, and the kernel has no
    /// room: watch for writing. Whatever else may go has been tried.
    bool isBlocked() const { return m_blocked && !m_queue.isEmpty(); }
    /// When to flush() though nothing has happened: a delay or a throttle is over.
    std::optional<TimePoint> opensAt(TimePoint now);

    /// Drops whole messages from the front until the queue costs at most \a limit; \a why stands
    /// in the events.
    void dropDownTo(qint64 limit, const QString &why = QStringLiteral("overflow"));
    SendQueue::DropResult drop(quint64 number);
    /// Drops every message that is not begun.
    void dropAll();
    /// The connection has ended: what waits is cancelled.
    void cancelAll();

private:
    int append(Delivery &messages, qint64 sent, TimePoint now);
    qint64 allowance(TimePoint now);
    bool dropOldest(const QString &why);
    void dropped(const QByteArray &message, bool first, const QString &why);

    Stream &m_stream;
    Ledger &m_ledger;
    MemoryBudget &m_memory;
    MemoryCharge m_entries; ///< of the queue
    SendQueue m_queue;
    SendGate m_gate;
    bool m_blocked = false;
};

} // namespace peerglass
