// SPDX-License-Identifier: MIT
#include "snapshotpublisher.h"

#include "sharedlimits.h"

#include <utility>

namespace peerglass {

namespace {

// Of clients that came and went while the engine's thread was busy, so many are kept for it.
constexpr qsizetype mostUnheardOf = 10'000;

} // namespace

SnapshotPublisher::SnapshotPublisher(const Options &options, EngineMailbox &engine,
                                     FindSession find)
    : m_options(options)
    , m_engine(engine)
    , m_find(std::move(find))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(publishInterval);
    connect(&m_timer, &QTimer::timeout, this, &SnapshotPublisher::publishWhenTaken);
}

void SnapshotPublisher::changed(Session &session)
{
    if (!m_options.snapshots || session.isMarkedChanged) {
        return;
    }
    session.isMarkedChanged = true;
    m_changed.insert(session.id());
    publishSoon();
}

void SnapshotPublisher::left(Session &gone)
{
    if (gone.id() == m_watched) {
        publishWatched();
    }
    m_changed.erase(gone.id());
    // Nobody misses the end of one that nobody has heard of.
    const bool isMissed = gone.isPublished || m_gone.size() < mostUnheardOf;
    if (m_options.snapshots && isMissed) {
        m_gone.append(gone.info());
        publishSoon();
    }
}

void SnapshotPublisher::watch(ClientId client)
{
    if (Session *before = m_find(m_watched)) {
        before->setWatched(false);
    }
    m_watched = client;
    if (Session *now = m_find(m_watched)) {
        now->setWatched(true);
        publishWatched();
    }
}

void SnapshotPublisher::taken()
{
    --m_untaken;
    if (m_untaken == 0 && std::exchange(m_publishWhenTaken, false)) {
        publishSoon();
    }
}

void SnapshotPublisher::publishSoon()
{
    // Not started anew while it runs: those who come and go without a pause would put it off.
    if (!m_timer.isActive()) {
        m_timer.start();
    }
}

void SnapshotPublisher::publishWhenTaken()
{
    if (m_untaken > 0) {
        m_publishWhenTaken = true;
    } else {
        publish();
    }
}

void SnapshotPublisher::publish()
{
    QList<ClientInfo> clients = std::exchange(m_gone, {});
    for (const ClientId client : m_changed) {
        Session *of = m_find(client);
        // One that is over is published when it is reaped, once.
        if (of != nullptr && !of->isOver()) {
            of->isMarkedChanged = false;
            of->isPublished = true;
            clients.append(of->info());
        }
    }
    m_changed.clear();
    if (!clients.isEmpty() || m_find(m_watched) != nullptr) {
        ++m_untaken;
        m_engine.post(ClientsPublished{m_options.index, std::move(clients)});
    }
    publishWatched();
}

void SnapshotPublisher::publishWatched()
{
    Session *of = m_find(m_watched);
    if (of == nullptr) {
        return;
    }
    WatchedClient watched = of->watched();
    // What the kernel holds changes without a report: go on looking while there is something.
    if (watched.kernelUnsent > 0 || watched.kernelInFlight > 0) {
        publishSoon();
    }
    m_engine.post(ClientWatched{std::move(watched)});
}

} // namespace peerglass
