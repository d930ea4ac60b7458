// SPDX-License-Identifier: MIT
// What the engine makes of the reports of its threads.
#include "engineprivate.h"

#include "escape.h"

namespace peerglass {

using namespace Qt::StringLiterals;

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
