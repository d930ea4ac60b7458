// SPDX-License-Identifier: MIT
#include "acceptor.h"

#include "descriptorlimit.h"
#include "sharedlimits.h"

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

StartError noDescriptorsFor(const ServiceSpec &spec)
{
    return {.url = spec.endpoint(),
            .address = spec.host,
            .port = spec.port,
            .text = u"no descriptor is left for its clients"_s,
            .advice = Listener::descriptorAdvice()};
}

bool overlap(const QString &address, const QString &other)
{
    const auto isAll = [](const QString &each) {
        return each == "::"_L1 || each == "0.0.0.0"_L1;
    };
    return address == other || isAll(address) || isAll(other);
}

} // namespace

Acceptor::Acceptor(AcceptorWiring wiring, bool traffic)
    : m_wiring(std::move(wiring))
    , m_events(m_wiring.events, traffic)
    , m_loads(m_wiring.workers.size())
    , m_taken(m_wiring.workers.size())
    , m_mail(m_wiring.inbox.notify([this] { takeMail(); }))
{
    m_retry.setSingleShot(true);
    m_retry.setTimerType(Qt::PreciseTimer);
    connect(&m_retry, &QTimer::timeout, this, &Acceptor::retryAccepting);
    m_eventTimer.setSingleShot(true);
    m_eventTimer.setInterval(eventInterval);
    connect(&m_eventTimer, &QTimer::timeout, this, &Acceptor::flushEvents);
    m_banTimer.setSingleShot(true);
    connect(&m_banTimer, &QTimer::timeout, this, &Acceptor::endBans);
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
            handle(*left);
        } else {
            m_mailToHandle.push_back(std::move(message));
        }
    }
}

void Acceptor::handle(const StartServices &message)
{
    for (const ServiceStart &start : message.services) {
        auto service = std::make_unique<Service>(start);
        auto binding = bind(*start.spec, [this, owner = service.get()](FileDescriptor socket) {
            accepted(*owner, std::move(socket));
        });
        if (!binding) {
            fail(message, start, withHolder(std::move(binding.error())));
            return;
        }
        service->binding = std::move(*binding);
        m_services.emplace(start.id, std::move(service));
    }
    if (!message.services.empty() && !isDescriptorForConnectionFree()) {
        const ServiceStart &last = message.services.back();
        fail(message, last, noDescriptorsFor(*last.spec));
        return;
    }
    limitToDescriptors(message.services);
    ServicesListening answer;
    for (const ServiceStart &start : message.services) {
        answer.services.push_back(start.id);
        announce(*m_services.at(start.id), answer);
    }
    m_wiring.engine.post(std::move(answer));
    if (!m_accepting) {
        m_wiring.engine.post(AcceptingChanged{true, u"accepting was paused before"_s});
    }
}

/// Where one of the services here has the port, the advice names it, as no other program can be
/// stopped for it.
StartError Acceptor::withHolder(StartError error) const
{
    if (!error.inUse) {
        return error;
    }
    for (const auto &[id, service] : m_services) {
        for (const auto &listener : service->binding.listeners) {
            if (listener->serverPort() == error.port
                && overlap(boundAddress(*listener), error.address)) {
                error.advice = u"The service %1 has this port; choose another for one of them"_s
                                   .arg(service->start.spec->endpoint());
            }
        }
    }
    return error;
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

void Acceptor::limitToDescriptors(const std::vector<ServiceStart> &starts)
{
    const qint64 left = freeDescriptorsForConnections();
    for (const ServiceStart &start : starts) {
        Service &service = *m_services.at(start.id);
        const std::optional<qint64> most = start.spec->clients;
        if (most && *most > left) {
            service.door.lowerTo(left);
            service.binding.notices.append(
                u"clients=%1 is more than the limit of descriptors leaves room for: at most %2 are "
                "accepted"_s.arg(*most)
                    .arg(left));
        }
    }
    qint64 together = 0;
    for (const auto &[id, service] : m_services) {
        together += service->door.freePlaces();
    }
    if (together > left && m_services.size() > 1 && !starts.empty()) {
        m_services.at(starts.back().id)
            ->binding.notices.append(
                u"the limits of all services together are more than the limit of descriptors "
                "leaves room for: at most %1 more clients are accepted"_s.arg(left));
    }
}

void Acceptor::announce(const Service &service, ServicesListening &answer)
{
    for (const auto &listener : service.binding.listeners) {
        connect(listener.get(), &Listener::batchTaken, this, &Acceptor::handOver);
        connect(listener.get(), &Listener::acceptFailed, this, &Acceptor::acceptFailed);
        listener->setAccepting(m_accepting);
        Event listening = makeEvent(EventKind::Listening, service.start);
        listening.address = boundAddress(*listener);
        listening.port = listener->serverPort();
        answer.addresses.push_back({service.start.id, listening.address, listening.port});
        m_events.add(std::move(listening));
    }
    for (const QString &notice : service.binding.notices) {
        Event noticed = makeEvent(EventKind::Notice, service.start);
        noticed.text = notice;
        m_events.add(std::move(noticed));
    }
}

void Acceptor::handle(const CloseListeners &message)
{
    const auto found = m_services.find(message.service);
    if (found != m_services.end()) {
        Event stopping = makeEvent(EventKind::Stopping, found->second->start);
        stopping.size = found->second->door.clients();
        m_events.add(std::move(stopping));
        turnAwayLast(*found->second);
        m_services.erase(found);
        m_events.flushAll(); // before anything that follows from it
    }
    m_wiring.engine.post(ListenersClosed{message.service});
}

void Acceptor::handle(const ClientsLeft &message)
{
    m_loads[message.worker] -= static_cast<qint64>(message.places.size());
    for (const ClientsLeft::Place &place : message.places) {
        const auto found = m_services.find(place.service);
        if (found != m_services.end()) {
            found->second->door.leave(place.address);
        }
    }
    if (m_pause.isFailing()) {
        retrySoon(); // a descriptor is about to be free
    }
}

void Acceptor::handle(const Quit &)
{
    m_quitting = true;
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
