// SPDX-License-Identifier: MIT
// What a session does at the limits of its queue, of its time, and of the memory of all queues.
#include "session.h"

#include "sharedlimits.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

// Most that is read at once of a client while memory is short, so that many of them that take
// nothing cannot come far above the limit.
constexpr qint64 readWhileShort = 4 * 1024;

} // namespace

void Session::limitQueue()
{
    if (!m_over && !m_lastWords && m_sender.queue().cost() > m_spec.queue) {
        overflow(m_spec.queue);
    }
}

void Session::overflow(qint64 limit, const QString &why)
{
    if (m_spec.overflow == OverflowPolicy::DropOldest) {
        m_sender.dropDownTo(limit, why.isEmpty() ? u"overflow"_s : why);
    } else if (m_spec.overflow == OverflowPolicy::Disconnect) {
        abort(CloseReason::QueueOverflow, why);
    }
}

bool Session::isAboveShare(qint64 share) const
{
    return isActive() && !m_lastWords && m_spec.overflow != OverflowPolicy::Pause
        && queueCost() > share;
}

void Session::shortenQueue(qint64 share)
{
    overflow(share, u"memory-limit"_s);
    if (!m_turn) {
        settle(Clock::now());
    }
}

void Session::memoryRelieved()
{
    if (!m_over && m_reader.isPaused(Reader::Pause::MemoryLimit)) {
        settle(Clock::now());
    }
}

void Session::expire(TimePoint now)
{
    switch (m_deadlines.expired(now)) {
    case Deadlines::Expired::Idle:
        finish(CloseReason::Idle, {}, now + finishDeadline);
        return;
    case Deadlines::Expired::Stall:
        abort(CloseReason::Stalled, {});
        return;
    case Deadlines::Expired::SoftQueue:
        overflow(m_spec.softQueue);
        m_deadlines.beginSoftAnew(now); // what has begun to go cannot be dropped
        return;
    case Deadlines::Expired::Nothing:
        return;
    }
}

void Session::settleReading()
{
    if (m_spec.overflow != OverflowPolicy::Pause || m_finish.isActive()) {
        return;
    }
    const SendQueue &queue = m_sender.queue();
    if (readRoom() < 1 && m_reader.pause(Reader::Pause::FullQueue)) {
        m_ledger.noteTraffic(EventKind::Paused, u"queue-full"_s);
    } else if (queue.cost() <= m_spec.queue / 2 && m_reader.resume(Reader::Pause::FullQueue)) {
        m_ledger.noteTraffic(EventKind::Resumed, u"queue-half-empty"_s);
    }
    // One for whom nothing waits is still read: else those who take nothing would stop the others.
    const bool waits = !queue.isEmpty() && m_host.memory().isShort();
    if (waits && m_reader.pause(Reader::Pause::MemoryLimit)) {
        m_ledger.noteTraffic(EventKind::Paused, u"memory-limit"_s);
    } else if (!waits && m_reader.resume(Reader::Pause::MemoryLimit)) {
        m_ledger.noteTraffic(EventKind::Resumed, u"memory-limit"_s);
    }
}

qint64 Session::readRoom() const
{
    if (m_spec.overflow != OverflowPolicy::Pause || m_finish.isActive()) {
        return m_spec.read;
    }
    const qint64 room = m_spec.queue - queueCost() - SendQueue::costOf(0, 1);
    return m_host.memory().isShort() ? std::min(room, readWhileShort) : room;
}

} // namespace peerglass
