// SPDX-License-Identifier: MIT
#include "chatwitness.h"

#include "harmless.h"
#include "require.h"
#include "sharedlimits.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

/// The longest notice, which is the list of /who, and what stands before it.
constexpr qsizetype longestNotice = 4096 + 256;

/// A name as README.md promises it, but for what two scripts have alike.
bool isWellFormed(const QString &name)
{
    const qsizetype length = name.toUcs4().size();
    return length >= 1 && length <= maxNameCodePoints && isHarmless(name)
        && name == name.normalized(QString::NormalizationForm_C) && !QChar::isMark(name.toUcs4()[0])
        && allOf(name, [](char32_t code) {
               return code > U' ' && code != U'<' && code != U'>' && code != U'*';
           });
}

/// What two names that may not be told apart have in common.
QString folded(const QString &name)
{
    return name.toCaseFolded().normalized(QString::NormalizationForm_C).toCaseFolded();
}

} // namespace

void ChatWitness::setSpeaker(ClientId client)
{
    m_speaker = client;
    static const QByteArray operatorPrefix = "<operator> ";
    m_prefix = client.isNull() ? operatorPrefix : member(client).prefix;
    m_ownPrefix = m_prefix;
    m_relayed.clear();
    m_found = 0;
    m_announced = 0;
}

void ChatWitness::received(ClientId from, qint64 messages)
{
    require(from == m_speaker && messages > 0, "messages come from whoever speaks");
    m_found += messages;
}

void ChatWitness::send(ClientId to, QByteArrayView message)
{
    require(m_members.count(to) > 0, "only members are sent to");
    check(message, to == m_speaker ? m_ownPrefix : m_prefix);
    noteNews(m_members.at(to), message);
}

template <typename Take>
void ChatWitness::forEachMessage(const MessageBatch &messages, Take take)
{
    quint32 begin = 0;
    for (const quint32 end : messages.ends()) {
        require(end > begin, "no message is empty");
        take(messages.bytes().sliced(begin, end - begin));
        begin = end;
    }
    require(begin == messages.size(), "the messages are the batch");
}

void ChatWitness::send(ClientId to, const MessageBatch &messages)
{
    forEachMessage(messages, [this, to](QByteArrayView message) { send(to, message); });
}

void ChatWitness::broadcast(const MessageBatch &messages, ClientId except)
{
    require(except.isNull() || m_members.count(except) > 0, "only a member is left out");
    require(!messages.isEmpty(), "nothing is not sent");
    forEachMessage(messages, [this, except](QByteArrayView message) {
        const QByteArray prefix = m_prefix; // before a notice that changes it
        check(message, m_prefix);
        for (auto &[client, member] : m_members) {
            if (client != except) {
                noteNews(member, message);
            }
        }
        if (m_speaker.isNull() || isNotice(message)) {
            ++m_announced;
            return;
        }
        require(except == m_speaker, "a member's line goes to all others");
        const qsizetype begin = m_spec.names ? prefix.size() : 0;
        require(!m_spec.names || message.startsWith(prefix), "a line bears its sender's name");
        m_relayed.push_back(message.sliced(begin).chopped(1).toByteArray());
    });
}

void ChatWitness::broadcastToEarlier(const MessageBatch &messages, ClientId newcomer)
{
    require(m_spec.names && m_members.count(newcomer) > 0, "who has come is a member");
    require(!messages.isEmpty(), "nothing is not sent");
    forEachMessage(messages, [this, newcomer](QByteArrayView message) {
        require(m_speaker.isNull() || isNotice(message), "a member's line goes to all others");
        check(message, m_prefix);
        ++m_announced;
        for (auto &[client, member] : m_members) {
            if (client < newcomer) {
                noteNews(member, message);
            }
        }
    });
}

void ChatWitness::finish(ClientId client, CloseReason reason)
{
    Member &member = m_members.at(client);
    require(client == m_speaker && !member.finished, "a member is finished once, by its own input");
    require(reason == CloseReason::ClientClosed || reason == CloseReason::LineTooLong,
            "a member is finished for /quit or a long line");
    member.finished = reason;
}

void ChatWitness::named(ClientId client, const QString &name)
{
    require(m_spec.names && isWellFormed(name), "a name is well-formed");
    const QString own = folded(u"guest-"_s + QString::number(client.value()));
    const QString key = folded(name);
    const bool isReserved = key == u"operator" || key == u"server" || key.startsWith(u"guest-");
    require(!isReserved || key == own, "a reserved name is nobody's");
    for (const auto &[other, member] : m_members) {
        require(other == client || member.key != key, "a name is one member's alone");
    }
    Member &member = m_members.at(client);
    member.name = name;
    member.key = key;
    member.prefix = '<' + name.toUtf8() + "> ";
}

bool ChatWitness::isNameKnown() const
{
    const QByteArray &prefix = member(m_speaker).prefix;
    return m_prefix == prefix && m_ownPrefix == prefix;
}

/// \a prefix: how whoever gets the message knows the speaker; it follows what the message says.
void ChatWitness::check(QByteArrayView message, QByteArray &prefix) const
{
    require(message.endsWith('\n'), "a message is a whole line");
    const bool isLine = m_spec.framing == Framing::Line && !m_speaker.isNull();
    require(!isLine || message.indexOf('\n') == message.size() - 1, "a message is one line");
    if (!m_speaker.isNull() && !isNotice(message)) {
        const qint64 cost = runOverhead + messageOverhead + message.size();
        require(cost <= m_spec.queue, "a member's message fits into every queue");
    }
    if (m_spec.names) {
        checkNamed(message.chopped(1), prefix);
        const QByteArray renaming = "* " + prefix.sliced(1).chopped(2) + " is now ";
        if (message.startsWith(renaming)) {
            prefix = '<' + message.sliced(renaming.size()).chopped(1).toByteArray() + "> ";
        }
    }
}

void ChatWitness::checkNamed(QByteArrayView message, const QByteArray &prefix) const
{
    require(message.isValidUtf8(), "a message is UTF-8");
    require(isHarmlessButTabs(message), "nobody drives another's terminal");
    if (isNotice(message)) {
        require(message.size() <= longestNotice, "a notice is short");
    } else {
        require(message.startsWith(prefix) || isPrivate(message, prefix),
                "a line bears its sender's name");
    }
}

/// Without names, the server says nothing while a member speaks.
bool ChatWitness::isNotice(QByteArrayView message) const
{
    return m_spec.names && message.startsWith("* ");
}

/// `* NAME joined` or `* NAME left (reason)`; names have neither spaces nor colons.
void ChatWitness::noteNews(Member &member, QByteArrayView message)
{
    if (!isNotice(message) || message.startsWith("* removed: ")) {
        return;
    }
    const QByteArrayView words = message.sliced(2);
    const QByteArrayView what = words.sliced(std::max<qsizetype>(words.indexOf(' '), 0));
    const bool left = what.startsWith(" left (") && what.endsWith(")\n");
    if (left || what == QByteArrayView(" joined\n")) {
        member.news.push_back(message.toByteArray());
    }
}

/// `<name -> other> `
bool ChatWitness::isPrivate(QByteArrayView message, const QByteArray &prefix) const
{
    const QByteArray begin = prefix.chopped(2) + " -> ";
    const QByteArrayView rest = message.startsWith(begin) ? message.sliced(begin.size())
                                                          : QByteArrayView();
    return std::any_of(m_members.begin(), m_members.end(), [rest](const auto &each) {
        return rest.startsWith(each.second.name.toUtf8() + "> ");
    });
}

} // namespace peerglass
