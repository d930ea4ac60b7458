// SPDX-License-Identifier: MIT
// What the operator can do to a session, and what is published of it.
#include "session.h"

#include "messages.h"
#include "sharedlimits.h"
#include "units.h"

namespace peerglass {

using namespace Qt::StringLiterals;

Session::Refusal Session::act(const ClientAction &action)
{
    if (const auto *bytes = std::get_if<action::Send>(&action)) {
        Delivery delivery{QByteArrayView(bytes->bytes)};
        return send(delivery);
    }
    if (m_over) {
        return u"it has gone"_s;
    }
    // One that is being ended can still be cut short, and what waits for it be dropped.
    const bool always = std::holds_alternative<action::Kick>(action)
        || std::holds_alternative<action::Drop>(action)
        || std::holds_alternative<action::DropAll>(action);
    if (m_finish.isActive() && !always) {
        return u"it is being ended"_s;
    }
    return std::visit(Overloaded{[](const action::Send &) { return Refusal(); },
                                 [this](const auto &what) {
                                     return carryOut(what);
                                 }},
                      action);
}

Session::Refusal Session::carryOut(const action::Kick &kick)
{
    m_ledger.note(EventKind::KickRequested, kick.reason);
    if (kick.mode == EndMode::AtOnce) {
        abort(CloseReason::Kicked, kick.reason);
    } else if (isActive()) {
        beginLastWords();
        m_protocol.removing(id(), kick.reason);
        finish(CloseReason::Kicked, kick.reason, Clock::now() + finishDeadline);
    }
    return {};
}

void Session::removeBanned()
{
    if (isActive()) {
        beginLastWords();
        m_protocol.removing(id(), toText(CloseReason::Banned));
        finish(CloseReason::Banned, {}, Clock::now() + finishDeadline);
    }
}

Session::Refusal Session::send(Delivery &message)
{
    const qint64 size = message.bytes().size();
    if (!isActive()) {
        return m_over ? u"it has gone"_s : u"it is being ended"_s;
    }
    if (size == 0) {
        return u"there is nothing to send"_s;
    }
    if (m_finishSending) {
        return u"its sending side has been finished"_s;
    }
    const qint64 cost = SendQueue::costOf(size, 1);
    if (m_sender.queue().cost() + cost > m_spec.queue) {
        return u"%1 would bring its queue above the limit of %2"_s.arg(sizeToDisplay(size),
                                                                       sizeToDisplay(m_spec.queue));
    }
    MemoryBudget &memory = m_host.memory().budget();
    if (memory.used() + message.memoryToShare() > memory.limit()) {
        return u"%1 would bring all queues together above the memory limit of %2"_s.arg(
            sizeToDisplay(size), sizeToDisplay(memory.limit()));
    }
    Event sent = m_ledger.event(EventKind::OperatorSent);
    sent.size = size;
    m_ledger.add(std::move(sent));
    deliver(message);
    return {};
}

Session::Refusal Session::carryOut(const action::Hold &)
{
    // A step that has not gone yet is held again.
    if (m_sender.gate().isHeld() && !m_sender.gate().isStepping()) {
        return u"it is held already"_s;
    }
    m_ledger.note(EventKind::Held);
    m_sender.gate().hold();
    m_sender.flush(Clock::now()); // the gate is closed: only stops watching for writing
    settle(Clock::now());
    return {};
}

Session::Refusal Session::carryOut(const action::Step &)
{
    if (m_sender.queue().isEmpty()) {
        return u"nothing waits for it"_s;
    }
    if (m_sender.gate().isStepping()) {
        return u"its last step has not gone yet"_s;
    }
    const SendQueue::Front front = m_sender.queue().front();
    Event stepped = m_ledger.event(EventKind::Stepped);
    stepped.size = front.rest;
    m_ledger.add(std::move(stepped));
    m_sender.gate().step(front.rest);
    const TimePoint now = Clock::now();
    flush(now);
    settle(now);
    return {};
}

Session::Refusal Session::carryOut(const action::Release &)
{
    if (!m_sender.gate().isHeld()) {
        return u"it is not held"_s;
    }
    m_ledger.note(EventKind::Released);
    m_sender.gate().release();
    const TimePoint now = Clock::now();
    flush(now);
    settle(now);
    return {};
}

Session::Refusal Session::carryOut(const action::Drop &drop)
{
    switch (m_sender.drop(drop.message)) {
    case SendQueue::DropResult::Dropped:
        settle(Clock::now());
        return {};
    case SendQueue::DropResult::Begun:
        return u"message %1 has begun to go and cannot be dropped"_s.arg(drop.message);
    case SendQueue::DropResult::NotThere:
        return u"message %1 does not wait any more"_s.arg(drop.message);
    }
    Q_UNREACHABLE();
}

Session::Refusal Session::carryOut(const action::DropAll &)
{
    m_sender.dropAll();
    settle(Clock::now());
    return {};
}

Session::Refusal Session::carryOut(const action::PauseReading &)
{
    if (!m_reader.pause(Reader::Pause::Operator)) {
        return u"reading it is paused already"_s;
    }
    m_ledger.noteTraffic(EventKind::Paused, u"operator"_s);
    settle(Clock::now());
    return {};
}

Session::Refusal Session::carryOut(const action::ResumeReading &)
{
    if (!m_reader.resume(Reader::Pause::Operator)) {
        return u"the operator has not paused reading it"_s;
    }
    m_ledger.noteTraffic(EventKind::Resumed, u"operator"_s);
    settle(Clock::now());
    return {};
}

Session::Refusal Session::carryOut(const action::FinishSending &)
{
    if (m_finishSending) {
        return u"its sending side has been finished already"_s;
    }
    m_finishSending = true;
    settle(Clock::now());
    return {};
}

ClientState Session::state(TimePoint now) const
{
    if (m_over) {
        return ClientState::Gone;
    }
    if (m_finish.isActive()) {
        return ClientState::Finishing;
    }
    if (m_sender.gate().isHeld()) {
        return ClientState::Held;
    }
    if (m_reader.isPaused()) {
        return ClientState::Paused;
    }
    if (m_deadlines.isNotReading(now)) {
        return ClientState::NotReading;
    }
    return m_reader.hasEnded() ? ClientState::HalfClosed : ClientState::Open;
}

ClientInfo Session::info()
{
    const TimePoint now = Clock::now();
    const Ledger::Identity &identity = m_ledger.identity();
    ClientInfo info;
    info.id = identity.client;
    info.service = identity.service;
    info.address = identity.peer.address;
    info.port = identity.peer.port;
    info.name = m_name;
    info.state = state(now);
    info.closeReason = m_closeReason;
    info.closeText = m_closeText;
    info.totals = m_ledger.totals();
    info.queueCost = m_sender.queue().cost();
    info.queueLimit = m_spec.queue;
    info.unfinishedInput = m_over ? 0 : m_protocol.unfinishedInput(identity.client);
    info.held = m_sender.gate().isHeld();
    info.readingPaused = m_reader.isPaused();
    info.pausedFor = m_reader.pausedFor();
    info.connectedAt = toWallClock(m_connectedAt);
    info.lastActivity = toWallClock(m_deadlines.lastActivity());
    info.goneAt = m_over ? toWallClock(now) : info.goneAt;
    return info;
}

QueueView Session::queueView() const
{
    return m_sender.queue().view(m_sender.gate().delay());
}

WatchedClient Session::watched()
{
    WatchedClient watched;
    watched.client = id();
    watched.queue = m_lastQueue ? *m_lastQueue : queueView();
    const KernelFigures figures = m_over ? KernelFigures() : m_stream.figures();
    watched.kernelUnsent = figures.unsent;
    watched.kernelInFlight = figures.inFlight;
    watched.roundTrip = figures.roundTrip;
    m_ledger.takeConversation(watched);
    return watched;
}

} // namespace peerglass
