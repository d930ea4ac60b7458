// SPDX-License-Identifier: MIT
#pragma once

#include "engine.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace peerglass {

/// Gathers what the engine reports, so that the window is renewed at most 20 times a second,
/// whatever the traffic and however many workers there are. Loses nothing but views of the watched
/// client that newer ones replace. Make it before whatever else listens to serviceChanged().
class Feed : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds interval{50};

    /// \a engine outlives it.
    explicit Feed(Engine &engine, QObject *parent = nullptr);

    /// Whose views are wanted from now on: workers tell of the one before for a moment longer.
    void expect(ClientId watched);

Q_SIGNALS:
    void clientsChanged(const QList<peerglass::ClientInfo> &clients);
    void eventsAppended(const QList<peerglass::Event> &events);
    void clientWatched(const peerglass::WatchedClient &watched);
    /// After each renewal.
    void renewed();

private:
    void renewSoon();
    void renew();

    QList<ClientInfo> m_clients;
    QList<Event> m_events;
    ClientId m_expected;
    std::optional<WatchedClient> m_watched;
    QTimer m_timer;
};

} // namespace peerglass
