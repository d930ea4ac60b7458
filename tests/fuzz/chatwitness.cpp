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
    check(message);
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
        check(message);
        if (m_speaker.isNull() || isNotice(message)) {
            ++m_announced;
            return;
        }
        require(except == m_speaker, "a member's line goes to all others");
        const qsizetype prefix = m_spec.names ? m_prefix.size() : 0;
        require(!m_spec.names || isOwn(message), "a line bears its sender's name");
        m_relayed.push_back(message.sliced(prefix).chopped(1).toByteArray());
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
    m_prefix = '<' + name.toUtf8() + "> ";
    Member &member = m_members.at(client);
    member.name = name;
    member.key = key;
    member.prefix = m_prefix;
}

void ChatWitness::check(QByteArrayView message) const
{
    require(message.endsWith('\n'), "a message is a whole line");
    const bool isLine = m_spec.framing == Framing::Line && !m_speaker.isNull();
    require(!isLine || message.indexOf('\n') == message.size() - 1, "a message is one line");
    if (!m_speaker.isNull() && !isNotice(message)) {
        const qint64 cost = runOverhead + messageOverhead + message.size();
        require(cost <= m_spec.queue, "a member's message fits into every queue");
    }
    if (m_spec.names) {
        checkNamed(message.chopped(1));
    }
}

void ChatWitness::checkNamed(QByteArrayView message) const
{
    require(message.isValidUtf8(), "a message is UTF-8");
    require(isHarmlessButTabs(message), "nobody drives another's terminal");
    if (isNotice(message)) {
        require(message.size() <= longestNotice, "a notice is short");
    } else {
        require(isOwn(message) || isPrivate(message), "a line bears its sender's name");
    }
}

/// Without names, the server says nothing while a member speaks.
bool ChatWitness::isNotice(QByteArrayView message) const
{
    return m_spec.names && message.startsWith("* ");
}

/// `<name> `
bool ChatWitness::isOwn(QByteArrayView message) const
{
    return message.startsWith(m_prefix);
}

/// `<name -> other> `
bool ChatWitness::isPrivate(QByteArrayView message) const
{
    const QByteArray prefix = m_prefix.chopped(2) + " -> ";
    const QByteArrayView rest = message.startsWith(prefix) ? message.sliced(prefix.size())
                                                           : QByteArrayView();
    return std::any_of(m_members.begin(), m_members.end(), [rest](const auto &each) {
        return rest.startsWith(each.second.name.toUtf8() + "> ");
    });
}

} // namespace peerglass
