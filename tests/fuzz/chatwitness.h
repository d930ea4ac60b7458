// SPDX-License-Identifier: MIT
#pragma once

#include "closereason.h"
#include "replies.h"
#include "servicespec.h"

#include <QByteArray>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace peerglass {

/// Replies that check each message that leaves a chat: that it is whole and harmless, that it bears
/// the name of whoever speaks, and that no member's message is above what a queue can hold.
class ChatWitness : public Replies
{
public:
    struct Member
    {
        QString name; ///< empty without names
        QString key; ///< what it may have in common with no other name
        QByteArray prefix; ///< what its lines begin with: `<name> `
        std::optional<CloseReason> finished;
        std::vector<QByteArray> news; ///< who came and went, as it was told and not taken yet
    };

    explicit ChatWitness(const ServiceSpec &spec)
        : m_spec(spec)
    {
    }

    void open(ClientId client) { m_members[client]; }
    void close(ClientId client) { m_members.erase(client); }
    const Member &member(ClientId client) const { return m_members.at(client); }
    /// Who speaks from now on: a member, or the server and its operator (null).
    void setSpeaker(ClientId client);

    /// What the speaker has said to all others since setSpeaker(), without name and newline.
    const std::vector<QByteArray> &relayed() const { return m_relayed; }
    /// Messages found in the speaker's input since then.
    qint64 found() const { return m_found; }
    /// The server's notices to all since then.
    int announced() const { return m_announced; }
    /// Whether all have been told how the speaker is called now.
    bool isNameKnown() const;
    /// Who came and went, as \a client was told since the last call.
    std::vector<QByteArray> takeNews(ClientId client)
    {
        return std::exchange(m_members.at(client).news, {});
    }

    void received(ClientId from, qint64 messages) override;
    void send(ClientId to, QByteArrayView message) override;
    void send(ClientId to, const MessageBatch &messages) override;
    void broadcast(const MessageBatch &messages, ClientId except) override;
    void broadcastToEarlier(const MessageBatch &messages, ClientId newcomer) override;
    void finish(ClientId client, CloseReason reason) override;
    void named(ClientId client, const QString &name) override;

private:
    template <typename Take>
    static void forEachMessage(const MessageBatch &messages, Take take);
    void check(QByteArrayView message, QByteArray &prefix) const;
    void checkNamed(QByteArrayView message, const QByteArray &prefix) const;
    void noteNews(Member &member, QByteArrayView message);
    bool isNotice(QByteArrayView message) const;
    bool isPrivate(QByteArrayView message, const QByteArray &prefix) const;

    const ServiceSpec &m_spec;
    std::map<ClientId, Member> m_members;
    ClientId m_speaker;
    QByteArray m_prefix; ///< what the speaker's lines begin with: `<name> `, as others know it
    QByteArray m_ownPrefix; ///< as the speaker itself knows it
    std::vector<QByteArray> m_relayed;
    qint64 m_found = 0;
    int m_announced = 0;
};

} // namespace peerglass
