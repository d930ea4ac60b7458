// SPDX-License-Identifier: MIT
#include "worker.h"

#include "sharedlimits.h"

#include <algorithm>

namespace peerglass {

namespace {

// Long enough that a client's next message mostly comes within it, and no timer minds.
constexpr std::chrono::milliseconds linger{2};

} // namespace

Worker::Worker(const WorkerWiring &wiring, const Options &options)
    : m_wiring(wiring)
    , m_events(wiring.events, options.traffic)
    , m_readBuffer(static_cast<size_t>(maxReadPerTurn))
    , m_poller([this] { return endTurn(); }, linger)
    , m_memory(wiring.memory,
               {.relieve = [this] { relieveMemory(); },
                .relieved =
                    [this] {
                        memoryRelieved();
                    }})
    , m_deadlines([this](ClientId client, TimePoint) { deadline(client); })
    , m_publisher({.index = wiring.index, .snapshots = options.snapshots}, wiring.engine,
                  [this](ClientId client) { return session(client); })
{
    watchMail();
    m_eventTimer.setSingleShot(true);
    m_eventTimer.setInterval(eventInterval);
    connect(&m_eventTimer, &QTimer::timeout, this, [this] {
        m_events.flush();
        flushEvents();
    });
}

Worker::~Worker() = default;

void Worker::watchMail()
{
    // The poller, which waits by itself, should not keep mail waiting with it. Where the kernel
    // refuses (Poller::add()), nothing is watched that it could wait for, and the event loop does.
    if (m_poller.add(m_wiring.inbox.descriptor(), {.read = true}, this) == 0) {
        m_mail = m_wiring.inbox.notify([this] {
            ready({});
            m_poller.runSoon();
        });
    }
}

void Worker::schedule(Session &session, TimePoint time)
{
    m_deadlines.remove(session.id(), session.scheduledAt);
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
    m_publisher.changed(session);
}

void Worker::ended(Session &session)
{
    m_ended.push_back(&session);
    m_poller.runSoon();
}

void Worker::deadline(ClientId client)
{
    Session *due = session(client); // there, or reap() had removed its entry
    due->scheduledAt = TimePoint::max();
    due->timeout();
    m_poller.runSoon(); // whatever came of it is seen to at the end of a turn
}

bool Worker::endTurn()
{
    handleMail();
    continueTurns();
    reap();
    for (const auto &[id, each] : m_services) {
        each->protocol().turnEnded();
    }
    reportDrained();
    flushEvents();
    return hasMail() || !m_unfinished.empty() || !m_ended.empty();
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
    if (m_ended.empty()) {
        return;
    }
    // Telling a protocol that one has gone may end others, and there may be more than a turn is
    // for: their turn comes next.
    const auto end = m_ended.begin()
        + static_cast<std::ptrdiff_t>(std::min(m_ended.size(), maxPerTurn));
    const std::vector<Session *> ended(m_ended.begin(), end);
    m_ended.erase(m_ended.begin(), end);
    // Before anything is closed: a client that sees its end and comes back finds its place free.
    ClientsLeft left{.worker = m_wiring.index, .places = {}};
    for (const Session *gone : ended) {
        left.places.push_back({gone->service(), gone->peer().group});
    }
    m_wiring.acceptor.post(std::move(left));
    for (Session *gone : ended) {
        service(gone->service())->remove(*gone);
        gone->close();
        m_publisher.left(*gone);
        m_deadlines.remove(gone->id(), gone->scheduledAt);
        m_sessions.erase(gone->id());
        m_memory.budget().addClients(-1);
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
        m_publisher.publish();
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
    if (m_quitting && !hasMail() && m_sessions.empty() && m_events.isEmpty()) {
        m_publisher.publish();
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
