// SPDX-License-Identifier: MIT
#pragma once

#include "acceptpause.h"
#include "banlist.h"
#include "binding.h"
#include "door.h"
#include "eventsource.h"
#include "messages.h"
#include "worker.h"

#include <QObject>
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
/// door. Hands what happens to parts that know nothing of one another (Door, BanList, AcceptPause),
/// and decides from what they answer. In a thread of its own, so that a flood of connects delays no
/// session.
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
        explicit Service(const ServiceStart &started)
            : start(started)
            , door({.clients = started.spec->clients, .perAddress = started.spec->perAddress})
        {
        }

        ServiceStart start;
        Binding binding;
        Door door;
    };

    void takeMail();
    /// Frees the places of those that have left and keeps the rest for takeMail(): safe while a
    /// listener is accepting.
    void collectMail();
    void handle(const StartServices &message);
    void handle(const CloseListeners &message);
    void handle(const ClientsLeft &message);
    void handle(const JournalBehind &message);
    void handle(const BanAddress &message);
    void handle(const UnbanAddress &message);
    void handle(const Quit &message);

    StartError withHolder(StartError error) const;
    void fail(const StartServices &message, const ServiceStart &failed, const StartError &error);
    /// Lowers the limits of clients where there are not that many descriptors, and says so.
    void limitToDescriptors(const std::vector<ServiceStart> &starts);
    void announce(const Service &service, ServicesListening &answer);
    void accepted(Service &service, FileDescriptor socket);
    /// Gives the workers those who were accepted since the last time.
    void handOver();
    std::optional<CloseReason> refusal(const Service &service, const PeerAddress &peer);
    void refuse(const Service &service, FileDescriptor socket, const PeerAddress &peer,
                CloseReason reason);
    WorkerIndex chooseWorker(const ServiceStart &service) const;

    void endBans();
    /// Tells the engine, and wakes up when the next one ends.
    void bansChanged();
    void noteBan(EventKind kind, const AddressGroup &address, const QString &text);

    void acceptFailed(int error);
    void retryAccepting();
    void retrySoon();
    /// Tells those who wait to go, by means of the descriptors that are kept. Whether there are
    /// more.
    bool turnAwayWaiting();
    /// Accepts some of those who wait and refuses them. Whether there may be more.
    bool turnAway(const Service &service, Listener &listener, CloseReason reason);
    /// The service stops: whoever has connected and was not accepted yet is told so.
    void turnAwayLast(const Service &service);
    void pauseOrResume(const QString &why);
    Event makeEvent(EventKind kind, const ServiceStart &service) const;
    void flushEvents();

    AcceptorWiring m_wiring;
    EventSource m_events;
    std::unordered_map<ServiceId, std::unique_ptr<Service>> m_services;
    std::vector<qint64> m_loads; ///< clients of each worker
    std::vector<std::vector<WorkerMessage>> m_taken; ///< for each worker, to be handed over
    std::unique_ptr<QSocketNotifier> m_mail;
    std::vector<AcceptorMessage> m_mailToHandle;
    QTimer m_mailTimer;
    quint64 m_lastClient = 0;
    BanList m_bans;
    QTimer m_banTimer; ///< for the next ban that ends
    AcceptPause m_pause;
    QTimer m_retry; ///< runs while accepting fails
    bool m_accepting = true; ///< as was told
    bool m_quitting = false;
    QTimer m_eventTimer;
};

} // namespace peerglass
