// SPDX-License-Identifier: MIT
#include "feed.h"

#include <utility>

namespace peerglass {

Feed::Feed(Engine &engine, QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &Feed::renew);
    // Nobody is to read of a service that has stopped while its clients still seem to be there.
    connect(&engine, &Engine::serviceChanged, this, [this](const ServiceInfo &service) {
        if (service.state == ServiceState::Stopped) {
            renew();
        }
    });
    connect(&engine, &Engine::clientsChanged, this, [this](const QList<ClientInfo> &clients) {
        m_clients.append(clients);
        renewSoon();
    });
    connect(&engine, &Engine::eventsAppended, this, [this](const QList<Event> &events) {
        m_events.append(events);
        renewSoon();
    });
    connect(&engine, &Engine::clientWatched, this, [this](const WatchedClient &watched) {
        if (watched.client == m_expected) {
            m_watched = watched;
            renewSoon();
        }
    });
}

void Feed::expect(ClientId watched)
{
    m_expected = watched;
    m_watched.reset();
}

void Feed::renewSoon()
{
    if (!m_timer.isActive()) {
        m_timer.start();
    }
}

void Feed::renew()
{
    if (!m_clients.isEmpty()) {
        Q_EMIT clientsChanged(std::exchange(m_clients, {}));
    }
    if (m_watched) {
        Q_EMIT clientWatched(*std::exchange(m_watched, std::nullopt));
    }
    if (!m_events.isEmpty()) {
        Q_EMIT eventsAppended(std::exchange(m_events, {}));
    }
    Q_EMIT renewed();
}

} // namespace peerglass
