// SPDX-License-Identifier: MIT
#include "worker.h"

#include "sharedlimits.h"
#include "stream.h"

#include <algorithm>

namespace peerglass {

namespace {

constexpr std::chrono::milliseconds publishInterval{50}; // at most 20 times a second
constexpr std::chrono::milliseconds eventInterval{20};

} // namespace

Worker::Worker(const WorkerWiring &wiring, const Options &options)
    : m_wiring(wiring)
    , m_options(options)
    , m_events(wiring.events, options.traffic)
    , m_readBuffer(static_cast<size_t>(maxReadPerTurn))
    , m_poller([this] { return endTurn(); })
    , m_memory(wiring.memory,
               {.relieve = [this] { relieveMemory(); },
                .relieved =
                    [this] {
                        memoryRelieved();
                    }})
    , m_deadlines([this](ClientId client, TimePoint time) { deadline(client, time); })
    , m_mail(wiring.inbox.notify([this] { takeMail(); }))
{
    m_publishTimer.setSingleShot(true);
    m_publishTimer.setInterval(publishInterval);
    connect(&m_publishTimer, &QTimer::timeout, this, &Worker::publishWhenTaken);
    m_eventTimer.setSingleShot(true);
    m_eventTimer.setInterval(eventInterval);
    connect(&m_eventTimer, &QTimer::timeout, this, [this] {
        m_events.flush();
        flushEvents();
    });
}

Worker::~Worker() = default;

void Worker::schedule(Session &session, TimePoint time)
{
    session.scheduledAt = time;
    m_deadlines.add(session.id(), time);
}

void Worker::continueLater(Session &session)
{
    m_unfinished.push_back(session.id());
    m_poller.runSoon();
}

void Worker::changed(Session &session)
{
    if (!m_options.snapshots || session.isMarkedChanged) {
        return;
    }
    session.isMarkedChanged = true;
    m_changed.insert(session.id());
    publishSoon();
}

void Worker::ended(Session &session)
{
    m_ended.push_back(&session);
    m_poller.runSoon();
}

void Worker::takeMail()
{
    m_wiring.inbox.takeAll(m_messages);
    for (WorkerMessage &message : m_messages) {
        std::visit([this](auto &content) { handle(content); }, message);
    }
    m_messages.clear();
    endTurn();
}

void Worker::handle(AddService &message)
{
    const ServiceId id = message.service.id;
    m_services[id] = std::make_unique<WorkerService>(
        std::move(message.service), [this](ClientId client) { return session(client); });
}

void Worker::handle(ForgetService &message)
{
    m_services.erase(message.service);
}

void Worker::handle(TakeClient &message)
{
    WorkerService *owner = service(message.service);
    if (m_quitting || owner == nullptr || owner->isStopping()) {
        refuse(message, CloseReason::ServerStopped);
        return;
    }
    auto made = std::make_unique<Session>(
        static_cast<SessionHost &>(*this), SessionService{owner->spec(), owner->protocol()},
        m_events,
        Ledger::Identity{message.client, message.service, owner->spec().endpoint(), message.peer},
        std::move(message.socket));
    Session &opened = *made;
    m_sessions.emplace(message.client, std::move(made));
    m_memory.budget().addClients(1);
    owner->add(opened);
    opened.open(owner->holdsNew());
}

void Worker::handle(StopService &message)
{
    if (WorkerService *stopped = service(message.service)) {
        stopped->stop(message);
    } else {
        m_wiring.engine.post(ServiceDrained{m_wiring.index, message.service, {}, 0});
    }
}

void Worker::handle(AskClients &message)
{
    RequestAnswered answer{.request = message.request, .found = {}, .refused = {}};
    for (const ClientId client : message.clients) {
        Session *asked = session(client);
        if (asked == nullptr) {
            continue;
        }
        answer.found.push_back(client);
        if (const Session::Refusal why = asked->act(message.action)) {
            answer.refused.push_back({client, *why});
        }
    }
    m_wiring.engine.post(std::move(answer));
}

void Worker::handle(AskService &message)
{
    RequestAnswered answer{.request = message.request, .found = {}, .refused = {}};
    if (WorkerService *asked = service(message.service)) {
        asked->act(message.action, answer);
    }
    m_wiring.engine.post(std::move(answer));
}

void Worker::handle(EndBanned &message)
{
    for (const auto &[id, each] : m_sessions) {
        if (each->peer().group == message.address) {
            each->removeBanned();
        }
    }
}

void Worker::handle(Watch &message)
{
    if (Session *before = session(m_watched)) {
        before->setWatched(false);
    }
    m_watched = message.client;
    if (Session *now = session(m_watched)) {
        now->setWatched(true);
        publishWatched();
    }
}

void Worker::handle(SnapshotsTaken &)
{
    --m_untaken;
    if (m_untaken == 0 && std::exchange(m_publishWhenTaken, false)) {
        publishSoon();
    }
}

void Worker::handle(Quit &)
{
    m_quitting = true;
    for (const auto &[id, left] : m_sessions) {
        left->abort(CloseReason::ServerStopped, {});
    }
}

void Worker::refuse(TakeClient &client, CloseReason reason)
{
    m_wiring.acceptor.post(ClientsLeft{m_wiring.index, {{client.service, client.peer.group}}});
    if (const WorkerService *owner = service(client.service)) {
        Stream(std::move(client.socket)).closeWith(refusalNotice(owner->spec(), reason));
    }
    Event refused;
    refused.kind = EventKind::Refused;
    refused.service = client.service;
    refused.address = client.peer.address;
    refused.reason = reason;
    if (m_events.wantsTraffic()) {
        m_events.add(std::move(refused));
    }
}

void Worker::deadline(ClientId client, TimePoint time)
{
    Session *due = session(client);
    if (due != nullptr && due->scheduledAt == time) {
        due->scheduledAt = TimePoint::max();
        due->timeout();
        m_poller.runSoon(); // whatever came of it is seen to at the end of a turn
    }
}

bool Worker::endTurn()
{
    continueTurns();
    reap();
    reportDrained();
    flushEvents();
    return !m_unfinished.empty();
}

void Worker::continueTurns()
{
    const std::vector<ClientId> unfinished = std::exchange(m_unfinished, {});
    for (const ClientId client : unfinished) {
        if (Session *left = session(client)) {
            left->continueTurn();
        }
    }
}

void Worker::relieveMemory()
{
    const qint64 share = m_memory.budget().share();
    std::vector<Session *> large;
    for (const auto &[id, each] : m_sessions) {
        if (each->isAboveShare(share)) {
            large.push_back(each.get());
        }
    }
    std::sort(large.begin(), large.end(), [](const Session *one, const Session *other) {
        return one->queueCost() > other->queueCost();
    });
    for (Session *each : large) {
        if (m_memory.budget().hasRoom()) {
            break;
        }
        each->shortenQueue(share);
    }
}

void Worker::memoryRelieved()
{
    for (const auto &[id, each] : m_sessions) {
        each->memoryRelieved();
    }
}

void Worker::reap()
{
    // Telling a protocol that one has gone may end others: their turn comes in the next round.
    while (!m_ended.empty()) {
        const std::vector<Session *> ended = std::exchange(m_ended, {});
        // Before anything is closed: a client that sees its end and comes back finds its place
        // free.
        ClientsLeft left{.worker = m_wiring.index, .places = {}};
        for (const Session *gone : ended) {
            left.places.push_back({gone->service(), gone->peer().group});
        }
        m_wiring.acceptor.post(std::move(left));
        for (Session *gone : ended) {
            service(gone->service())->remove(*gone);
            gone->close();
            publishLast(*gone);
            m_sessions.erase(gone->id());
            m_memory.budget().addClients(-1);
        }
    }
}

void Worker::reportDrained()
{
    for (auto place = m_services.begin(); place != m_services.end();) {
        if (!place->second->isDrained()) {
            ++place;
            continue;
        }
        // Its last events and snapshots are to be there before the engine's `stopped`.
        m_events.flushAll();
        publish();
        m_wiring.engine.post(place->second->report(m_wiring.index));
        place = m_services.erase(place);
    }
}

void Worker::flushEvents()
{
    if (m_events.isPressing()) {
        m_events.flush();
    }
    if (!m_events.isEmpty() && !m_eventTimer.isActive()) {
        m_eventTimer.start();
    }
    tellBehind();
    if (m_quitting && m_sessions.empty() && m_events.isEmpty()) {
        publish();
        Q_EMIT finished();
    }
}

void Worker::tellBehind()
{
    if (m_behind != m_events.isBehind()) {
        m_behind = m_events.isBehind();
        m_wiring.acceptor.post(JournalBehind{m_wiring.index, m_behind});
    }
}

void Worker::publishSoon()
{
    // Not started anew while it runs: those who come and go without a pause would put it off.
    if (!m_publishTimer.isActive()) {
        m_publishTimer.start();
    }
}

void Worker::publishLast(Session &gone)
{
    if (gone.id() == m_watched) {
        publishWatched();
    }
    if (m_options.snapshots) {
        m_gone.append(gone.info());
        publishSoon();
    }
}

void Worker::publishWhenTaken()
{
    if (m_untaken > 0) {
        m_publishWhenTaken = true;
    } else {
        publish();
    }
}

void Worker::publish()
{
    QList<ClientInfo> clients = std::exchange(m_gone, {});
    for (const ClientId client : m_changed) {
        Session *of = session(client);
        // One that is over is published when it is reaped, once.
        if (of != nullptr && !of->isOver()) {
            of->isMarkedChanged = false;
            clients.append(of->info());
        }
    }
    m_changed.clear();
    if (!clients.isEmpty() || session(m_watched) != nullptr) {
        ++m_untaken;
        m_wiring.engine.post(ClientsPublished{m_wiring.index, std::move(clients)});
    }
    publishWatched();
}

void Worker::publishWatched()
{
    Session *of = session(m_watched);
    if (of == nullptr) {
        return;
    }
    WatchedClient watched = of->watched();
    // What the kernel holds changes without a report: go on looking while there is something.
    if (watched.kernelUnsent > 0 || watched.kernelInFlight > 0) {
        publishSoon();
    }
    m_wiring.engine.post(ClientWatched{std::move(watched)});
}

WorkerService *Worker::service(ServiceId id)
{
    const auto found = m_services.find(id);
    return found == m_services.end() ? nullptr : found->second.get();
}

Session *Worker::session(ClientId id)
{
    const auto found = m_sessions.find(id);
    return found == m_sessions.end() ? nullptr : found->second.get();
}

} // namespace peerglass
