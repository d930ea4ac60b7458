// SPDX-License-Identifier: MIT
#include "enginefixture.h"

#include "books.h"

#include <QTest>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

void fail(const QStringList &reasons)
{
    if (!reasons.isEmpty()) {
        QTest::qFail(qPrintable(reasons.join(u'\n')), __FILE__, __LINE__);
    }
}

} // namespace

EngineFixture::EngineFixture(const QStringList &urls, const EngineOptions &options)
    : EngineFixture(options)
{
    if (!startAndListen(urls)) {
        qFatal("the services do not listen: %s", qPrintable(urls.join(u' ')));
    }
}

EngineFixture::EngineFixture(const EngineOptions &options)
    : m_descriptors(openDescriptors())
{
    auto made = Engine::create(options);
    if (!made) {
        qFatal("%s", qPrintable(made.error()));
    }
    m_engine = std::move(*made);
    connectAll();
}

EngineFixture::~EngineFixture()
{
    end();
    const qsizetype left = openDescriptors() - m_descriptors;
    if (left != 0) {
        fail({u"%1 descriptors are left open"_s.arg(left)});
    }
}

void EngineFixture::connectAll()
{
    const Engine *engine = m_engine.get();
    connect(engine, &Engine::serviceChanged, this,
            [this](const ServiceInfo &info) { services[info.id].append(info); });
    connect(engine, &Engine::clientsChanged, this, [this](const QList<ClientInfo> &clients) {
        for (const ClientInfo &client : clients) {
            snapshots[client.id].append(client);
        }
    });
    connect(engine, &Engine::eventsAppended, this,
            [this](const QList<Event> &appended) { events.append(appended); });
    connect(engine, &Engine::clientWatched, this,
            [this](const WatchedClient &watched) { views.append(watched); });
    connect(engine, &Engine::refused, this,
            [this](const QString &sentence) { refusals.append(sentence); });
    connect(engine, &Engine::startFailed, this,
            [this](const StartError &error) { startErrors.append(error); });
    connect(engine, &Engine::stopped, this, [this](const Totals &totals) { stops.append(totals); });
    connect(engine, &Engine::logTrouble, this,
            [this](const QString &sentence) { troubles.append(sentence); });
    connect(engine, &Engine::shutDownFinished, this, [this] { isShutDown = true; });
}

QList<ServiceId> EngineFixture::start(const QStringList &urls)
{
    QList<ServiceSpec> specs;
    for (const QString &url : urls) {
        const auto spec = parseService(url);
        if (!spec) {
            qFatal("%s", qPrintable(spec.error().sentence()));
        }
        specs.append(*spec);
    }
    const QList<ServiceId> ids = m_engine->start(specs);
    m_ids.append(ids);
    return ids;
}

bool EngineFixture::startAndListen(const QStringList &urls)
{
    const QList<ServiceId> ids = start(urls);
    return waitFor([&] {
        return std::all_of(ids.begin(), ids.end(), [this](ServiceId id) {
            return info(id).state == ServiceState::Listening;
        });
    });
}

bool EngineFixture::stop(StopMode mode)
{
    const qsizetype before = stops.size();
    m_engine->stop(mode);
    return waitFor([&] { return stops.size() > before; });
}

void EngineFixture::end()
{
    if (!m_engine) {
        return;
    }
    const bool stopped = !m_engine->isRunning() || stop(StopMode::AtOnce);
    m_engine->shutDown();
    const bool ended = waitFor([this] { return isShutDown; });
    if (!stopped || !ended) {
        fail({u"the engine does not end"_s});
    }
    fail(faultsInEvents(events) + faultsInSnapshots(snapshots) + troubles);
    deleteEngine();
}

void EngineFixture::deleteEngine()
{
    m_engine.reset();
}

ClientId EngineFixture::idOf(const RawClient &client, ClientId after)
{
    // Two services may have clients with the same port.
    const auto listens = [&](ServiceId service) {
        const QList<BoundAddress> addresses = info(service).addresses;
        return std::any_of(addresses.begin(), addresses.end(),
                           [&](const auto &bound) { return bound.port == client.serverPort(); });
    };
    const auto isIt = [&](const Event &event) {
        return event.kind == EventKind::Connected && event.port == client.localPort()
            && event.client > after && listens(event.service);
    };
    ClientId id;
    waitFor([&] {
        for (const Event &event : events) {
            id = isIt(event) ? event.client : id;
        }
        return !id.isNull();
    });
    return id;
}

void EngineFixture::ask(const RawClient &client, const ClientAction &action)
{
    m_engine->ask({idOf(client)}, action);
}

QList<Event> EngineFixture::eventsOf(EventKind kind, ClientId client) const
{
    QList<Event> found;
    std::copy_if(events.begin(), events.end(), std::back_inserter(found), [&](const Event &event) {
        return event.kind == kind && (client.isNull() || event.client == client);
    });
    return found;
}

qsizetype EngineFixture::count(EventKind kind, ClientId client) const
{
    return eventsOf(kind, client).size();
}

bool EngineFixture::waitForEvent(EventKind kind, ClientId client, qsizetype atLeast)
{
    return waitFor([&] { return count(kind, client) >= atLeast; });
}

Event EngineFixture::waitForEnd(ClientId client)
{
    return waitForEvent(EventKind::Disconnected, client)
        ? eventsOf(EventKind::Disconnected, client).first()
        : Event();
}

bool EngineFixture::waitForState(ClientId id, ClientState state)
{
    return waitFor([&] { return snapshots.contains(id) && client(id).state == state; });
}

ClientInfo EngineFixture::client(ClientId id) const
{
    return snapshots.contains(id) ? snapshots.value(id).last() : ClientInfo();
}

QStringList EngineFixture::statesOf(ClientId id) const
{
    QStringList states;
    for (const ClientInfo &info : snapshots.value(id)) {
        const QString state = toText(info.state);
        if (states.isEmpty() || states.last() != state) {
            states.append(state);
        }
    }
    return states;
}

bool EngineFixture::waitForView(const std::function<bool(const WatchedClient &)> &condition)
{
    return waitFor([&] { return !views.isEmpty() && condition(views.last()); });
}

bool EngineFixture::waitForRefusals(qsizetype wanted)
{
    return waitFor([&] { return refusals.size() >= wanted; });
}

Totals totalsOf(const Event &event)
{
    return event.closing ? event.closing->totals : Totals();
}

QString timeOption(std::chrono::milliseconds time)
{
    return u"%1ms"_s.arg(scaled(time).count());
}

QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = 1;
    for (char &byte : bytes) {
        state = state * 1664525U + 1013904223U; // Numerical Recipes, a linear congruence
        byte = static_cast<char>(state >> 24);
    }
    return bytes;
}

} // namespace peerglass
