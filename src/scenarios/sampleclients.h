// SPDX-License-Identifier: MIT
#pragma once

#include "scenario.h"

#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <optional>

namespace peerglass {

/// Where the sample clients connect to. Nothing: those clients do not run.
struct SampleServers
{
    std::optional<Endpoint> echo{};
    std::optional<Endpoint> chat{};
    bool chatNames = true; ///< the chat has names=on: the members take some
};

/// The times that suit people who look on: as in ScenarioTimes, but the clients are patient, since
/// an operator may hold them for long.
ScenarioTimes sampleTimes();

/// Built-in clients that show a newcomer some life: two steady echo clients, the slow one, which
/// comes again after a while, one that never reads, and three talking members of a chat. A client
/// that the server has ended does not come back. Lives in a thread with an event loop and never
/// blocks it. Deleting it closes all connections at once.
class SampleClients : public QObject
{
    Q_OBJECT
public:
    explicit SampleClients(const ScenarioTimes &times = sampleTimes(), QObject *parent = nullptr);

    /// Connects all of them. Does nothing while isRunning().
    void start(const SampleServers &servers);
    /// Ends all of them in good order, but for the one that never reads: its connection is reset.
    /// isRunning() until they have ended, at most ScenarioTimes::leaveTime.
    void stop();
    /// There are some, or the slow one will come again.
    bool isRunning() const;
    /// Clients that are connected or trying to be.
    int count() const { return int(m_clients.size()); }

Q_SIGNALS:
    /// isRunning() or count() is not what it was. May come from within start() and stop().
    void changed();
    /// Some could not connect at the start; \a sentence, escaped, says where to and why. Once for
    /// each sentence.
    void failed(const QString &sentence);

private:
    void run(Scenario *client);
    void runSlow();
    void runSlowAgain();
    void remove(Scenario *client, const ScenarioResult &result);
    void report(const QString &failure);

    const ScenarioTimes m_times;
    SampleServers m_servers;
    QList<Scenario *> m_clients; // children
    Scenario *m_slow = nullptr; // one of them, or nullptr
    bool m_slowIsBack = false; // it has been there before
    QTimer m_slowAgain;
    QSet<QString> m_failures; // reported since the start
    bool m_stopping = false;
};

} // namespace peerglass
