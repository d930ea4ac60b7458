// SPDX-License-Identifier: MIT
#pragma once

#include "messages.h"
#include "protocol.h"
#include "replies.h"
#include "session.h"

#include <functional>
#include <memory>
#include <vector>

namespace peerglass {

/// One worker's part of a service: its protocol, and its clients in no particular order. Carries
/// out what the protocol answers. Lives in the worker's thread; does not own the sessions.
class WorkerService : public Replies
{
public:
    using FindSession = std::function<Session *(ClientId)>;

    WorkerService(ServiceStart start, FindSession find);

    ServiceId id() const { return m_start.id; }
    const ServiceSpec &spec() const { return *m_start.spec; }
    /// As given; one text, which all its clients share.
    const QString &endpoint() const { return m_endpoint; }
    Protocol &protocol() { return *m_protocol; }

    void add(Session &session);
    /// Removes a session that is over, tells the protocol and keeps its totals.
    void remove(Session &session);

    bool holdsNew() const { return m_holdNew; }
    /// Carries out \a action; refusals go into \a answer.
    void act(const ServiceAction &action, RequestAnswered &answer);

    /// Begins to end all clients. A second call AtOnce cuts it short.
    void stop(const StopService &stop);
    bool isStopping() const { return m_stopping; }
    /// Stopping, and the last client has gone; then report() tells the totals.
    bool isDrained() const { return m_stopping && m_sessions.empty(); }
    ServiceDrained report(WorkerIndex worker) const { return {worker, id(), m_totals, m_clients}; }

    void received(ClientId from, qint64 messages) override;
    void send(ClientId to, QByteArrayView message) override;
    void send(ClientId to, const MessageBatch &messages) override;
    void broadcast(const MessageBatch &messages, ClientId except) override;
    void broadcastToEarlier(const MessageBatch &messages, ClientId newcomer) override;
    void finish(ClientId client, CloseReason reason) override;
    void named(ClientId client, const QString &name) override;

private:
    void broadcastRaw(const QByteArray &bytes, RequestAnswered &answer);
    void say(const QString &text, RequestAnswered &answer);

    ServiceStart m_start;
    const QString m_endpoint;
    FindSession m_find;
    std::unique_ptr<Protocol> m_protocol;
    std::vector<Session *> m_sessions;
    Totals m_totals; ///< of the clients that have gone
    qint64 m_clients = 0;
    bool m_holdNew = false;
    bool m_stopping = false;
};

} // namespace peerglass
