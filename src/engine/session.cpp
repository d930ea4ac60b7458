// SPDX-License-Identifier: MIT
#include "session.h"

#include "systemtext.h"

#include <algorithm>
#include <cerrno>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

Deadlines::Limits deadlineLimits(const ServiceSpec &spec)
{
    Deadlines::Limits limits{.idle = spec.idle, .stall = spec.stall, .softTime = {}};
    if (spec.protocol == ProtocolKind::Chat) {
        limits.softTime = spec.softTime;
        limits.softQueue = spec.softQueue;
    }
    return limits;
}

} // namespace

Session::Session(SessionHost &host, SessionService service, EventSource &events,
                 Ledger::Identity identity, FileDescriptor socket)
    : m_host(host)
    , m_spec(service.spec)
    , m_protocol(service.protocol)
    , m_stream(std::move(socket))
    , m_ledger(events, std::move(identity))
    , m_sender(m_stream, m_ledger, m_host.memory().budget(),
               SendGate(m_spec.delay, m_spec.throttle, Clock::now()))
    , m_deadlines(deadlineLimits(m_spec), Clock::now())
    , m_connectedAt(Clock::now())
{
    if (m_spec.rate) {
        m_rate.emplace(*m_spec.rate, m_spec.framing, m_connectedAt);
    }
}

Session::~Session()
{
    if (!m_over) {
        m_host.poller().forget(m_token);
    }
}

void Session::open(bool held)
{
    Event connected = m_ledger.event(EventKind::Connected);
    connected.address = m_ledger.identity().peer.address;
    connected.port = m_ledger.identity().peer.port;
    m_ledger.add(std::move(connected));
    if (held) {
        m_sender.gate().hold();
    }
    m_token = m_host.poller().add(m_stream.descriptor(), {.read = true, .exceptional = true}, this);
    const int error = m_token == 0 ? errno : 0; // before anything changes it
    m_protocol.opened(id());
    if (error != 0 && !m_over) {
        end(CloseReason::SocketError, systemText(error), CloseMode::Reset);
    }
    settle(Clock::now());
}

void Session::ready(Readiness readiness)
{
    const TimePoint now = Clock::now();
    m_turn = now;
    if (readiness.exceptional) {
        noteUrgent(now);
    }
    if (readiness.error || readiness.hangUp) {
        m_broken = readiness.error;
        if (!m_broken) {
            // Whatever the operator wants: closing before the rest is read would reset it.
            m_reader.resume(Reader::Pause::Operator);
        }
        hungUp(now);
    } else {
        if (readiness.readable) {
            read(now);
        }
        if (!m_over && readiness.writable) {
            flush(now);
        }
    }
    m_turn.reset();
    settle(now);
}

void Session::timeout()
{
    if (m_over) {
        return;
    }
    const TimePoint now = Clock::now();
    if (!m_sender.queue().isEmpty()) {
        m_deadlines.acknowledged(m_stream.figures().acknowledged, now);
    }
    if (!m_sender.isBlocked()) {
        flush(now);
    }
    if (m_waitsForRate) {
        goOn(now);
    }
    if (isActive()) {
        expire(now);
    }
    settle(now);
}

void Session::continueTurn()
{
    if (!m_over && !m_waitsForRate) {
        const TimePoint now = Clock::now();
        goOn(now);
        settle(now);
    }
}

void Session::deliver(Delivery &messages)
{
    if (!isActive()) {
        return;
    }
    const TimePoint now = m_turn ? *m_turn : messages.time();
    if (m_finishSending) {
        // Nothing can go to it any more, and nothing may get lost uncounted.
        m_ledger.queued(messages.bytes().size(), messages.count());
        quint32 begin = 0;
        for (const quint32 messageEnd : messages.ends()) {
            m_ledger.dropped(messages.bytes().sliced(begin, messageEnd - begin),
                             u"sending-finished"_s);
            begin = messageEnd;
        }
        return;
    }
    const qint64 before = m_ledger.totals().sent.bytes;
    const int error = m_sender.deliver(messages, now);
    noteSent(before, now);
    if (error != 0) {
        broken(error);
        return;
    }
    limitQueue();
    if (!m_sender.queue().isEmpty()) {
        m_host.memory().grown();
    }
    if (!m_turn) {
        settle(now);
    }
}

void Session::setName(const QString &name)
{
    m_name = name;
    if (m_ledger.wantsTraffic()) {
        Event named = m_ledger.event(EventKind::Named);
        named.data = name.toUtf8();
        m_ledger.add(std::move(named));
    }
    m_host.changed(*this);
}

void Session::flush(TimePoint now)
{
    const qint64 before = m_ledger.totals().sent.bytes;
    const int error = m_sender.flush(now);
    noteSent(before, now);
    if (error != 0) {
        broken(error);
    }
}

void Session::noteSent(qint64 before, TimePoint now)
{
    if (m_ledger.totals().sent.bytes != before) {
        m_deadlines.activity(now);
    }
}

void Session::settle(TimePoint now)
{
    if (m_over) {
        return;
    }
    if (m_finish.isActive()) {
        stepFinish(now);
    } else {
        settleEnd();
    }
    if (m_over) {
        return;
    }
    settleReading();
    updateInterest();
    updateSchedule(now);
    m_host.changed(*this);
}

void Session::updateInterest()
{
    const bool read = m_reader.wantsInput();
    m_host.poller().modify(m_token,
                           {.read = read,
                            .write = m_sender.isBlocked(),
                            .exceptional = read && !m_reader.isUrgentPending()});
}

void Session::updateSchedule(TimePoint now)
{
    const SendQueue &queue = m_sender.queue();
    m_deadlines.update({.waiting = !queue.isEmpty(),
                        .unread = m_reader.hasRest(),
                        .maySend = m_sender.isBlocked(),
                        .cost = queue.cost()},
                       now);
    std::optional<TimePoint> next = m_sender.opensAt(now);
    next = earlier(next, m_finish.isActive() ? m_finish.next(now) : m_deadlines.next(now));
    if (m_waitsForRate) {
        next = earlier(next, m_rate->next());
    }
    if (next) {
        // Never within this very turn: what is due already has been tried just now.
        const TimePoint time = std::max(*next, now + std::chrono::milliseconds(1));
        if (time < scheduledAt) {
            m_host.schedule(*this, time);
        }
    }
}

} // namespace peerglass
