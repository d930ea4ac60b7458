// SPDX-License-Identifier: MIT
#pragma once

#include "engine.h"

#include <QList>
#include <QObject>
#include <QString>

#include <optional>

namespace peerglass {

/// The services of the window: those that there are to start, and what the engine has reported of
/// them. It claims nothing that was not reported.
class ServerControl : public QObject
{
    Q_OBJECT

public:
    /// What all services together are in: the first that applies.
    enum class State {
        Draining, ///< some still are
        AcceptPaused, ///< some cannot accept
        Starting,
        Listening, ///< all of them
        Failed, ///< the last start failed
        NoService, ///< there is nothing to start
        Stopped
    };

    /// \a engine outlives it.
    explicit ServerControl(Engine &engine, QObject *parent = nullptr);

    State state() const;
    bool isRunning() const { return m_engine.isRunning(); }
    /// One per service, in their order: as reported last, or stopped and without an id where it has
    /// never been started.
    QList<ServiceInfo> services() const { return m_services; }
    QList<ServiceSpec> specs() const;
    /// Only while nothing runs.
    void setSpecs(const QList<ServiceSpec> &specs);

    void start();
    void stop(StopMode mode);
    /// For all services: whether new clients start held.
    void holdNew(bool on);
    bool holdsNew() const;

    /// The state in words; \a clients: how many are connected.
    QString sentence(qint64 clients) const;
    /// `nc 127.0.0.1 10000` for the first service that listens; empty where none does, and where a
    /// ban keeps out who runs it.
    QString command() const;
    /// The command for one service, listening or not; empty where its port is not known yet.
    static QString commandOf(const ServiceInfo &service);
    /// What to say where a ban keeps out who would run command(); empty: none does.
    QString commandBan() const;
    QList<Ban> bans() const { return m_engine.bans(); }
    /// What the engine gave a service, while it has it.
    static QList<BoundAddress> addressesOf(const ServiceInfo &service);
    /// The port it has, or will ask for; 0: a free one, known once it listens.
    static quint16 portOf(const ServiceInfo &service);
    /// Whether it is for this service that the last start failed: none is started where one cannot.
    bool isAtFault(const ServiceInfo &service) const;

Q_SIGNALS:
    void changed();
    void startFailed(const peerglass::StartError &error);

private:
    void take(const ServiceInfo &service);
    const ServiceInfo *firstListening() const;
    bool isAny(ServiceState state) const;

    Engine &m_engine;
    QList<ServiceInfo> m_services;
    std::optional<StartError> m_error;
};

/// The name of the icon that shows a state: `lamp-listening`.
QString lampOf(ServiceState state);
QString lampOf(ServerControl::State state);

} // namespace peerglass
