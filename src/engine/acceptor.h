// SPDX-License-Identifier: MIT
#pragma once

#include "binding.h"
#include "eventsource.h"
#include "messages.h"
#include "worker.h"

#include <QObject>
#include <QSet>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>
#include <unordered_map>
#include <vector>

namespace peerglass {

/// The mailboxes that the acceptor posts to, and its own. Owned by the engine, outlive it.
struct AcceptorWiring
{
    AcceptorMailbox &inbox;
    std::vector<WorkerMailbox *> workers;
    EngineMailbox &engine;
    EventMailbox &events;
};

/// Listens, names the clients and hands their descriptors to the workers; or refuses them at the
/// door. In a thread of its own, so that a flood of connects delays no session.
class Acceptor : public QObject
{
    Q_OBJECT

public:
    Acceptor(AcceptorWiring wiring, bool traffic);
    ~Acceptor() override;

Q_SIGNALS:
    /// Asked to quit, and everything has been handed over.
    void finished();

private:
    struct Service
    {
        ServiceStart start;
        Binding binding;
        qint64 clients = 0; ///< there now
    };

    void takeMail();
    /// Frees the places of those that have left and keeps the rest for takeMail(): safe while a
    /// listener is accepting.
    void collectMail();
    void freePlaces(const ClientsLeft &message);
    void handle(const StartServices &message);
    void handle(const CloseListeners &message);
    void handle(const ClientsLeft &message);
    void handle(const JournalBehind &message);
    void handle(const Quit &message);

    void fail(const StartServices &message, const ServiceStart &failed, const StartError &error);
    void announce(const StartServices &message);
    void accepted(Service &service, FileDescriptor socket);
    void refuse(const Service &service, FileDescriptor socket, const PeerAddress &peer,
                CloseReason reason);
    WorkerIndex chooseWorker(const ServiceStart &service) const;

    void acceptFailed(const QString &why);
    void retryAccepting();
    void setAccepting(bool on, const QString &why);
    Event makeEvent(EventKind kind, const ServiceStart &service) const;
    void flushEvents();

    AcceptorWiring m_wiring;
    EventSource m_events;
    std::unordered_map<ServiceId, std::unique_ptr<Service>> m_services;
    std::vector<qint64> m_loads; ///< clients of each worker
    std::unique_ptr<QSocketNotifier> m_mail;
    std::vector<AcceptorMessage> m_mailToHandle;
    QTimer m_mailTimer;
    quint64 m_lastClient = 0;
    QSet<WorkerIndex> m_behind; ///< workers whose journal mailbox is full
    bool m_accepting = true;
    bool m_quitting = false;
    QTimer m_retry;
    QTimer m_eventTimer;
};

} // namespace peerglass
