// SPDX-License-Identifier: MIT
#pragma once

#include "deadlinequeue.h"
#include "eventsource.h"
#include "memorywatch.h"
#include "messages.h"
#include "poller.h"
#include "session.h"
#include "snapshotpublisher.h"
#include "workerservice.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>
#include <unordered_map>
#include <vector>

namespace peerglass {

using WorkerMailbox = Mailbox<WorkerMessage>;
using AcceptorMailbox = Mailbox<AcceptorMessage>;

/// The mailboxes that a worker posts to, and its own. Owned by the engine, outlive the worker.
struct WorkerWiring
{
    WorkerIndex index = 0;
    WorkerMailbox &inbox;
    AcceptorMailbox &acceptor;
    EngineMailbox &engine;
    EventMailbox &events;
    MemoryBudget &memory; ///< all workers'
};

/// One I/O thread's work: owns sessions, watches their sockets, keeps their deadlines, publishes
/// what changes. Made and deleted in its thread, whose event loop runs nothing else.
class Worker : public QObject, private SessionHost, private PollHandler
{
    Q_OBJECT

public:
    struct Options
    {
        bool traffic = false; ///< whether anybody wants traffic events
        bool snapshots = false; ///< whether anybody wants ClientInfo
    };

    Worker(const WorkerWiring &wiring, const Options &options);
    ~Worker() override;

Q_SIGNALS:
    /// Asked to quit, and everything has been handed over.
    void finished();

private:
    /// Most messages handled, and sessions closed, in one turn: each may be told to a whole chat.
    static constexpr size_t maxPerTurn = 256;
    using Sessions = std::unordered_map<ClientId, std::unique_ptr<Session>>;

    Poller &poller() override { return m_poller; }
    std::span<char> readBuffer() override { return m_readBuffer; }
    MemoryWatch &memory() override { return m_memory; }
    void schedule(Session &session, TimePoint time) override;
    void continueLater(Session &session) override;
    void changed(Session &session) override;
    void ended(Session &session) override;

    void watchMail();
    /// There is mail.
    void ready(Readiness readiness) override;
    bool hasMail() const;
    void handleMail();
    void handle(AddService &message);
    void handle(ForgetService &message);
    void handle(TakeClient &message);
    void handle(StopService &message);
    void handle(AskClients &message);
    void handle(AskService &message);
    void handle(EndBanned &message);
    void handle(Watch &message);
    void handle(SnapshotsTaken &message);
    void handle(Quit &message);

    void refuse(TakeClient &client, CloseReason reason);
    void deadline(ClientId client);
    bool endTurn();
    void continueTurns();
    void relieveMemory();
    void memoryRelieved();
    void reap();
    void reportDrained();
    void flushEvents();
    void tellBehind();
    WorkerService *service(ServiceId id);
    Session *session(ClientId id);

    WorkerWiring m_wiring;
    EventSource m_events;
    std::vector<char> m_readBuffer;
    std::unordered_map<ServiceId, std::unique_ptr<WorkerService>> m_services;
    Poller m_poller;
    MemoryWatch m_memory;
    Sessions m_sessions;
    DeadlineQueue m_deadlines;
    SnapshotPublisher m_publisher;
    std::unique_ptr<QSocketNotifier> m_mail; ///< where the poller cannot watch the mailbox
    std::vector<WorkerMessage> m_messages;
    size_t m_nextMessage = 0; ///< of those, to be handled
    std::vector<Session *> m_ended;
    std::vector<ClientId> m_unfinished; ///< with input left for a later turn
    QTimer m_eventTimer;
    bool m_behind = false;
    bool m_quitting = false;
};

} // namespace peerglass
