// SPDX-License-Identifier: MIT
// What must be equal, and true, after every step.
#include "sessiongame.h"
#include "takeevents.h"

#include "sharedlimits.h"

#include <cerrno>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace peerglass {

using namespace std::chrono_literals;

namespace {

bool isReady(int descriptor, short events)
{
    pollfd poll{.fd = descriptor, .events = events, .revents = 0};
    return ::poll(&poll, 1, 0) == 1 && (poll.revents & events) != 0;
}

qint64 readable(int descriptor)
{
    int bytes = 0;
    return ::ioctl(descriptor, FIONREAD, &bytes) == 0 ? bytes : -1;
}

} // namespace

void SessionGame::expect(bool holds, const char *what) const
{
    if (!holds) {
        throw Mismatch(what);
    }
}

void SessionGame::compare()
{
    expect(m_endings == (m_model.isOver() ? 1 : 0), "its end was told not once");
    compareTotals();
    compareQueue();
    compareState();
    // Held means held: the kernel has no byte that the model does not know of.
    expect(m_link == Link::Tcp || m_clientGone
               || readable(m_pair.client.get()) == m_model.wire.size(),
           "the client can read something else than what was sent");
}

void SessionGame::compareTotals() const
{
    const Totals &totals = m_session->totals();
    expect(totals.queued == m_model.totals.queued, "queued is wrong");
    expect(totals.sent == m_model.totals.sent, "sent is wrong");
    expect(totals.dropped == m_model.totals.dropped, "dropped is wrong");
    expect(totals.cancelled == m_model.totals.cancelled, "cancelled is wrong");
    expect(totals.received.bytes == m_given + m_rest + m_lostRest, "received is wrong");
    expect(totals.received.bytes + totals.bytesDiscarded <= m_written.size(),
           "more was received than the client wrote");
    expect(totals.bytesDiscarded == 0 || m_model.isFinishing(), "input was thrown away");
}

void SessionGame::compareQueue()
{
    const QueueView view = m_session->watched().queue;
    const std::deque<SessionModel::Message> &waiting = m_model.waiting;
    qint64 bytes = -m_model.sentOfFront;
    expect(view.waiting == waiting.size(), "not as many messages wait as should");
    expect(view.front.size() == qsizetype(waiting.size()), "the queue shows not all that waits");
    for (size_t i = 0; i < waiting.size(); ++i) {
        const QueuedMessage &shown = view.front.at(static_cast<qsizetype>(i));
        const qint64 sent = i == 0 ? m_model.sentOfFront : 0;
        expect(shown.number == waiting[i].number, "another message waits than should");
        expect(shown.size == waiting[i].bytes.size(), "a message that waits has another size");
        expect(shown.sent == sent, "not so much of a message has gone");
        expect((shown.state == QueuedMessage::State::Sending) == (sent > 0),
               "a message has begun to go, or has not");
        expect(shown.preview == waiting[i].bytes.first(shown.preview.size()),
               "a message that waits has other bytes");
        bytes += shown.size;
    }
    expect(view.waitingBytes == bytes, "not as many bytes wait as should");
}

ClientState SessionGame::expectedState() const
{
    if (m_model.isOver()) {
        return ClientState::Gone;
    }
    if (m_model.isFinishing()) {
        return ClientState::Finishing;
    }
    if (m_model.held) {
        return ClientState::Held;
    }
    if (m_model.isPaused()) {
        return ClientState::Paused;
    }
    return m_endRead ? ClientState::HalfClosed : ClientState::Open;
}

void SessionGame::compareState()
{
    if (m_model.waiting.empty()) {
        m_waitingSince.reset();
    } else if (!m_waitingSince) {
        m_waitingSince = Clock::now();
    }
    const ClientInfo info = m_session->info();
    const ClientState expected = expectedState();
    const bool mayBeNotReading = m_waitingSince && Clock::now() - *m_waitingSince >= notReadingAfter
        && (expected == ClientState::Open || expected == ClientState::HalfClosed);
    expect(info.state == expected || (info.state == ClientState::NotReading && mayBeNotReading),
           "it is in another state");
    expect(info.queueCost == m_model.cost(), "the queue costs something else");
    // Taking out a message between others may cost more than it did: they need two entries then.
    const qint64 most = m_service.queue + m_model.splits() * runOverhead;
    expect(info.queueCost <= most || m_model.frontBegun() || !m_model.isActive(),
           "the queue costs more than it may");
    if (!m_model.isOver()) {
        expect(info.held == m_model.held, "it is held, or is not");
        expect(info.readingPaused == m_model.isPaused(), "reading it is paused, or is not");
    } else {
        expect(info.closeReason == *m_model.reason, "it ended for another reason");
    }
}

bool SessionGame::kernelHasRoom() const
{
    return isReady(m_descriptor, POLLOUT);
}

/// Nothing may be left undone once the poller has nothing to report.
void SessionGame::compareIdle()
{
    // The kernel's other half of a TCP connection has a time of its own.
    if (m_model.isOver() || m_link == Link::Tcp) {
        return;
    }
    expect(m_turns <= 2 || m_rest > 0, "the poller reports what nobody does anything about");
    expect(!m_clientGone || m_rest > 0, "its client has gone, and nobody noticed");
    const TimePoint now = Clock::now();
    if (m_model.isFinishing()) {
        expect(now < m_model.finishDeadline, "it should have been ended by its deadline");
        expect(!m_model.waiting.empty() || !m_clientFinished, "its orderly end does not end");
        expect(readable(m_descriptor) == 0, "one that is being ended is not read");
    } else if (!m_model.isPaused() && m_rest == 0 && !m_endRead) {
        expect(!isReady(m_descriptor, POLLIN), "there is something to read, and nobody does");
    }
    expect(!(m_model.isActive() && m_endRead && m_model.waiting.empty() && m_rest == 0
             && !m_model.held),
           "its client has finished and has everything, and it is not over");
    if (!kernelHasRoom()) {
        return;
    }
    expect(m_model.stepLeft == 0, "a step is not sent");
    expect(m_model.mayGo(now) == 0 || m_model.hasClock(), "nobody sends what may go");
    // What a delay or a throttle kept may wait for the next look, if that comes soon.
    const std::optional<TimePoint> opens = m_model.opensBy(now);
    expect(!opens || m_session->scheduledAt <= *opens, "nobody will send what waits");
}

void SessionGame::readAndCompare(qsizetype most)
{
    if (m_pair.client.get() < 0 || m_clientSawEnd) {
        return;
    }
    QByteArray bytes(most, Qt::Uninitialized);
    const ssize_t size = ::recv(m_pair.client.get(), bytes.data(), static_cast<size_t>(most),
                                MSG_DONTWAIT);
    if (size < 0 && errno == EAGAIN) {
        return;
    }
    if (size <= 0) {
        const bool ended = m_model.isOver() || m_model.isFinishing() || m_model.sendingFinished;
        expect(ended && m_model.waiting.empty(), "the client saw an end before its time");
        expect(size == 0 || m_model.isOver(), "the client saw a reset");
        expect(m_model.wire.isEmpty() || size < 0, "the client saw the end before the last byte");
        m_clientSawEnd = true;
        return;
    }
    bytes.truncate(size);
    expect(m_model.wire.startsWith(bytes), "the client read something else than what was sent");
    m_model.wire.remove(0, size);
}

void SessionGame::bringToEnd()
{
    for (int i = 0; i < 10'000 && !isOver(); ++i) {
        if (m_model.held) {
            operatorReleases();
        }
        if (m_model.pausedByOperator) {
            operatorResumes();
        }
        clientFinishes();
        clientReadsAll();
        m_clock.advance(10ms);
        runDue();
        pump();
        compare();
    }
    expect(isOver(), "it does not come to its end");
}

void SessionGame::closeBooks()
{
    m_session->close();
    expect(m_budget.used() == 0, "the queue has ended and still takes memory");
    while (!m_clientGone && !m_clientSawEnd) {
        if (!waitForEvents(m_pair.client.get(), POLLIN)) {
            throw Mismatch("the client never saw the end");
        }
        readAndCompare(1 << 20);
    }
    const bool whole = m_clientGone || m_link == Link::Tcp || m_model.wire.isEmpty();
    expect(whole, "what was sent did not arrive");
    compareEvents();
}

void SessionGame::compareEvents()
{
    m_events.flush();
    std::map<EventKind, qint64> counts;
    for (const Event &event : takeAllEvents(m_mailbox)) {
        ++counts[event.kind];
        if (event.kind == EventKind::Disconnected) {
            expect(event.reason == m_model.reason, "`disconnected` tells another reason");
            expect(event.closing->totals == m_session->totals(),
                   "`disconnected` tells other totals");
        }
    }
    expect(counts[EventKind::Connected] == 1 && counts[EventKind::Disconnected] == 1,
           "`connected` or `disconnected` came not once");
    const Totals &totals = m_session->totals();
    expect(totals.waiting() == Totals::Amount{}, "queued is not sent + dropped + cancelled");
    expect(!m_events.wantsTraffic()
               || (counts[EventKind::Sent] == totals.sent.messages
                   && counts[EventKind::Dropped] == totals.dropped.messages),
           "`sent` or `dropped` does not come once for each message");
}

} // namespace peerglass
