// SPDX-License-Identifier: MIT
// Who is let in, and when nobody is.
#include "acceptor.h"
#include "descriptorlimit.h"
#include "protocol.h"
#include "stream.h"
#include "systemtext.h"
#include "units.h"

#include <algorithm>
#include <cerrno>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

// So many are turned away at once; then the mail has its turn.
constexpr int mostTurnedAway = 256;
constexpr std::chrono::milliseconds soon{10};
constexpr std::chrono::milliseconds longestTimer = std::chrono::hours(1);

} // namespace

void Acceptor::accepted(Service &service, FileDescriptor socket)
{
    const PeerAddress peer = peerAddress(socket.get());
    if (isKept(socket.get())) {
        refuse(service, std::move(socket), peer, CloseReason::NoDescriptors);
        if (!m_pause.isFailing()) {
            acceptFailed(EMFILE);
        }
        return;
    }
    if (const auto reason = refusal(service, peer)) {
        refuse(service, std::move(socket), peer, *reason);
        return;
    }
    const WorkerIndex worker = chooseWorker(service.start);
    ++m_loads[worker];
    service.door.enter(peer.group);
    m_taken[worker].push_back(
        TakeClient{std::move(socket), ClientId(++m_lastClient), service.start.id, peer});
}

void Acceptor::handOver()
{
    for (WorkerIndex i = 0; i < m_taken.size(); ++i) {
        m_wiring.workers[i]->postAll(m_taken[i]);
    }
}

std::optional<CloseReason> Acceptor::refusal(const Service &service, const PeerAddress &peer)
{
    if (peer.group.isNull()) {
        return CloseReason::ResetByPeer;
    }
    if (m_bans.contains(peer.group)) {
        return CloseReason::Banned;
    }
    if (service.door.refuses(peer.group)) {
        collectMail(); // one may have left meanwhile
        m_mailTimer.start();
    }
    return service.door.refuses(peer.group);
}

void Acceptor::refuse(const Service &service, FileDescriptor socket, const PeerAddress &peer,
                      CloseReason reason)
{
    Stream(std::move(socket)).closeWith(refusalNotice(*service.start.spec, reason));
    if (m_events.wantsTraffic()) {
        Event refused = makeEvent(EventKind::Refused, service.start);
        refused.address = peer.address;
        refused.reason = peer.group.isNull() ? CloseReason::ResetByPeer : reason;
        m_events.add(std::move(refused));
        if (!m_eventTimer.isActive()) {
            m_eventTimer.start();
        }
    }
}

WorkerIndex Acceptor::chooseWorker(const ServiceStart &service) const
{
    // All members of a chat live in one worker, so that all see the same order.
    if (service.spec->protocol == ProtocolKind::Chat) {
        return static_cast<WorkerIndex>(service.id.value() % m_loads.size());
    }
    const auto least = std::min_element(m_loads.begin(), m_loads.end());
    return static_cast<WorkerIndex>(least - m_loads.begin());
}

void Acceptor::handle(const BanAddress &message)
{
    std::optional<TimePoint> until;
    if (message.duration) {
        until = Clock::now() + *message.duration;
    }
    m_bans.ban(message.address, until);
    const QString text = message.duration ? durationToOption(*message.duration)
                                          : u"until it is lifted"_s;
    noteBan(EventKind::Banned, message.address, text);
    bansChanged();
    for (WorkerMailbox *worker : m_wiring.workers) {
        worker->post(EndBanned{message.address});
    }
}

void Acceptor::handle(const UnbanAddress &message)
{
    RequestAnswered answer{.request = message.request, .found = {}, .refused = {}};
    if (m_bans.lift(message.address)) {
        noteBan(EventKind::Unbanned, message.address, u"lifted"_s);
        bansChanged();
    } else {
        answer.refused.push_back({{}, u"%1 is not banned"_s.arg(message.address.toString())});
    }
    m_wiring.engine.post(std::move(answer));
}

void Acceptor::endBans()
{
    const std::vector<AddressGroup> ended = m_bans.takeEnded(Clock::now());
    for (const AddressGroup &address : ended) {
        noteBan(EventKind::Unbanned, address, u"its time is over"_s);
    }
    bansChanged();
    flushEvents();
}

void Acceptor::bansChanged()
{
    m_wiring.engine.post(BansChanged{m_bans.all()});
    m_banTimer.stop();
    if (const auto next = m_bans.nextEnd()) {
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*next - Clock::now());
        m_banTimer.start(std::clamp(wait, std::chrono::milliseconds(0), longestTimer));
    }
}

void Acceptor::noteBan(EventKind kind, const AddressGroup &address, const QString &text)
{
    Event event;
    event.kind = kind;
    event.address = address.toString();
    event.text = text;
    m_events.add(std::move(event));
}

void Acceptor::handle(const JournalBehind &message)
{
    m_pause.setBehind(message.worker, message.behind);
    pauseOrResume(message.behind ? u"the event log is behind"_s : u"the event log has caught up"_s);
}

void Acceptor::acceptFailed(int error)
{
    m_retry.start(m_pause.failed());
    pauseOrResume(systemText(error));
}

void Acceptor::retryAccepting()
{
    if (m_pause.isBehind()) {
        m_retry.start(m_pause.failed()); // nobody is accepted now, in whatever way
        return;
    }
    if (!isDescriptorForConnectionFree()) {
        m_retry.start(m_pause.failed());
        if (turnAwayWaiting()) {
            retrySoon();
        }
        return;
    }
    Accepted all;
    for (const auto &[id, service] : m_services) {
        for (const auto &listener : service->binding.listeners) {
            const Accepted accepted = listener->acceptWaiting();
            all.count += accepted.count;
            all.error = accepted.error != 0 ? accepted.error : all.error;
        }
    }
    handOver();
    if (all.error == 0 && isDescriptorForConnectionFree()) {
        m_pause.succeeded();
        pauseOrResume(u"it does not fail any more"_s);
        return;
    }
    m_retry.start(m_pause.failed());
    if (all.count > 0) {
        retrySoon();
    }
}

void Acceptor::retrySoon()
{
    // Not put off by those who leave or come one after the other.
    if (!m_retry.isActive() || m_retry.remainingTimeAsDuration() > soon) {
        m_retry.start(soon);
    }
}

bool Acceptor::turnAwayWaiting()
{
    bool more = false;
    for (const auto &[id, service] : m_services) {
        for (const auto &listener : service->binding.listeners) {
            more |= turnAway(*service, *listener, CloseReason::NoDescriptors);
        }
    }
    return more;
}

bool Acceptor::turnAway(const Service &service, Listener &listener, CloseReason reason)
{
    const auto refuseOne = [&](FileDescriptor socket) {
        const PeerAddress peer = peerAddress(socket.get());
        refuse(service, std::move(socket), peer, reason);
    };
    return listener.acceptWaiting(mostTurnedAway, refuseOne).count == mostTurnedAway;
}

void Acceptor::turnAwayLast(const Service &service)
{
    // As many as may have waited when it stopped, and none of those who come without a pause.
    for (const auto &listener : service.binding.listeners) {
        qint64 left = service.start.spec->backlog;
        while (left > 0 && turnAway(service, *listener, CloseReason::ServerStopped)) {
            left -= mostTurnedAway;
        }
    }
}

void Acceptor::pauseOrResume(const QString &why)
{
    if (m_accepting != m_pause.isPaused()) {
        return;
    }
    m_accepting = !m_pause.isPaused();
    for (const auto &[id, service] : m_services) {
        for (const auto &listener : service->binding.listeners) {
            listener->setAccepting(m_accepting);
        }
    }
    Event changed;
    changed.kind = m_accepting ? EventKind::AcceptResumed : EventKind::AcceptPaused;
    changed.text = why;
    m_events.add(std::move(changed));
    m_wiring.engine.post(AcceptingChanged{!m_accepting, why});
    flushEvents();
}

} // namespace peerglass
