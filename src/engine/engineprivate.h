// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "engine.h"
#include "enginethreads.h"
#include "requesttracker.h"
#include "servicetable.h"

#include <QSocketNotifier>

#include <memory>
#include <optional>

namespace peerglass {

/// What the façade keeps: the threads, what they reported, and what is asked of them.
class Engine::Private
{
public:
    Private(const EngineOptions &engineOptions, std::unique_ptr<LogFile> file)
        : options(engineOptions)
        , threads(options, std::move(file))
        , mail(threads.inbox().notify([this] { takeMail(); }))
    {
    }

    void takeMail();
    void handle(ServicesListening &message);
    void handle(ServicesFailed &message);
    void handle(ListenersClosed &message);
    void handle(AcceptingChanged &message);
    void handle(BansChanged &message);
    void handle(ServiceDrained &message);
    void handle(ClientsPublished &message);
    void handle(ClientWatched &message) { Q_EMIT q->clientWatched(message.watched); }
    void handle(RequestAnswered &message);
    void handle(EventsPublished &message);
    void handle(LogTrouble &message) { Q_EMIT q->logTrouble(message.text); }
    void handle(ThreadReady &) { threads.ready(); }
    void handle(ThreadEnded &message);

    void changeState(ServiceTable::Entry &entry, ServiceState state, const QString &text = {});
    void serviceStopped(ServiceTable::Entry &entry);
    void allStopped();
    void refuse(const QString &sentence);
    std::optional<AddressGroup> readAddress(const QString &request, const QString &address);
    void note(EventKind kind, ServiceId service, const QString &text,
              std::optional<qint64> size = {});

    const EngineOptions options;
    EngineThreads threads;
    ServiceTable services;
    RequestTracker requests;
    QList<Ban> bans;
    std::unique_ptr<QSocketNotifier> mail;
    Totals totals; ///< of the services stopped since the first one started
    qint64 clients = 0;
    bool someStopped = false;
    TimePoint startedAt;
    Engine *q = nullptr;
};

} // namespace peerglass
