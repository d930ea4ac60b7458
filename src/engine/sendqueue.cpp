// SPDX-License-Identifier: MIT
#include "sendqueue.h"

#include "escape.h"
#include "memorybudget.h"
#include "sharedlimits.h"

#include <algorithm>

namespace peerglass {

qint64 SendQueue::costOf(qint64 bytes, qint64 messages)
{
    // The entry twice, as the list may have grown by doubling; the block, its charge and its
    // control block; the buffer's and the offsets' headers.
    static_assert(2 * sizeof(Run) + sizeof(MessageBatch) + sizeof(MemoryCharge) + 5 * sizeof(void *)
                  <= runOverhead);
    return bytes + messages * messageOverhead + runOverhead;
}

void SendQueue::append(const SharedMessages &block, quint32 first, qint64 sentOfFirst,
                       TimePoint now)
{
    const Run run{.block = block,
                  .first = first,
                  .end = block->count(),
                  .number = m_nextNumber,
                  .queuedAt = now};
    const quint32 count = run.end - run.first;
    if (m_runs.isEmpty()) {
        m_sentOfFront = sentOfFirst;
    }
    m_nextNumber += count;
    m_messages += count;
    m_bytes += run.bytes() - sentOfFirst;
    m_cost += run.cost();
    m_runs.append(run);
}

size_t SendQueue::gather(qint64 most, std::span<iovec> parts) const
{
    size_t used = 0;
    qint64 skip = m_sentOfFront;
    for (const Run &run : m_runs) {
        if (most <= 0 || used == parts.size()) {
            break;
        }
        const qint64 size = std::min(run.bytes() - skip, most);
        const char *begin = run.block->bytes().data() + run.begin(run.first) + skip;
        // writev(2) only reads, but its type serves readv(2) too.
        parts[used++] = {const_cast<char *>(begin), static_cast<size_t>(size)};
        most -= size;
        skip = 0;
    }
    return used;
}

SendQueue::Front SendQueue::front() const
{
    const Run &run = m_runs.first();
    const QByteArrayView message = run.message(run.first);
    return {.number = run.number, .message = message, .rest = message.size() - m_sentOfFront};
}

qint64 SendQueue::bytesQueuedUntil(TimePoint cutoff) const
{
    qint64 bytes = 0;
    for (const Run &run : m_runs) {
        if (run.queuedAt > cutoff) {
            break;
        }
        bytes += run.bytes();
    }
    return bytes == 0 ? 0 : bytes - m_sentOfFront;
}

std::optional<QByteArray> SendQueue::dropOldest()
{
    const bool begun = m_sentOfFront > 0;
    if (m_messages <= (begun ? 1 : 0)) {
        return std::nullopt;
    }
    // One that has begun steps aside meanwhile: taking a run out behind it would move all that
    // follow, for every message that is dropped.
    Run aside = m_runs.first();
    aside.end = aside.first + 1;
    if (begun) {
        popFrontMessage();
    }
    const Run &oldest = m_runs.first();
    QByteArray dropped = oldest.message(oldest.first).toByteArray();
    m_bytes -= dropped.size();
    popFrontMessage();
    if (begun) {
        m_messages += 1;
        m_cost += aside.cost();
        m_runs.prepend(aside);
    }
    return dropped;
}

SendQueue::DropResult SendQueue::drop(quint64 number, QByteArray &message)
{
    const auto holds = [number](const Run &run) {
        return number >= run.number && number - run.number < run.end - run.first;
    };
    const auto found = std::find_if(m_runs.cbegin(), m_runs.cend(), holds);
    if (found == m_runs.cend()) {
        return DropResult::NotThere;
    }
    const qsizetype place = found - m_runs.cbegin();
    const quint32 index = found->first + static_cast<quint32>(number - found->number);
    if (place == 0 && index == found->first && m_sentOfFront > 0) {
        return DropResult::Begun;
    }
    message = found->message(index).toByteArray();
    dropAt(place, index);
    return DropResult::Dropped;
}

void SendQueue::dropAt(qsizetype place, quint32 message)
{
    const Run whole = m_runs.at(place);
    Run before = whole;
    before.end = message;
    Run after = whole;
    after.first = message + 1;
    after.number = whole.number + (after.first - whole.first);

    m_bytes -= whole.size(message);
    m_messages -= 1;
    m_cost -= whole.cost();
    m_runs.removeAt(place);
    if (after.first < after.end) {
        m_cost += after.cost();
        m_runs.insert(place, after);
    }
    if (before.first < before.end) {
        m_cost += before.cost();
        m_runs.insert(place, before);
    }
}

Totals::Amount SendQueue::clear()
{
    const Totals::Amount gone{m_bytes, m_messages};
    m_runs = {}; // clear() would keep its memory
    m_sentOfFront = m_bytes = m_messages = m_cost = 0;
    return gone;
}

void SendQueue::popFrontMessage()
{
    Run &run = m_runs.first();
    m_messages -= 1;
    if (run.first + 1 == run.end) {
        m_cost -= run.cost();
        m_runs.removeFirst();
        if (m_runs.isEmpty()) {
            m_runs = {}; // an idle connection keeps no memory for its queue
        }
        return;
    }
    m_cost -= run.size(run.first) + messageOverhead;
    run.first += 1;
    run.number += 1;
}

QueueView SendQueue::view(std::chrono::milliseconds delay) const
{
    QueueView view{
        .front = {}, .waiting = static_cast<quint64>(m_messages), .waitingBytes = m_bytes};
    const TimePoint now = Clock::now();
    for (const Run &run : m_runs) {
        if (view.front.size() >= QueueView::maxMessages) {
            break;
        }
        appendView(run, delay, now, view);
    }
    if (!view.front.isEmpty() && m_sentOfFront > 0) {
        view.front.first().sent = m_sentOfFront;
        view.front.first().state = QueuedMessage::State::Sending;
    }
    return view;
}

void SendQueue::appendView(const Run &run, std::chrono::milliseconds delay, TimePoint now,
                           QueueView &view) const
{
    const auto queuedAt = toWallClock(run.queuedAt);
    const bool delayed = run.queuedAt + delay > now;
    for (quint32 i = run.first; i < run.end && view.front.size() < QueueView::maxMessages; ++i) {
        const QByteArrayView bytes = run.message(i);
        view.front.append(
            {.number = run.number + (i - run.first),
             .queuedAt = queuedAt,
             .dueAt = queuedAt + delay,
             .size = bytes.size(),
             .sent = 0,
             .state = delayed ? QueuedMessage::State::Delayed : QueuedMessage::State::Waiting,
             .preview = startOf(bytes, maxPreviewBytes).toByteArray()});
    }
}

} // namespace peerglass
