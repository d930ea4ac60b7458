// SPDX-License-Identifier: MIT
#pragma once

#include "addressgroup.h"
#include "ban.h"
#include "clientinfo.h"
#include "event.h"
#include "filedescriptor.h"
#include "ids.h"
#include "listener.h"
#include "mailbox.h"
#include "requests.h"
#include "serviceinfo.h"
#include "servicespec.h"
#include "totals.h"
#include "watchedclient.h"

#include <QString>

#include <chrono>
#include <memory>
#include <variant>
#include <vector>

/// What the engine's threads tell one another, all of it through mailboxes.
namespace peerglass {

using SharedSpec = std::shared_ptr<const ServiceSpec>;
using WorkerIndex = quint32;

struct ServiceStart
{
    ServiceId id;
    SharedSpec spec;
};

// To the acceptor.

/// Listen for all of these or for none; answered by ServicesListening or ServicesFailed.
struct StartServices
{
    std::vector<ServiceStart> services;
};
/// Stop listening; answered by ListenersClosed. What has been accepted was handed on before.
struct CloseListeners
{
    ServiceId service;
};
/// These clients have left worker `worker`: their places are free.
struct ClientsLeft
{
    struct Place
    {
        ServiceId service;
        AddressGroup address;
    };
    WorkerIndex worker = 0;
    std::vector<Place> places; ///< one per client
};
/// A worker has more life events than the journal takes: accept nobody until it has fewer.
struct JournalBehind
{
    WorkerIndex worker = 0;
    bool behind = false;
};
/// Accept nobody from there and end those who are there. Answered by BansChanged.
struct BanAddress
{
    AddressGroup address;
    std::optional<std::chrono::milliseconds> duration; ///< nothing: until it is lifted
};
/// Answered by BansChanged and RequestAnswered.
struct UnbanAddress
{
    quint64 request = 0;
    AddressGroup address;
};
/// End the thread; the last message.
struct Quit
{
};
using AcceptorMessage = std::variant<StartServices, CloseListeners, ClientsLeft, JournalBehind,
                                     BanAddress, UnbanAddress, Quit>;

// To a worker.

struct AddService
{
    ServiceStart service;
};
/// The service never came to listen.
struct ForgetService
{
    ServiceId service;
};
struct TakeClient
{
    FileDescriptor socket;
    ClientId client;
    ServiceId service;
    PeerAddress peer;
};
/// No more clients will come: end those there are; answered by ServiceDrained.
struct StopService
{
    ServiceId service;
    StopMode mode = StopMode::Graceful;
    std::chrono::milliseconds drain{0};
};
/// Answered by RequestAnswered.
struct AskClients
{
    quint64 request = 0;
    std::vector<ClientId> clients;
    ClientAction action;
};
struct AskService
{
    quint64 request = 0;
    ServiceId service;
    ServiceAction action;
};
/// Kick, after what waits has been sent, all clients from there.
struct EndBanned
{
    AddressGroup address;
};
/// Publish this client's queue and conversation from now on; null: nobody's.
struct Watch
{
    ClientId client;
};
/// The engine has taken the last ClientsPublished: the next may come.
struct SnapshotsTaken
{
};
using WorkerMessage = std::variant<AddService, ForgetService, TakeClient, StopService, AskClients,
                                   AskService, EndBanned, Watch, SnapshotsTaken, Quit>;

// To the engine.

struct ServicesListening
{
    std::vector<ServiceId> services;
    std::vector<BoundAddress> addresses;
};
struct ServicesFailed
{
    std::vector<ServiceId> services;
    StartError error;
};
struct ListenersClosed
{
    ServiceId service;
};
struct AcceptingChanged
{
    bool paused = false;
    QString why;
};
struct BansChanged
{
    QList<Ban> bans; ///< all there are
};
/// A worker has ended its last client of a stopped service.
struct ServiceDrained
{
    WorkerIndex worker = 0;
    ServiceId service;
    Totals totals;
    qint64 clients = 0;
};
/// Answered by SnapshotsTaken; until then a worker publishes nothing more, so that an engine whose
/// thread is busy finds the newest state and no queue of old ones.
struct ClientsPublished
{
    WorkerIndex worker = 0;
    QList<ClientInfo> clients;
};
struct ClientWatched
{
    WatchedClient watched;
};
/// What became of a request in one worker, or in the acceptor.
struct RequestAnswered
{
    struct Refused
    {
        ClientId client; ///< null: the whole service
        QString why;
    };
    quint64 request = 0;
    std::vector<ClientId> found; ///< the clients this worker has
    std::vector<Refused> refused;
};
/// Answered by EventsTaken; until then the journal publishes nothing more.
struct EventsPublished
{
    QList<Event> events;
};
/// A complaint of the journal: standard output or the log file.
struct LogTrouble
{
    QString text;
};
enum class EngineThread { Acceptor, Worker, Journal };
/// The thread has everything that it needs.
struct ThreadReady
{
};
/// The thread has done its last work.
struct ThreadEnded
{
    EngineThread thread = EngineThread::Worker;
};
using EngineMessage
    = std::variant<ServicesListening, ServicesFailed, ListenersClosed, AcceptingChanged,
                   BansChanged, ServiceDrained, ClientsPublished, ClientWatched, RequestAnswered,
                   EventsPublished, LogTrouble, ThreadReady, ThreadEnded>;
using EngineMailbox = Mailbox<EngineMessage>;

/// Makes one visitor of several lambdas.
template <typename... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

} // namespace peerglass
