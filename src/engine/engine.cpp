// SPDX-License-Identifier: MIT
#include "engine.h"

#include "addressgroup.h"
#include "descriptorlimit.h"
#include "engineprivate.h"
#include "escape.h"

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
    return u"cannot listen on %1 port %2 (%3): %4"_s.arg(address, QString::number(port), url, text);
}

QString StartError::complaint() const
{
    return advice.isEmpty() ? sentence() + u'.' : u"%1. %2."_s.arg(sentence(), advice);
}

tl::expected<std::unique_ptr<Engine>, QString> Engine::create(const EngineOptions &options)
{
    if (const auto why = missingDescriptors(options.threads)) {
        return tl::unexpected(*why);
    }
    std::unique_ptr<LogFile> file;
    if (!options.logFile.isEmpty()) {
        file = std::make_unique<LogFile>(options.logSize);
        if (const auto why = file->open(options.logFile)) {
            return tl::unexpected(u"cannot open the log file \"%1\": %2"_s.arg(
                escape(QStringView(options.logFile)), *why));
        }
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

} // namespace peerglass
