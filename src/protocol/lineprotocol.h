// SPDX-License-Identifier: MIT
#pragma once

#include "lineframer.h"
#include "outbox.h"
#include "protocol.h"

#include <unordered_map>

namespace peerglass {

/// What the two kinds of chat share: who is there, their lines, and the turns they are taken in.
class LineProtocol : public Protocol
{
public:
    void opened(ClientId client) override;
    qsizetype received(ClientId client, QByteArrayView bytes) override;
    void finished(ClientId client) override;
    void closed(ClientId client, CloseReason reason) override;
    void turnEnded() override;
    qint64 unfinishedInput(ClientId client) const override;

protected:
    /// \a replies must outlive the protocol.
    LineProtocol(const ServiceSpec &spec, Replies &replies);

    /// One line: without white space at its ends, not empty.
    virtual void takeLine(ClientId client, QByteArrayView line) = 0;
    /// Called before the client is finished for a line above the limit.
    virtual void refuseLongLine(ClientId client) = 0;

    Replies &replies() { return m_replies; }
    Outbox &outbox() { return m_outbox; }
    /// All clients, those that are going included, but one.
    qsizetype othersCount() const;
    /// Finishes the client; its later input is thrown away.
    void end(ClientId client, CloseReason reason);

private:
    struct Client
    {
        LineFramer framer;
        bool ended = false;
    };
    void takeTrimmed(ClientId client, QByteArrayView line);
    /// Tells and sends what the turn has brought so far.
    void settle(ClientId client);

    Replies &m_replies;
    const qint64 m_lineLimit;
    Outbox m_outbox;
    qint64 m_messages = 0; ///< found in this turn and not told yet
    std::unordered_map<ClientId, Client> m_clients;
};

} // namespace peerglass
