// SPDX-License-Identifier: MIT
#pragma once

#include "ids.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <map>
#include <optional>

#include <tl/expected.hpp>

namespace peerglass {

/// Who is in a chat and under which name. Knows nothing of connections and messages.
class ChatRoom
{
public:
    struct Member
    {
        QString name; ///< as shown; NFC
        QByteArray utf8; ///< the same
        QByteArray prefix; ///< what its lines begin with: `<name> `
        QString key; ///< nameKey() of the name; no two members share it
    };

    /// Takes \a client in as `guest-ID`, a name that nobody else can have.
    void join(ClientId client);
    void leave(ClientId client);
    /// The client must be a member.
    const Member &member(ClientId client) const { return m_members.at(client); }
    /// Case and composition do not matter.
    std::optional<ClientId> find(const QString &name) const;
    /// Gives the client the name, or says why not, as the end of a sentence.
    tl::expected<void, QString> rename(ClientId client, const QString &wanted);

    qsizetype size() const { return static_cast<qsizetype>(m_members.size()); }
    /// The names but that of \a except (null: all), as they came in: `mei, tom`. Names above
    /// \a mostBytes are counted instead: `mei, tom and 998 more`.
    QByteArray listNames(qsizetype mostBytes, ClientId except = {}) const;

private:
    void setName(ClientId client, const QString &name);

    std::map<ClientId, Member> m_members; ///< ids grow, so this is the order of coming in
    QHash<QString, ClientId> m_byKey;
};

} // namespace peerglass
