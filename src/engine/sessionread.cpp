// SPDX-License-Identifier: MIT
// How a session reads.
#include "session.h"

#include "sharedlimits.h"

#include <algorithm>

namespace peerglass {

void Session::read(TimePoint now, bool untilEnd)
{
    // One read per report, as epoll is level-triggered: that is a client's turn. Only what comes
    // before the end of a connection is read all at once; the kernel's buffer bounds it.
    bool more = true;
    while (untilEnd && !m_over && m_reader.hasRest()) {
        continueTurn();
    }
    while (more && !m_over && m_reader.wantsInput()) {
        more = readOnce(now) && untilEnd && readRoom() > 0;
        while (untilEnd && !m_over && m_reader.hasRest()) {
            continueTurn();
        }
    }
}

bool Session::readOnce(TimePoint now)
{
    const std::span<char> buffer = m_host.readBuffer();
    const qint64 most = std::min({m_spec.read, readRoom(), static_cast<qint64>(buffer.size())});
    const bool atMark = m_reader.isUrgentPending() && m_stream.atUrgentMark();
    const IoResult result = m_stream.read(
        buffer.first(static_cast<size_t>(std::max<qint64>(most, 1))));
    switch (result.status) {
    case IoResult::Status::Done: {
        const QByteArrayView bytes(buffer.data(), result.bytes);
        if (atMark) {
            noteUrgentByte(bytes);
        }
        take(bytes, now);
        return true;
    }
    case IoResult::Status::End:
        peerFinished();
        return false;
    case IoResult::Status::Error:
        broken(result.error);
        return false;
    case IoResult::Status::WouldBlock:
        return false;
    }
    Q_UNREACHABLE();
}

void Session::take(QByteArrayView bytes, TimePoint now)
{
    if (m_finish.isActive()) {
        m_ledger.discarded(bytes.size());
        return;
    }
    m_deadlines.activity(now);
    m_ledger.received(bytes);
    giveToProtocol(bytes);
}

void Session::giveToProtocol(QByteArrayView bytes)
{
    const qsizetype used = m_protocol.received(id(), bytes);
    if (used < bytes.size() && isActive()) {
        m_reader.keep(bytes.sliced(used));
        m_host.continueLater(*this);
    }
}

void Session::peerFinished()
{
    m_reader.setEnded();
    if (m_finish.isActive()) {
        return;
    }
    if (m_ledger.wantsTraffic()) {
        Event finished = m_ledger.event(EventKind::ClientFinished);
        finished.size = m_ledger.totals().received.bytes;
        m_ledger.add(std::move(finished));
    }
    m_protocol.finished(id());
}

void Session::noteUrgent(TimePoint now)
{
    if (m_spec.urgent == UrgentPolicy::Close && isActive()) {
        finish(CloseReason::UrgentData, {}, now + finishDeadline);
    }
    m_reader.setUrgentPending(true);
}

void Session::noteUrgentByte(QByteArrayView bytes)
{
    m_reader.setUrgentPending(false);
    if (m_ledger.wantsTraffic()) {
        Event urgent = m_ledger.event(EventKind::Urgent);
        urgent.data = bytes.first(1).toByteArray();
        m_ledger.add(std::move(urgent));
    }
}

qint64 Session::readRoom() const
{
    if (m_spec.overflow != OverflowPolicy::Pause || m_finish.isActive()) {
        return m_spec.read;
    }
    return m_spec.queue - m_sender.queue().cost() - SendQueue::costOf(0, 1);
}

} // namespace peerglass
