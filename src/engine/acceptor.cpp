// SPDX-License-Identifier: MIT
#include "acceptor.h"

#include "protocol.h"
#include "stream.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds retryInterval{1000};
constexpr std::chrono::milliseconds eventInterval{20};

} // namespace

Acceptor::Acceptor(AcceptorWiring wiring, bool traffic)
    : m_wiring(std::move(wiring))
    , m_events(m_wiring.events, traffic)
    , m_loads(m_wiring.workers.size())
    , m_mail(m_wiring.inbox.notify([this] { takeMail(); }))
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(retryInterval);
    connect(&m_retry, &QTimer::timeout, this, &Acceptor::retryAccepting);
    m_eventTimer.setSingleShot(true);
    m_eventTimer.setInterval(eventInterval);
    connect(&m_eventTimer, &QTimer::timeout, this, &Acceptor::flushEvents);
    m_mailTimer.setSingleShot(true);
    m_mailTimer.setInterval(0);
    connect(&m_mailTimer, &QTimer::timeout, this, &Acceptor::takeMail);
}

Acceptor::~Acceptor() = default;

void Acceptor::takeMail()
{
    collectMail();
    const std::vector<AcceptorMessage> messages = std::exchange(m_mailToHandle, {});
    for (const AcceptorMessage &message : messages) {
        std::visit([this](const auto &content) { handle(content); }, message);
    }
    flushEvents();
}

void Acceptor::collectMail()
{
    std::vector<AcceptorMessage> messages;
    m_wiring.inbox.takeAll(messages);
    for (AcceptorMessage &message : messages) {
        if (const auto *left = std::get_if<ClientsLeft>(&message)) {
            freePlaces(*left);
        } else {
            m_mailToHandle.push_back(std::move(message));
        }
    }
}

void Acceptor::handle(const StartServices &message)
{
    for (const ServiceStart &start : message.services) {
        auto service = std::make_unique<Service>();
        auto binding = bind(*start.spec, [this, owner = service.get()](FileDescriptor socket) {
            accepted(*owner, std::move(socket));
        });
        if (!binding) {
            fail(message, start, binding.error());
            return;
        }
        service->start = start;
        service->binding = std::move(*binding);
        m_services.emplace(start.id, std::move(service));
    }
    announce(message);
}

void Acceptor::fail(const StartServices &message, const ServiceStart &failed,
                    const StartError &error)
{
    ServicesFailed answer{.services = {}, .error = error};
    for (const ServiceStart &start : message.services) {
        m_services.erase(start.id);
        answer.services.push_back(start.id);
    }
    Event event = makeEvent(EventKind::ListenFailed, failed);
    event.address = error.address;
    event.port = error.port;
    event.text = error.text;
    m_events.add(std::move(event));
    m_wiring.engine.post(std::move(answer));
}

void Acceptor::announce(const StartServices &message)
{
    ServicesListening answer;
    for (const ServiceStart &start : message.services) {
        const Service &service = *m_services.at(start.id);
        answer.services.push_back(start.id);
        for (const auto &listener : service.binding.listeners) {
            connect(listener.get(), &QTcpServer::acceptError, this,
                    [this, from = listener.get()] { acceptFailed(from->errorString()); });
            listener->setAccepting(m_accepting);
            Event listening = makeEvent(EventKind::Listening, start);
            listening.address = boundAddress(*listener);
            listening.port = listener->serverPort();
            answer.addresses.push_back({start.id, listening.address, listening.port});
            m_events.add(std::move(listening));
        }
        for (const QString &notice : service.binding.notices) {
            Event noticed = makeEvent(EventKind::Notice, start);
            noticed.text = notice;
            m_events.add(std::move(noticed));
        }
    }
    m_wiring.engine.post(std::move(answer));
    if (!m_accepting) {
        m_wiring.engine.post(AcceptingChanged{true, u"accepting was paused before"_s});
    }
}

void Acceptor::handle(const CloseListeners &message)
{
    const auto found = m_services.find(message.service);
    if (found != m_services.end()) {
        Event stopping = makeEvent(EventKind::Stopping, found->second->start);
        stopping.size = found->second->clients;
        m_events.add(std::move(stopping));
        m_services.erase(found);
        m_events.flush(); // before anything that follows from it
    }
    m_wiring.engine.post(ListenersClosed{message.service});
}

void Acceptor::freePlaces(const ClientsLeft &message)
{
    m_loads[message.worker] -= static_cast<qint64>(message.services.size());
    for (const ServiceId id : message.services) {
        const auto found = m_services.find(id);
        if (found != m_services.end()) {
            --found->second->clients;
        }
    }
}

void Acceptor::handle(const ClientsLeft &)
{
    Q_UNREACHABLE(); // collectMail() keeps them
}

void Acceptor::handle(const JournalBehind &message)
{
    if (message.behind) {
        m_behind.insert(message.worker);
        setAccepting(false, u"the event log is behind"_s);
    } else if (m_behind.remove(message.worker) && m_behind.isEmpty()) {
        setAccepting(true, u"the event log has caught up"_s);
    }
}

void Acceptor::handle(const Quit &)
{
    m_quitting = true;
}

void Acceptor::accepted(Service &service, FileDescriptor socket)
{
    const PeerAddress peer = peerAddress(socket.get());
    if (peer.address.isEmpty()) {
        refuse(service, std::move(socket), peer, CloseReason::ResetByPeer);
        return;
    }
    const std::optional<qint64> most = service.start.spec->clients;
    if (most && service.clients >= *most) {
        collectMail(); // one may have left meanwhile
        m_mailTimer.start();
    }
    if (most && service.clients >= *most) {
        refuse(service, std::move(socket), peer, CloseReason::ServerFull);
        return;
    }
    const WorkerIndex worker = chooseWorker(service.start);
    ++m_loads[worker];
    ++service.clients;
    m_wiring.workers[worker]->post(
        TakeClient{std::move(socket), ClientId(++m_lastClient), service.start.id, peer});
}

void Acceptor::refuse(const Service &service, FileDescriptor socket, const PeerAddress &peer,
                      CloseReason reason)
{
    const QByteArray notice = refusalNotice(*service.start.spec, reason);
    if (!notice.isEmpty()) {
        Stream stream(std::move(socket));
        stream.write(notice);
        stream.finishSending();
    }
    if (m_events.wantsTraffic()) {
        Event refused = makeEvent(EventKind::Refused, service.start);
        refused.address = peer.address;
        refused.reason = reason;
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

void Acceptor::acceptFailed(const QString &why)
{
    setAccepting(false, why);
    m_retry.start();
}

void Acceptor::retryAccepting()
{
    if (m_behind.isEmpty()) {
        setAccepting(true, u"trying again"_s);
    }
}

void Acceptor::setAccepting(bool on, const QString &why)
{
    if (m_accepting == on) {
        return;
    }
    m_accepting = on;
    for (const auto &[id, service] : m_services) {
        for (const auto &listener : service->binding.listeners) {
            listener->setAccepting(on);
        }
    }
    Event changed;
    changed.kind = on ? EventKind::AcceptResumed : EventKind::AcceptPaused;
    changed.text = why;
    m_events.add(std::move(changed));
    m_wiring.engine.post(AcceptingChanged{!on, why});
    flushEvents();
}

Event Acceptor::makeEvent(EventKind kind, const ServiceStart &service) const
{
    Event event;
    event.kind = kind;
    event.service = service.id;
    event.serviceUrl = service.spec->endpoint();
    return event;
}

void Acceptor::flushEvents()
{
    m_events.flush();
    if (!m_events.isEmpty()) {
        m_eventTimer.start();
    } else if (m_quitting) {
        Q_EMIT finished();
    }
}

} // namespace peerglass
