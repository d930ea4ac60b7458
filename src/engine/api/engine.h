// SPDX-License-Identifier: MIT
#pragma once

#include "ban.h"
#include "clientinfo.h"
#include "engineoptions.h"
#include "event.h"
#include "requests.h"
#include "serviceinfo.h"
#include "watchedclient.h"

#include <QList>
#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

#include <tl/expected.hpp>

namespace peerglass {

/// The server: requests in, signals with values out. The one class of the engine that programs
/// know. Lives in the thread that makes it, which needs an event loop; every call returns at once,
/// and everything else happens in threads of its own. Signals come from its own thread's event
/// loop.
class Engine : public QObject
{
    Q_OBJECT

public:
    /// Opens the log file, if there is to be one, and starts the threads. Fails with a sentence,
    /// without its full stop, where the log file cannot be opened or the threads have not enough
    /// descriptors.
    static tl::expected<std::unique_ptr<Engine>, QString> create(const EngineOptions &options);
    /// Waits for the threads to end. They have ended when shutDownFinished() was emitted; an engine
    /// that is deleted earlier aborts all connections.
    ~Engine() override;

    /// All services since start() that have not stopped, and those of the last start that have.
    QList<ServiceInfo> services() const;
    /// Whether any service is starting, listening or draining.
    bool isRunning() const;

    /// Starts all of \a specs or none. Returns their ids at once; serviceChanged() tells what
    /// became of them.
    QList<ServiceId> start(const QList<ServiceSpec> &specs);
    /// Stops \a services (empty: all). A stop AtOnce cuts a graceful one short.
    void stop(StopMode mode, const QList<ServiceId> &services = {});
    /// Asks clients for something. A client that has gone does nothing and is told of by refused().
    void ask(const QList<ClientId> &clients, const ClientAction &action);
    /// Asks a service for something.
    void ask(ServiceId service, const ServiceAction &action);
    /// Accepts nobody from \a address any more, in no service, and ends those who are there as by a
    /// kick after flush; reason `banned`. \a address: IPv4, or IPv6, which stands for its /64.
    /// \a duration: above 0, at most 365 days; nothing: until unban(). A ban that it had is
    /// replaced. bansChanged() follows, or refused() with what is wrong.
    void ban(const QString &address, std::optional<std::chrono::milliseconds> duration = {});
    /// Lifts the ban of \a address, written as in ban() or as in Ban. bansChanged() follows, or
    /// refused() where it is not banned.
    void unban(const QString &address);
    /// All bans, ordered by address; what bansChanged() told last.
    QList<Ban> bans() const;
    /// Publishes this client's queue and conversation from now on; null: nobody's.
    void watch(ClientId client);
    /// Closes the log file and opens it again.
    void reopenLogFile();
    /// Ends the threads; shutDownFinished() follows. Connections that are left are aborted, and no
    /// `stopped` tells of them: stop() first.
    void shutDown();

Q_SIGNALS:
    void serviceChanged(const peerglass::ServiceInfo &service);
    /// None of the services of a start() could be started.
    void startFailed(const peerglass::StartError &error);
    /// The last service has stopped. \a totals: of everything since the first one started.
    void stopped(const peerglass::Totals &totals);
    /// Snapshots of clients that are new or have changed, or have gone; at most 20 times a second
    /// and worker.
    void clientsChanged(const QList<peerglass::ClientInfo> &clients);
    /// A ban was made, lifted, or has ended. \a bans: all there are, ordered by address.
    void bansChanged(const QList<peerglass::Ban> &bans);
    void clientWatched(const peerglass::WatchedClient &watched);
    void eventsAppended(const QList<peerglass::Event> &events);
    /// A request could not be carried out; \a sentence says which, for whom and why.
    void refused(const QString &sentence);
    /// Standard output or the log file has a problem; \a sentence says which.
    void logTrouble(const QString &sentence);
    void shutDownFinished();

private:
    class Private;

    explicit Engine(std::unique_ptr<Private> d);

    const std::unique_ptr<Private> d;
};

} // namespace peerglass
