// SPDX-License-Identifier: MIT
#pragma once

#include "chatcommands.h"
#include "chatroom.h"
#include "lineprotocol.h"

namespace peerglass {

/// Chat with names: a line goes to all others as `<name> line`, the server's notices begin with
/// `* `, and what begins with `/` is a command.
class ChatProtocol : public LineProtocol
{
public:
    /// \a replies must outlive the protocol.
    ChatProtocol(const ServiceSpec &spec, Replies &replies);

    void opened(ClientId client) override;
    void closed(ClientId client, CloseReason reason) override;
    void removing(ClientId client, const QString &reason) override;
    bool say(const QString &text) override;
    void stopping() override;

protected:
    void takeLine(ClientId client, QByteArrayView line) override;
    void refuseLongLine(ClientId client) override;

private:
    void greet(ClientId client);
    void relay(ClientId client, QByteArrayView text);

    ChatRoom m_room;
    ChatCommands m_commands;
    bool m_stopping = false;
};

} // namespace peerglass
