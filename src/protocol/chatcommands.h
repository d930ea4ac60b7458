// SPDX-License-Identifier: MIT
#pragma once

#include "chatroom.h"
#include "ids.h"
#include "outbox.h"
#include "replies.h"

#include <QByteArrayView>
#include <QString>

#include <functional>

namespace peerglass {

/// A line that the server itself says: `* text\n`. Members' lines all begin with `<`, so none of
/// them can pass for a notice.
QByteArray notice(QByteArrayView text);

/// Said to the sender of a message that does not fit into any queue once it is escaped. So no
/// member can have the others closed for an overflow.
QByteArray tooLongNotice();

/// The commands of a chat. All that is wrong with one is told to its sender alone.
class ChatCommands
{
public:
    /// All three must outlive this. \a quit ends the client that asked for it.
    ChatCommands(ChatRoom &room, Outbox &outbox, Replies &replies,
                 std::function<void(ClientId)> quit);

    /// Does what \a line asks for: valid UTF-8 that begins with `/`, and not with `//`.
    void run(ClientId client, QByteArrayView line);

    /// All commands in one line: `/nick NAME, /who, …`.
    static QByteArray summary();

private:
    struct Command;
    static const Command *find(QByteArrayView name);

    void nick(ClientId client, QByteArrayView name);
    void who(ClientId client, QByteArrayView);
    void message(ClientId client, QByteArrayView nameAndText);
    void sendPrivately(ClientId from, ClientId to, QByteArrayView text);
    void me(ClientId client, QByteArrayView text);
    void help(ClientId client, QByteArrayView);
    void quit(ClientId client, QByteArrayView);
    void tell(ClientId client, QByteArrayView text);

    ChatRoom &m_room;
    Outbox &m_outbox;
    Replies &m_replies;
    std::function<void(ClientId)> m_quit;
};

} // namespace peerglass
