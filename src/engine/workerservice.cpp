// SPDX-License-Identifier: MIT
#include "workerservice.h"

#include "sharedlimits.h"

namespace peerglass {

using namespace Qt::StringLiterals;

WorkerService::WorkerService(ServiceStart start, FindSession find)
    : m_start(std::move(start))
    , m_endpoint(m_start.spec->endpoint())
    , m_find(std::move(find))
    , m_protocol(makeProtocol(*m_start.spec, *this))
    , m_holdNew(m_start.spec->hold)
{
}

void WorkerService::add(Session &session)
{
    session.placeInService = m_sessions.size();
    m_sessions.push_back(&session);
    ++m_clients;
}

void WorkerService::remove(Session &session)
{
    Session *last = m_sessions.back();
    m_sessions[session.placeInService] = last;
    last->placeInService = session.placeInService;
    m_sessions.pop_back();
    m_protocol->closed(session.id(), session.closeReason());
    m_totals += session.totals();
}

void WorkerService::act(const ServiceAction &action, RequestAnswered &answer)
{
    std::visit(Overloaded{
                   [&](const action::Broadcast &raw) { broadcastRaw(raw.bytes, answer); },
                   [&](const action::Say &words) { say(words.text, answer); },
                   [&](const action::HoldNew &holdNew) { m_holdNew = holdNew.on; },
               },
               action);
}

void WorkerService::broadcastRaw(const QByteArray &bytes, RequestAnswered &answer)
{
    Delivery delivery{QByteArrayView(bytes)};
    for (Session *session : m_sessions) {
        if (const Session::Refusal why = session->send(delivery)) {
            answer.refused.push_back({session->id(), *why});
        }
    }
}

void WorkerService::say(const QString &text, RequestAnswered &answer)
{
    if (!m_protocol->say(text)) {
        answer.refused.push_back({{}, u"an echo service has no conversation to speak in"_s});
    }
}

void WorkerService::stop(const StopService &stop)
{
    const bool first = !m_stopping;
    m_stopping = true;
    if (stop.mode == StopMode::AtOnce) {
        for (Session *session : m_sessions) {
            session->abort(CloseReason::ServerStopped, {});
        }
        return;
    }
    if (first) {
        for (Session *session : m_sessions) {
            session->beginLastWords();
        }
        m_protocol->stopping();
        const TimePoint deadline = Clock::now() + stop.drain;
        for (Session *session : m_sessions) {
            session->finish(CloseReason::ServerStopped, {}, deadline);
        }
    }
}

void WorkerService::received(ClientId from, qint64 messages)
{
    if (Session *session = m_find(from)) {
        session->countReceived(messages);
    }
}

void WorkerService::send(ClientId to, QByteArrayView message)
{
    Session *session = m_find(to);
    if (session != nullptr && !message.isEmpty()) {
        Delivery delivery(message);
        session->deliver(delivery);
    }
}

void WorkerService::send(ClientId to, const MessageBatch &messages)
{
    Session *session = m_find(to);
    if (session != nullptr && !messages.isEmpty()) {
        Delivery delivery(messages);
        session->deliver(delivery);
    }
}

void WorkerService::broadcast(const MessageBatch &messages, ClientId except)
{
    if (messages.isEmpty()) {
        return;
    }
    Delivery delivery(messages);
    for (Session *session : m_sessions) {
        if (session->id() != except) {
            session->deliver(delivery);
        }
    }
}

void WorkerService::broadcastToEarlier(const MessageBatch &messages, ClientId newcomer)
{
    if (messages.isEmpty()) {
        return;
    }
    Delivery delivery(messages);
    for (Session *session : m_sessions) {
        if (session->id() < newcomer) {
            session->deliver(delivery);
        }
    }
}

void WorkerService::finish(ClientId client, CloseReason reason)
{
    if (Session *session = m_find(client)) {
        session->finish(reason, {}, Clock::now() + finishDeadline);
    }
}

void WorkerService::named(ClientId client, const QString &name)
{
    if (Session *session = m_find(client)) {
        session->setName(name);
    }
}

} // namespace peerglass
