// SPDX-License-Identifier: MIT
#include "chatroom.h"

#include "chatname.h"

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

QString guestName(ClientId client)
{
    return u"guest-"_s + QString::number(client.value());
}

} // namespace

void ChatRoom::join(ClientId client)
{
    setName(client, guestName(client));
}

void ChatRoom::leave(ClientId client)
{
    m_byKey.remove(member(client).key);
    m_members.erase(client);
}

std::optional<ClientId> ChatRoom::find(const QString &name) const
{
    const auto found = m_byKey.constFind(nameKey(name));
    return found == m_byKey.cend() ? std::nullopt : std::optional(*found);
}

tl::expected<void, QString> ChatRoom::rename(ClientId client, const QString &wanted)
{
    const tl::expected<QString, QString> name = checkName(wanted);
    if (!name) {
        return tl::unexpected(name.error());
    }
    const QString key = nameKey(*name);
    if (isReservedName(key) && key != guestName(client)) {
        return tl::unexpected(*name + u" is reserved; choose another"_s);
    }
    const std::optional<ClientId> owner = find(*name);
    if (owner && *owner != client) {
        return tl::unexpected(member(*owner).name + u" is here already; choose another"_s);
    }
    m_byKey.remove(member(client).key);
    setName(client, *name);
    return {};
}

QByteArray ChatRoom::listNames(qsizetype mostBytes, ClientId except) const
{
    QByteArray names;
    qsizetype left = size() - (m_members.count(except) > 0 ? 1 : 0);
    for (const auto &[client, member] : m_members) {
        if (client == except) {
            continue;
        }
        const QByteArray name = (names.isEmpty() ? "" : ", ") + member.utf8;
        if (names.size() + name.size() > mostBytes) {
            return names + " and " + QByteArray::number(left) + " more";
        }
        names += name;
        --left;
    }
    return names;
}

void ChatRoom::setName(ClientId client, const QString &name)
{
    const QByteArray utf8 = name.toUtf8();
    m_members[client] = {name, utf8, '<' + utf8 + "> ", nameKey(name)};
    m_byKey.insert(m_members[client].key, client);
}

} // namespace peerglass
