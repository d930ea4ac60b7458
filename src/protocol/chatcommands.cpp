// SPDX-License-Identifier: MIT
#include "chatcommands.h"

#include "chattext.h"
#include "escape.h"
#include "sharedlimits.h"

#include <algorithm>
#include <array>
#include <utility>

namespace peerglass {

namespace {

/// Names listed by /who, in bytes; the rest is counted.
constexpr qsizetype maxListBytes = 4096;

struct Words
{
    QByteArrayView first;
    QByteArrayView rest;
};

Words splitFirstWord(QByteArrayView text)
{
    const auto end = std::find_if(text.begin(), text.end(),
                                  [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
    const qsizetype length = end - text.begin();
    return {text.first(length), text.sliced(length).trimmed()};
}

/// What a client typed, quoted for a notice: harmless, and short however much was typed.
QByteArray quoted(QByteArrayView typed)
{
    const QByteArray more = typed.size() > maxNameBytes ? "..." : "";
    return '"' + escapeStart(typed, maxNameBytes).toUtf8() + more + '"';
}

} // namespace

struct ChatCommands::Command
{
    QByteArray name;
    QByteArray arguments; ///< as people are told them; empty: takes none
    QByteArray meaning;
    void (ChatCommands::*run)(ClientId, QByteArrayView);

    QByteArray usage() const { return arguments.isEmpty() ? name : name + ' ' + arguments; }

    static const std::array<Command, 6> &all();
};

const std::array<ChatCommands::Command, 6> &ChatCommands::Command::all()
{
    static const std::array<Command, 6> commands{{
        {"/nick", "NAME", "take another name", &ChatCommands::nick},
        {"/who", "", "tell who is here", &ChatCommands::who},
        {"/msg", "NAME text", "say something to one member alone", &ChatCommands::message},
        {"/me", "text", "say what you do", &ChatCommands::me},
        {"/help", "", "tell the commands", &ChatCommands::help},
        {"/quit", "", "leave", &ChatCommands::quit},
    }};
    return commands;
}

QByteArray notice(QByteArrayView text)
{
    return "* " + text.toByteArray() + '\n';
}

QByteArray tooLongNotice()
{
    return notice("too long with its control characters written out, not sent");
}

ChatCommands::ChatCommands(ChatRoom &room, Outbox &outbox, Replies &replies,
                           std::function<void(ClientId)> quit)
    : m_room(room)
    , m_outbox(outbox)
    , m_replies(replies)
    , m_quit(std::move(quit))
{
}

void ChatCommands::run(ClientId client, QByteArrayView line)
{
    const auto [name, argument] = splitFirstWord(line);
    const Command *command = find(name);
    if (!command) {
        tell(client, "there is no command " + quoted(name) + "; /help tells those there are");
    } else if (command->arguments.isEmpty() && !argument.isEmpty()) {
        tell(client, "nothing may follow " + command->name + "; right is: " + command->usage());
    } else if (!command->arguments.isEmpty() && argument.isEmpty()) {
        tell(client, command->name + " needs more; right is: " + command->usage());
    } else {
        (this->*command->run)(client, argument);
    }
}

QByteArray ChatCommands::summary()
{
    QByteArray commands;
    for (const Command &command : Command::all()) {
        commands += (commands.isEmpty() ? "" : ", ") + command.usage();
    }
    return commands;
}

const ChatCommands::Command *ChatCommands::find(QByteArrayView name)
{
    const auto found = std::find_if(Command::all().begin(), Command::all().end(),
                                    [name](const Command &c) { return c.name == name; });
    return found == Command::all().end() ? nullptr : &*found;
}

void ChatCommands::nick(ClientId client, QByteArrayView name)
{
    const QByteArray before = m_room.member(client).utf8;
    if (const auto renamed = m_room.rename(client, decodeText(name)); !renamed) {
        tell(client, "name refused: " + renamed.error().toUtf8());
        return;
    }
    const ChatRoom::Member &member = m_room.member(client);
    if (member.utf8 == before) {
        tell(client, "you are " + before + " already");
        return;
    }
    const QByteArray renaming = notice(before + " is now " + member.utf8);
    m_outbox.relay({renaming});
    m_outbox.tell(client, renaming);
    m_replies.named(client, member.name);
}

void ChatCommands::who(ClientId client, QByteArrayView)
{
    tell(client, QByteArray::number(m_room.size()) + " here: " + m_room.listNames(maxListBytes));
}

void ChatCommands::message(ClientId client, QByteArrayView nameAndText)
{
    const auto [name, text] = splitFirstWord(nameAndText);
    const std::optional<ClientId> receiver = m_room.find(decodeText(name));
    if (text.isEmpty()) {
        tell(client, "/msg needs a text after the name; right is: /msg NAME text");
    } else if (!receiver) {
        tell(client, "nobody here is called " + quoted(name) + "; /who tells the names");
    } else if (*receiver == client) {
        tell(client, "that is you; /who tells the other names");
    } else {
        sendPrivately(client, *receiver, text);
    }
}

void ChatCommands::sendPrivately(ClientId from, ClientId to, QByteArrayView text)
{
    const QByteArray rest = " -> " + m_room.member(to).utf8 + "> " + safeText(text) + '\n';
    if (!m_outbox.fits(rest.size())) {
        m_outbox.tell(from, tooLongNotice());
        return;
    }
    const QByteArray line = '<' + m_room.member(from).utf8 + rest;
    m_outbox.tell(to, line);
    m_outbox.tell(from, line);
}

void ChatCommands::me(ClientId client, QByteArrayView text)
{
    const QByteArray action = '*' + safeText(text) + '*';
    if (!m_outbox.fits(action.size())) {
        m_outbox.tell(client, tooLongNotice());
        return;
    }
    m_outbox.relay({m_room.member(client).prefix, action, "\n"});
}

void ChatCommands::help(ClientId client, QByteArrayView)
{
    for (const Command &command : Command::all()) {
        tell(client, command.usage() + " - " + command.meaning);
    }
    tell(client, "//x sends the line /x");
}

void ChatCommands::quit(ClientId client, QByteArrayView)
{
    m_quit(client);
}

void ChatCommands::tell(ClientId client, QByteArrayView text)
{
    m_outbox.tell(client, notice(text));
}

} // namespace peerglass
