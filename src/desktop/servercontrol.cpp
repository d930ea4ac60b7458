// SPDX-License-Identifier: MIT
#include "servercontrol.h"

#include "ownban.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

/// Where a client on this computer reaches \a service.
QString hostToTry(const ServiceInfo &service)
{
    const QString &host = service.spec.host;
    if (host == "localhost"_L1 || host == "any"_L1 || host == "0.0.0.0"_L1) {
        return u"127.0.0.1"_s;
    }
    return host == "::"_L1 ? u"::1"_s : host;
}

} // namespace

ServerControl::ServerControl(Engine &engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
{
    connect(&engine, &Engine::serviceChanged, this, &ServerControl::take);
    connect(&engine, &Engine::startFailed, this, [this](const StartError &error) {
        m_error = error;
        Q_EMIT changed();
        Q_EMIT startFailed(error);
    });
    connect(&engine, &Engine::stopped, this, &ServerControl::changed);
    connect(&engine, &Engine::bansChanged, this, &ServerControl::changed);
}

ServerControl::State ServerControl::state() const
{
    if (isAny(ServiceState::Draining)) {
        return State::Draining;
    }
    if (isAny(ServiceState::AcceptPaused)) {
        return State::AcceptPaused;
    }
    if (isAny(ServiceState::Starting)) {
        return State::Starting;
    }
    if (m_error) {
        return State::Failed;
    }
    if (isAny(ServiceState::Listening)) {
        return State::Listening;
    }
    return m_services.isEmpty() ? State::NoService : State::Stopped;
}

bool ServerControl::isAny(ServiceState state) const
{
    return std::any_of(m_services.begin(), m_services.end(),
                       [state](const ServiceInfo &each) { return each.state == state; });
}

QList<ServiceSpec> ServerControl::specs() const
{
    QList<ServiceSpec> specs;
    for (const ServiceInfo &service : m_services) {
        specs.append(service.spec);
    }
    return specs;
}

void ServerControl::setSpecs(const QList<ServiceSpec> &specs)
{
    Q_ASSERT(!isRunning());
    m_services.clear();
    for (const ServiceSpec &spec : specs) {
        ServiceInfo service;
        service.spec = spec;
        service.holdsNew = spec.hold;
        m_services.append(service);
    }
    m_error.reset();
    Q_EMIT changed();
}

void ServerControl::start()
{
    if (isRunning() || m_services.isEmpty()) {
        return;
    }
    m_error.reset();
    const QList<ServiceSpec> all = specs();
    // The engine reports each from within start(), in their order, before the ids are known here.
    for (ServiceInfo &service : m_services) {
        service.id = {};
    }
    m_engine.start(all);
}

void ServerControl::take(const ServiceInfo &service)
{
    auto entry = std::find_if(m_services.begin(), m_services.end(),
                              [&](const ServiceInfo &each) { return each.id == service.id; });
    if (entry == m_services.end()) {
        entry = std::find_if(m_services.begin(), m_services.end(), [&](const ServiceInfo &each) {
            return each.id.isNull() && each.spec == service.spec;
        });
    }
    if (entry != m_services.end()) {
        *entry = service;
        Q_EMIT changed();
    }
}

void ServerControl::stop(StopMode mode)
{
    m_engine.stop(mode);
}

void ServerControl::holdNew(bool on)
{
    for (const ServiceInfo &service : services()) {
        if (!service.id.isNull() && service.holdsNew != on) {
            m_engine.ask(service.id, action::HoldNew{on});
        }
    }
}

bool ServerControl::holdsNew() const
{
    return !m_services.isEmpty()
        && std::all_of(m_services.begin(), m_services.end(),
                       [](const ServiceInfo &each) { return each.holdsNew; });
}

QString ServerControl::sentence(qint64 clients) const
{
    switch (state()) {
    case State::Draining:
        return clients == 1 ? tr("Draining, 1 client left")
                            : tr("Draining, %n clients left", nullptr, int(clients));
    case State::AcceptPaused: {
        const auto paused = std::find_if(
            m_services.begin(), m_services.end(),
            [](const auto &each) { return each.state == ServiceState::AcceptPaused; });
        return paused->text.isEmpty() ? tr("Accepting paused")
                                      : tr("Accepting paused: %1").arg(paused->text);
    }
    case State::Starting:
        return tr("Starting");
    case State::Listening:
        return tr("Listening");
    case State::Failed:
        return tr("Cannot listen on %1 port %2: %3")
            .arg(m_error->address, QString::number(m_error->port), m_error->text);
    case State::NoService:
        return tr("No service");
    case State::Stopped:
        return tr("Stopped");
    }
    Q_UNREACHABLE();
}

bool ServerControl::isAtFault(const ServiceInfo &service) const
{
    return service.state == ServiceState::Failed && m_error
        && m_error->url == service.spec.endpoint();
}

const ServiceInfo *ServerControl::firstListening() const
{
    const auto found = std::find_if(
        m_services.begin(), m_services.end(),
        [](const ServiceInfo &each) { return each.state == ServiceState::Listening; });
    return found == m_services.end() ? nullptr : &*found;
}

QString ServerControl::command() const
{
    const ServiceInfo *service = firstListening();
    return service != nullptr && commandBan().isEmpty() ? commandOf(*service) : QString();
}

QString ServerControl::commandBan() const
{
    const ServiceInfo *service = firstListening();
    return service != nullptr ? ownBan(hostToTry(*service), bans()) : QString();
}

QString ServerControl::commandOf(const ServiceInfo &service)
{
    const quint16 port = portOf(service);
    return port == 0 ? QString() : u"nc %1 %2"_s.arg(hostToTry(service), QString::number(port));
}

QList<BoundAddress> ServerControl::addressesOf(const ServiceInfo &service)
{
    // One that has stopped or failed tells what it listened on; the next start may get another
    // port.
    const bool has = service.state == ServiceState::Listening
        || service.state == ServiceState::AcceptPaused || service.state == ServiceState::Draining;
    return has ? service.addresses : QList<BoundAddress>();
}

quint16 ServerControl::portOf(const ServiceInfo &service)
{
    const QList<BoundAddress> addresses = addressesOf(service);
    return addresses.isEmpty() ? service.spec.port : addresses.first().port;
}

QString lampOf(ServiceState state)
{
    switch (state) {
    case ServiceState::Stopped:
        return u"lamp-stopped"_s;
    case ServiceState::Starting:
        return u"lamp-starting"_s;
    case ServiceState::Listening:
        return u"lamp-listening"_s;
    case ServiceState::AcceptPaused:
        return u"lamp-paused"_s;
    case ServiceState::Draining:
        return u"lamp-draining"_s;
    case ServiceState::Failed:
        return u"lamp-failed"_s;
    }
    Q_UNREACHABLE();
}

QString lampOf(ServerControl::State state)
{
    switch (state) {
    case ServerControl::State::Draining:
        return lampOf(ServiceState::Draining);
    case ServerControl::State::AcceptPaused:
        return lampOf(ServiceState::AcceptPaused);
    case ServerControl::State::Starting:
        return lampOf(ServiceState::Starting);
    case ServerControl::State::Listening:
        return lampOf(ServiceState::Listening);
    case ServerControl::State::Failed:
        return lampOf(ServiceState::Failed);
    case ServerControl::State::NoService:
    case ServerControl::State::Stopped:
        return lampOf(ServiceState::Stopped);
    }
    Q_UNREACHABLE();
}

} // namespace peerglass
