// SPDX-License-Identifier: MIT
// What a worker is told and asked.
#include "stream.h"
#include "worker.h"

#include <algorithm>

namespace peerglass {

void Worker::ready(Readiness)
{
    if (!hasMail()) {
        m_wiring.inbox.takeAll(m_messages); // handled at the end of the turn
    }
}

bool Worker::hasMail() const
{
    return m_nextMessage < m_messages.size();
}

void Worker::handleMail()
{
    const size_t end = std::min(m_messages.size(), m_nextMessage + maxPerTurn);
    while (m_nextMessage < end) {
        std::visit([this](auto &content) { handle(content); }, m_messages[m_nextMessage++]);
    }
    if (!hasMail()) {
        m_messages.clear();
        m_nextMessage = 0;
    }
}

void Worker::handle(AddService &message)
{
    const ServiceId id = message.service.id;
    m_services[id] = std::make_unique<WorkerService>(
        std::move(message.service), [this](ClientId client) { return session(client); });
}

void Worker::handle(ForgetService &message)
{
    m_services.erase(message.service);
}

void Worker::handle(TakeClient &message)
{
    WorkerService *owner = service(message.service);
    if (m_quitting || owner == nullptr || owner->isStopping()) {
        refuse(message, CloseReason::ServerStopped);
        return;
    }
    auto made = std::make_unique<Session>(
        static_cast<SessionHost &>(*this), SessionService{owner->spec(), owner->protocol()},
        m_events,
        Ledger::Identity{message.client, message.service, owner->endpoint(), message.peer},
        std::move(message.socket));
    Session &opened = *made;
    m_sessions.emplace(message.client, std::move(made));
    m_memory.budget().addClients(1);
    owner->add(opened);
    opened.open(owner->holdsNew());
}

void Worker::handle(StopService &message)
{
    if (WorkerService *stopped = service(message.service)) {
        stopped->stop(message);
    } else {
        m_wiring.engine.post(ServiceDrained{m_wiring.index, message.service, {}, 0});
    }
}

void Worker::handle(AskClients &message)
{
    RequestAnswered answer{.request = message.request, .found = {}, .refused = {}};
    for (const ClientId client : message.clients) {
        Session *asked = session(client);
        if (asked == nullptr) {
            continue;
        }
        answer.found.push_back(client);
        if (const Session::Refusal why = asked->act(message.action)) {
            answer.refused.push_back({client, *why});
        }
    }
    m_wiring.engine.post(std::move(answer));
}

void Worker::handle(AskService &message)
{
    RequestAnswered answer{.request = message.request, .found = {}, .refused = {}};
    if (WorkerService *asked = service(message.service)) {
        asked->act(message.action, answer);
    }
    m_wiring.engine.post(std::move(answer));
}

void Worker::handle(EndBanned &message)
{
    for (const auto &[id, each] : m_sessions) {
        if (each->peer().group == message.address) {
            each->removeBanned();
        }
    }
}

void Worker::handle(Watch &message)
{
    m_publisher.watch(message.client);
}

void Worker::handle(SnapshotsTaken &)
{
    m_publisher.taken();
}

void Worker::handle(Quit &)
{
    m_quitting = true;
    for (const auto &[id, left] : m_sessions) {
        left->abort(CloseReason::ServerStopped, {});
    }
}

void Worker::refuse(TakeClient &client, CloseReason reason)
{
    m_wiring.acceptor.post(ClientsLeft{m_wiring.index, {{client.service, client.peer.group}}});
    Event refused;
    if (const WorkerService *owner = service(client.service)) {
        Stream(std::move(client.socket)).closeWith(refusalNotice(owner->spec(), reason));
        refused.serviceUrl = owner->spec().endpoint();
    }
    refused.kind = EventKind::Refused;
    refused.service = client.service;
    refused.address = client.peer.address;
    refused.reason = reason;
    if (m_events.wantsTraffic()) {
        m_events.add(std::move(refused));
    }
}

} // namespace peerglass
