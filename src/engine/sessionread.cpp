// SPDX-License-Identifier: MIT
// How a session reads.
#include "session.h"

#include "sharedlimits.h"

#include <algorithm>
#include <utility>

namespace peerglass {

void Session::read(TimePoint now)
{
    // One read per report, as epoll is level-triggered: that is a client's turn.
    settleReading(); // another client's may have used up the memory since
    if (!m_over && m_reader.wantsInput()) {
        readOnce(now);
    }
}

/// Reads what came before the end, as much of it as is a turn. Whether that was not all.
bool Session::readBeforeEnd(TimePoint now)
{
    const auto taken = [this] {
        return m_ledger.totals().received.bytes + m_ledger.totals().bytesDiscarded;
    };
    const qint64 before = taken();
    settleReading();
    giveRest(now);
    bool more = true;
    while (more && !m_over && m_reader.wantsInput()) {
        if (taken() - before >= maxReadPerTurn) {
            return true;
        }
        more = readOnce(now) && readRoom() > 0;
    }
    return false;
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
    giveToProtocol(bytes, now);
}

/// Whether the protocol has taken any.
bool Session::giveToProtocol(QByteArrayView bytes, TimePoint now)
{
    const qsizetype entered = std::exchange(m_entered, 0);
    const qsizetype allowed = m_rate ? m_rate->allowed(bytes, now) : bytes.size();
    if (allowed > entered) {
        m_ledger.received(bytes.first(allowed).sliced(entered), now);
    }
    const qsizetype used = allowed == 0 ? 0 : m_protocol.received(id(), bytes.first(allowed));
    if (m_rate && used > 0) {
        m_rate->take(bytes.first(used));
    }
    if (used < bytes.size()) {
        m_reader.keep(bytes.sliced(used));
        m_entered = std::max(entered, allowed) - used;
        keepForLater(used == allowed);
    }
    return used > 0;
}

/// What is left waits for the rate, or else for the next turn; for neither if there is none.
void Session::keepForLater(bool forRate)
{
    m_waitsForRate = forRate;
    if (!isActive()) {
        discardRest();
    } else if (!forRate) {
        m_host.continueLater(*this);
    }
}

void Session::discardRest()
{
    m_ledger.discarded(m_reader.takeRest().size() - std::exchange(m_entered, 0));
    m_waitsForRate = false;
}

/// Gives the protocol what was left for a later turn.
void Session::giveRest(TimePoint now)
{
    m_waitsForRate = false;
    if (!m_over && m_reader.hasRest() && giveToProtocol(m_reader.takeRest(), now)) {
        m_deadlines.activity(now);
    }
}

/// A turn of one that has left something for it.
void Session::goOn(TimePoint now)
{
    if (m_hungUp) {
        hungUp(now); // no report will come that could end it
    } else {
        giveRest(now);
    }
}

/// The connection is broken: what the rate has kept back until now is for nobody any more.
void Session::discardInput()
{
    if (!m_reader.hasRest()) {
        return;
    }
    discardRest();
    IoResult left{.status = IoResult::Status::Done};
    while (left.status == IoResult::Status::Done) {
        left = m_stream.read(m_host.readBuffer());
        m_ledger.discarded(left.bytes);
    }
    if (left.status == IoResult::Status::Error) {
        broken(left.error);
    }
}

/// The connection has ended. That is reported for ever, so it is asked for no longer: what came
/// before is taken in turns, which it asks for itself.
void Session::hungUp(TimePoint now)
{
    m_hungUp = true;
    m_host.poller().remove(m_token);
    if (readBeforeEnd(now)) {
        m_host.continueLater(*this);
        return;
    }
    if (m_over || (m_reader.hasRest() && !m_waitsForRate)) {
        return; // it is over, or goes on in the next turn
    }
    if (m_broken) {
        discardInput();
        if (!m_over) {
            broken(m_stream.takeError());
        }
    } else if (!m_reader.hasRest()) {
        end(m_finish.isActive() ? m_finish.reason() : CloseReason::ClientClosed, m_finish.text(),
            CloseMode::Orderly);
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

} // namespace peerglass
