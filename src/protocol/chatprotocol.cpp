// SPDX-License-Identifier: MIT
#include "chatprotocol.h"

#include "chattext.h"

namespace peerglass {

namespace {

/// Names listed in the greeting, in bytes; the rest is counted.
constexpr qsizetype maxGreetingNames = 512;

QByteArray othersHere(const ChatRoom &room, ClientId client)
{
    const qsizetype others = room.size() - 1;
    if (others == 0) {
        return "nobody else is here";
    }
    return QByteArray::number(others) + (others == 1 ? " other is" : " others are")
        + " here: " + room.listNames(maxGreetingNames, client);
}

} // namespace

ChatProtocol::ChatProtocol(const ServiceSpec &spec, Replies &replies)
    : LineProtocol(spec, replies)
    , m_commands(m_room, outbox(), replies,
                 [this](ClientId client) { end(client, CloseReason::ClientClosed); })
{
}

void ChatProtocol::opened(ClientId client)
{
    LineProtocol::opened(client);
    m_room.join(client);
    const ChatRoom::Member &member = m_room.member(client);
    replies().named(client, member.name);
    greet(client);
    outbox().relayNewcomer(client, notice(member.utf8 + " joined"));
}

void ChatProtocol::closed(ClientId client, CloseReason reason)
{
    const QByteArray name = m_room.member(client).utf8;
    m_room.leave(client);
    LineProtocol::closed(client, reason);
    if (!m_stopping) { // then all leave, and nobody has to be told one by one
        outbox().relay({notice(name + " left (" + toText(reason).toUtf8() + ')')});
    }
}

void ChatProtocol::removing(ClientId client, const QString &reason)
{
    const QByteArray why = reason.isEmpty() ? QByteArray() : ": " + safeText(reason);
    outbox().tell(client, notice("removed" + why));
}

bool ChatProtocol::say(const QString &text)
{
    outbox().relay({"<operator> ", safeText(text), "\n"});
    outbox().flush();
    return true;
}

void ChatProtocol::stopping()
{
    m_stopping = true;
    outbox().relay({notice("Shutdown Server")});
    outbox().flush();
}

void ChatProtocol::takeLine(ClientId client, QByteArrayView line)
{
    if (!line.isValidUtf8()) {
        outbox().tell(client, notice("not UTF-8, not sent"));
    } else if (line.startsWith("//")) {
        relay(client, line.sliced(1));
    } else if (line.startsWith('/')) {
        m_commands.run(client, line);
    } else {
        relay(client, line);
    }
}

void ChatProtocol::refuseLongLine(ClientId client)
{
    outbox().tell(client, notice("line too long"));
}

void ChatProtocol::greet(ClientId client)
{
    MessageBatch greeting;
    greeting.append(notice("Welcome to Peerglass. You are " + m_room.member(client).utf8 + "; "
                           + othersHere(m_room, client) + '.'));
    static const QByteArray commands = notice("Commands: " + ChatCommands::summary()
                                              + ". //x sends /x.");
    greeting.append(commands);
    replies().send(client, greeting); // whatever waits for all waits for those who came earlier
}

void ChatProtocol::relay(ClientId client, QByteArrayView text)
{
    const QByteArray &prefix = m_room.member(client).prefix;
    if (isPlainText(text)) { // the usual case needs no copy of the line
        outbox().relay({prefix, text, "\n"});
        return;
    }
    const QByteArray safe = safeText(text);
    if (outbox().fits(safe.size())) {
        outbox().relay({prefix, safe, "\n"});
    } else {
        outbox().tell(client, tooLongNotice());
    }
}

} // namespace peerglass
