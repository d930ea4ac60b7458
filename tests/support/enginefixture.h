// SPDX-License-Identifier: MIT
#pragma once

#include "engine.h"
#include "rawclient.h"
#include "timescale.h"
#include "waitfor.h"

#include <QHash>
#include <QStringList>

#include <memory>

namespace peerglass {

/// An engine with running services, and everything it has said. At its end it stops what still
/// runs, shuts the engine down and fails the test if the books do not balance (books.h) or a
/// descriptor is left. Make it before the test's clients.
class EngineFixture : public QObject
{
public:
    /// Starts services on \a urls and waits until they listen.
    explicit EngineFixture(const QStringList &urls, const EngineOptions &options = {});
    /// Starts nothing.
    explicit EngineFixture(const EngineOptions &options = {});
    ~EngineFixture() override;

    Engine &engine() { return *m_engine; }
    QList<ServiceId> start(const QStringList &urls);
    bool startAndListen(const QStringList &urls);
    /// Asks for a stop of everything and waits until it is over.
    bool stop(StopMode mode);
    /// Stops, shuts down and checks the books, if that has not been done yet.
    void end();
    /// Deletes the engine as it is; the books are not looked at, as its last events are lost.
    void deleteEngine();

    /// Of the service started as number \a index since the beginning.
    ServiceId service(qsizetype index = 0) const { return m_ids.at(index); }
    quint16 port(qsizetype index = 0) const { return info(service(index)).addresses.first().port; }
    ServiceInfo info(ServiceId id) const { return services.value(id).last(); }

    /// Waits until the server has the client. Its number is above \a after: that of the last one
    /// before it, where some have gone whose port it may have been given again.
    ClientId idOf(const RawClient &client, ClientId after = {});
    void ask(const RawClient &client, const ClientAction &action);

    QList<Event> eventsOf(EventKind kind, ClientId client = {}) const;
    qsizetype count(EventKind kind, ClientId client = {}) const;
    /// Waits until there are \a atLeast such events; of any client where \a client is null.
    bool waitForEvent(EventKind kind, ClientId client = {}, qsizetype atLeast = 1);
    /// Waits for the `disconnected` of \a client; a default event where it does not come.
    Event waitForEnd(ClientId client);
    /// Waits until the last snapshot of \a client is in \a state.
    bool waitForState(ClientId client, ClientState state);
    /// The last snapshot of \a id.
    ClientInfo client(ClientId id) const;
    /// The states of \a id, one entry per change.
    QStringList statesOf(ClientId id) const;
    /// Waits until the last view of the watched client fits \a condition.
    bool waitForView(const std::function<bool(const WatchedClient &)> &condition);
    bool waitForRefusals(qsizetype count);

    QList<Event> events;
    QHash<ServiceId, QList<ServiceInfo>> services;
    QHash<ClientId, QList<ClientInfo>> snapshots;
    QList<WatchedClient> views;
    QStringList refusals;
    QList<StartError> startErrors;
    QList<Totals> stops;
    QStringList troubles;
    bool isShutDown = false;

private:
    void connectAll();

    const qsizetype m_descriptors; ///< before the engine was made
    std::unique_ptr<Engine> m_engine;
    QList<ServiceId> m_ids;
};

/// The totals of a `disconnected` or `stopped` event; empty ones where it has none.
Totals totalsOf(const Event &event);
/// A scaled() time as an option's value: `300ms`.
QString timeOption(std::chrono::milliseconds time);
/// \a size bytes that do not repeat soon.
QByteArray pattern(qsizetype size);

} // namespace peerglass
