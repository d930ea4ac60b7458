// SPDX-License-Identifier: MIT
#include "sender.h"

#include <algorithm>
#include <array>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

// Enough for one write to fill the kernel's small unsent part from one-line runs.
constexpr size_t maxParts = 64;

} // namespace

Sender::Sender(Stream &stream, Ledger &ledger, MemoryBudget &memory, SendGate gate)
    : m_stream(stream)
    , m_ledger(ledger)
    , m_memory(memory)
    , m_entries(memory)
    , m_gate(std::move(gate))
{
}

int Sender::deliver(Delivery &messages, TimePoint now)
{
    const QByteArrayView bytes = messages.bytes();
    m_ledger.queued(bytes.size(), messages.count());
    if (!m_queue.isEmpty() || !m_gate.isWideOpen()) {
        return append(messages, 0, now);
    }
    const IoResult result = m_stream.write(bytes);
    if (result.bytes == bytes.size()) {
        m_queue.skipNumbers(messages.count());
        m_ledger.sentBytes(bytes.size());
        m_ledger.sentMessages(bytes, messages.ends(), now);
        return 0;
    }
    m_blocked = true;
    append(messages, result.bytes, now);
    return result.error;
}

int Sender::append(Delivery &messages, qint64 sent, TimePoint now)
{
    const std::span<const quint32> ends = messages.ends();
    const auto next = std::upper_bound(ends.begin(), ends.end(), static_cast<quint32>(sent));
    const auto complete = static_cast<quint32>(next - ends.begin());
    const qint64 begun = sent - (complete == 0 ? 0 : ends[complete - 1]);

    m_ledger.sentBytes(sent);
    m_ledger.sentMessages(messages.bytes(), ends.first(complete), now);
    m_queue.skipNumbers(complete);
    m_queue.append(messages.share(m_memory), complete, begun, now);
    m_entries.set(m_queue.memory());
    return m_blocked ? 0 : flush(now);
}

int Sender::flush(TimePoint now)
{
    m_blocked = false;
    if (m_queue.isEmpty()) {
        return 0;
    }
    std::array<iovec, maxParts> parts;
    while (!m_queue.isEmpty()) {
        const qint64 allowed = allowance(now);
        if (allowed <= 0) {
            return 0;
        }
        const size_t used = m_queue.gather(allowed, parts);
        qint64 wanted = 0;
        for (const iovec &part : std::span(parts).first(used)) {
            wanted += static_cast<qint64>(part.iov_len);
        }
        const IoResult result = m_stream.write(std::span<const iovec>(parts).first(used));
        m_gate.sent(result.bytes);
        m_ledger.sentBytes(result.bytes);
        m_queue.sent(result.bytes,
                     [this, now](QByteArrayView message) { m_ledger.sentMessage(message, now); });
        m_entries.set(m_queue.memory());
        if (result.bytes < wanted) {
            m_blocked = true;
            return result.error;
        }
    }
    m_ledger.noteTraffic(EventKind::QueueEmpty);
    return 0;
}

std::optional<TimePoint> Sender::opensAt(TimePoint now)
{
    if (m_queue.isEmpty() || m_blocked || m_gate.isWideOpen()) {
        return std::nullopt;
    }
    const qint64 due = m_queue.bytesQueuedUntil(now - m_gate.delay());
    return m_gate.opensAt(due > 0 ? now - m_gate.delay() : m_queue.frontQueuedAt());
}

void Sender::dropDownTo(qint64 limit, const QString &why)
{
    while (m_queue.cost() > limit && dropOldest(why)) { }
}

SendQueue::DropResult Sender::drop(quint64 number)
{
    const bool first = !m_queue.isEmpty() && m_queue.front().number == number;
    QByteArray message;
    const SendQueue::DropResult result = m_queue.drop(number, message);
    if (result == SendQueue::DropResult::Dropped) {
        dropped(message, first, u"operator"_s);
    }
    return result;
}

void Sender::dropAll()
{
    while (dropOldest(u"operator"_s)) { }
}

bool Sender::dropOldest(const QString &why)
{
    const bool first = !m_queue.isEmpty() && !m_queue.front().begun();
    const std::optional<QByteArray> message = m_queue.dropOldest();
    if (message) {
        dropped(*message, first, why);
    }
    return message.has_value();
}

void Sender::dropped(const QByteArray &message, bool first, const QString &why)
{
    m_entries.set(m_queue.memory());
    m_ledger.dropped(message, why);
    if (first && m_gate.isStepping()) {
        m_gate.step(0); // it was for this message and ends with it
        m_blocked = m_blocked && m_gate.isWideOpen(); // else nothing may go any more
    }
}

void Sender::cancelAll()
{
    m_ledger.cancelled(m_queue.clear());
    m_entries.set(m_queue.memory());
    m_blocked = false;
}

qint64 Sender::allowance(TimePoint now)
{
    const qint64 due = m_gate.delay().count() == 0 ? m_queue.bytes()
                                                   : m_queue.bytesQueuedUntil(now - m_gate.delay());
    return m_gate.allowance(now, due);
}

} // namespace peerglass
