// SPDX-License-Identifier: MIT
#include "engine.h"

#include "addressgroup.h"
#include "descriptorlimit.h"
#include "enginethreads.h"
#include "escape.h"
#include "requesttracker.h"
#include "servicetable.h"

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const ClientAction &action)
{
    return std::visit(Overloaded{
                          [](const action::Kick &) { return u"kick"_s; },
                          [](const action::Send &) { return u"send to"_s; },
                          [](const action::Hold &) { return u"hold"_s; },
                          [](const action::Step &) { return u"step"_s; },
                          [](const action::Release &) { return u"release"_s; },
                          [](const action::Drop &) { return u"drop a message of"_s; },
                          [](const action::DropAll &) { return u"drop all messages of"_s; },
                          [](const action::PauseReading &) { return u"pause reading"_s; },
                          [](const action::ResumeReading &) { return u"resume reading"_s; },
                          [](const action::FinishSending &) { return u"finish sending to"_s; },
                      },
                      action);
}

QString nameOf(const ServiceAction &action)
{
    return std::visit(Overloaded{
                          [](const action::Broadcast &) { return u"send to all"_s; },
                          [](const action::Say &) { return u"say"_s; },
                          [](const action::HoldNew &) { return u"hold new clients"_s; },
                      },
                      action);
}

/// What threads need that are not there yet; nothing where there is enough.
std::optional<QString> missingDescriptors(int threads)
{
    const qint64 needed = EngineThreads::descriptorsFor(threads);
    const qint64 left = freeDescriptors();
    if (left >= needed) {
        return {};
    }
    return u"%1 descriptors are needed for %2 and the limit leaves %3; raise it (ulimit -n) or ask "
           "for fewer threads (--threads)"_s.arg(needed)
               .arg(threads == 1 ? u"1 I/O thread"_s : u"%1 I/O threads"_s.arg(threads))
               .arg(left);
}

constexpr std::chrono::milliseconds longestBan = std::chrono::hours(24 * 365);

} // namespace

QString StartError::sentence() const
{
    return u"cannot listen on %1 port %2 (%3): %4"_s.arg(address).arg(port).arg(url, text);
}

QString StartError::complaint() const
{
    return advice.isEmpty() ? sentence() + u'.' : u"%1. %2."_s.arg(sentence(), advice);
}

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

tl::expected<std::unique_ptr<Engine>, QString> Engine::create(const EngineOptions &options)
{
    std::unique_ptr<LogFile> file;
    if (!options.logFile.isEmpty()) {
        file = std::make_unique<LogFile>(options.logSize);
        if (const auto why = file->open(options.logFile)) {
            return tl::unexpected(u"cannot open the log file \"%1\": %2"_s.arg(
                escape(QStringView(options.logFile)), *why));
        }
    }
    if (const auto why = missingDescriptors(options.threads)) {
        return tl::unexpected(*why);
    }
    return std::unique_ptr<Engine>(new Engine(std::make_unique<Private>(options, std::move(file))));
}

Engine::Engine(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
    d->q = this;
}

Engine::~Engine() = default;

QList<ServiceInfo> Engine::services() const
{
    return d->services.all();
}

bool Engine::isRunning() const
{
    return d->services.isAnyRunning();
}

QList<ServiceId> Engine::start(const QList<ServiceSpec> &specs)
{
    if (!isRunning()) {
        d->totals = {};
        d->clients = 0;
        d->someStopped = false;
        d->startedAt = Clock::now();
    }
    QList<ServiceId> ids;
    StartServices start{.services = d->services.add(specs)};
    for (const ServiceStart &service : start.services) {
        // Before the acceptor hears of it: a worker knows a service before its first client comes.
        d->threads.toWorkers(AddService{service});
        ids.append(service.id);
        Q_EMIT serviceChanged(d->services.find(service.id)->info);
    }
    d->threads.toAcceptor(std::move(start));
    return ids;
}

void Engine::stop(StopMode mode, const QList<ServiceId> &services)
{
    for (const ServiceId id : services.isEmpty() ? d->services.ids() : services) {
        ServiceTable::Entry *entry = d->services.find(id);
        if (entry == nullptr || !ServiceTable::isRunning(entry->info.state)) {
            continue;
        }
        entry->stopMode = mode;
        if (entry->info.state != ServiceState::Draining) {
            d->changeState(*entry, ServiceState::Draining);
            d->threads.toAcceptor(CloseListeners{id});
        } else if (mode == StopMode::AtOnce && entry->listenersClosed) {
            d->threads.toWorkers(StopService{id, mode, {}});
        }
    }
}

void Engine::ask(const QList<ClientId> &clients, const ClientAction &action)
{
    const quint64 request = d->requests.begin(nameOf(action), clients, d->threads.workerCount());
    d->threads.toWorkers(AskClients{request, {clients.begin(), clients.end()}, action});
}

void Engine::ask(ServiceId service, const ServiceAction &action)
{
    ServiceTable::Entry *entry = d->services.find(service);
    if (entry == nullptr || !ServiceTable::isRunning(entry->info.state)) {
        d->refuse(u"%1: the service is not running"_s.arg(nameOf(action)));
        return;
    }
    if (const auto *say = std::get_if<action::Say>(&action)) {
        if (entry->info.spec.protocol == ProtocolKind::Echo) {
            d->refuse(u"say: an echo service has no conversation to speak in"_s);
            return;
        }
        d->note(EventKind::OperatorSent, service, say->text, say->text.toUtf8().size());
    }
    if (const auto *holdNew = std::get_if<action::HoldNew>(&action)) {
        entry->info.holdsNew = holdNew->on;
        Q_EMIT serviceChanged(entry->info);
        d->note(EventKind::ServiceChanged, service,
                holdNew->on ? u"new clients start held"_s : u"new clients start free"_s);
    }
    const quint64 request = d->requests.begin(nameOf(action), {}, d->threads.workerCount());
    d->threads.toWorkers(AskService{request, service, action});
}

void Engine::ban(const QString &address, std::optional<std::chrono::milliseconds> duration)
{
    const auto whom = d->readAddress(u"ban"_s, address);
    if (!whom) {
        return;
    }
    if (duration && (duration->count() <= 0 || *duration > longestBan)) {
        d->refuse(
            u"ban: %1 ms is no time above 0 and of at most 365 days"_s.arg(duration->count()));
        return;
    }
    d->threads.toAcceptor(BanAddress{*whom, duration});
}

void Engine::unban(const QString &address)
{
    if (const auto whom = d->readAddress(u"unban"_s, address)) {
        d->threads.toAcceptor(UnbanAddress{d->requests.begin(u"unban"_s, {}, 1), *whom});
    }
}

QList<Ban> Engine::bans() const
{
    return d->bans;
}

void Engine::watch(ClientId client)
{
    d->threads.toWorkers(Watch{client});
}

void Engine::reopenLogFile()
{
    d->threads.toJournal(ReopenLogFile{});
}

void Engine::shutDown()
{
    d->threads.end();
}

void Engine::Private::takeMail()
{
    std::vector<EngineMessage> messages;
    threads.inbox().takeAll(messages);
    for (EngineMessage &message : messages) {
        std::visit([this](auto &content) { handle(content); }, message);
    }
}

void Engine::Private::handle(ServicesListening &message)
{
    for (const BoundAddress &address : message.addresses) {
        if (ServiceTable::Entry *entry = services.find(address.service)) {
            entry->info.addresses.append(address);
        }
    }
    for (const ServiceId id : message.services) {
        ServiceTable::Entry *entry = services.find(id);
        // It may have been asked to stop meanwhile.
        if (entry != nullptr && entry->info.state == ServiceState::Starting) {
            changeState(*entry, ServiceState::Listening);
        }
    }
}

void Engine::Private::handle(ServicesFailed &message)
{
    for (const ServiceId id : message.services) {
        threads.toWorkers(ForgetService{id});
        if (ServiceTable::Entry *entry = services.find(id)) {
            changeState(*entry, ServiceState::Failed, message.error.sentence());
        }
    }
    Q_EMIT q->startFailed(message.error);
    if (someStopped && !services.isAnyRunning()) {
        allStopped(); // the others have stopped while these were still starting
    }
}

void Engine::Private::handle(ListenersClosed &message)
{
    ServiceTable::Entry *entry = services.find(message.service);
    if (entry != nullptr && entry->info.state == ServiceState::Draining) {
        entry->listenersClosed = true;
        threads.toWorkers(StopService{message.service, entry->stopMode, options.drain});
    }
}

void Engine::Private::handle(AcceptingChanged &message)
{
    const ServiceState from = message.paused ? ServiceState::Listening : ServiceState::AcceptPaused;
    const ServiceState to = message.paused ? ServiceState::AcceptPaused : ServiceState::Listening;
    for (const ServiceId id : services.ids()) {
        ServiceTable::Entry *entry = services.find(id);
        if (entry->info.state == from) {
            changeState(*entry, to, message.paused ? message.why : QString());
        }
    }
}

void Engine::Private::handle(BansChanged &message)
{
    bans = std::move(message.bans);
    Q_EMIT q->bansChanged(bans);
}

void Engine::Private::handle(ServiceDrained &message)
{
    ServiceTable::Entry *entry = services.find(message.service);
    if (entry == nullptr || !entry->drained.insert(message.worker).second) {
        return;
    }
    entry->info.totals += message.totals;
    entry->info.clients += message.clients;
    if (entry->drained.size() == threads.workerCount()) {
        serviceStopped(*entry);
    }
}

void Engine::Private::handle(ClientsPublished &message)
{
    threads.toWorker(message.worker, SnapshotsTaken{});
    if (!message.clients.isEmpty()) {
        Q_EMIT q->clientsChanged(message.clients);
    }
}

void Engine::Private::handle(EventsPublished &message)
{
    threads.toJournal(EventsTaken{});
    Q_EMIT q->eventsAppended(message.events);
}

void Engine::Private::handle(RequestAnswered &message)
{
    for (const QString &sentence : requests.answered(message)) {
        refuse(sentence);
    }
}

void Engine::Private::handle(ThreadEnded &message)
{
    if (threads.ended(message.thread)) {
        Q_EMIT q->shutDownFinished();
    }
}

void Engine::Private::changeState(ServiceTable::Entry &entry, ServiceState state,
                                  const QString &text)
{
    entry.info.state = state;
    entry.info.text = text;
    Q_EMIT q->serviceChanged(entry.info);
}

void Engine::Private::serviceStopped(ServiceTable::Entry &entry)
{
    someStopped = true;
    totals += entry.info.totals;
    clients += entry.info.clients;
    Event stopped;
    stopped.kind = EventKind::Stopped;
    stopped.service = entry.info.id;
    stopped.serviceUrl = entry.info.spec.endpoint();
    stopped.closing = std::make_shared<const Closing>(
        Closing{.totals = entry.info.totals,
                .clients = entry.info.clients,
                .lasted = std::chrono::duration_cast<std::chrono::microseconds>(
                    Clock::now() - entry.startedAt)});
    threads.report(std::move(stopped));
    changeState(entry, ServiceState::Stopped);
    if (!services.isAnyRunning()) {
        allStopped();
    }
}

void Engine::Private::allStopped()
{
    Event stopped;
    stopped.kind = EventKind::Stopped;
    stopped.closing = std::make_shared<const Closing>(Closing{
        .totals = totals,
        .clients = clients,
        .lasted = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - startedAt)});
    threads.report(std::move(stopped));
    Q_EMIT q->stopped(totals);
}

void Engine::Private::refuse(const QString &sentence)
{
    note(EventKind::Notice, {}, sentence);
    Q_EMIT q->refused(sentence);
}

std::optional<AddressGroup> Engine::Private::readAddress(const QString &request,
                                                         const QString &address)
{
    const auto group = AddressGroup::parse(address);
    if (!group) {
        refuse(u"%1: \"%2\" is not %3"_s.arg(request, escape(QStringView(address)),
                                             AddressGroup::expected));
    }
    return group;
}

void Engine::Private::note(EventKind kind, ServiceId service, const QString &text,
                           std::optional<qint64> size)
{
    Event event;
    event.kind = kind;
    event.service = service;
    if (const ServiceTable::Entry *entry = services.find(service)) {
        event.serviceUrl = entry->info.spec.endpoint();
    }
    event.text = text;
    event.size = size;
    threads.report(std::move(event));
}

} // namespace peerglass
