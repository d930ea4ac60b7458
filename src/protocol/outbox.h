// SPDX-License-Identifier: MIT
#pragma once

#include "ids.h"
#include "messagebatch.h"
#include "replies.h"
#include "servicespec.h"

#include <QByteArrayView>

#include <initializer_list>
#include <vector>

namespace peerglass {

/// What one turn says: one batch for the others and one for the sender, so that a turn costs each
/// of them one run, and knows when the turn has said enough. Between the turns of clients it is the
/// server that speaks, to all.
class Outbox
{
public:
    /// \a replies must outlive the outbox.
    Outbox(const ServiceSpec &spec, Replies &replies);

    /// \a receivers: how many get what is relayed.
    void beginTurn(ClientId sender, qsizetype receivers);
    /// Sends what is left, and it is the server that speaks again.
    void endTurn();
    /// The turn has sent on maxFanOutPerTurn bytes, sending itself included, or what one receiver
    /// may have got of it costs a quarter of its queue: so the burst of one sender does not
    /// overflow receivers that do read.
    bool isTurnOver() const;

    /// Whether a message with \a bytes beside its sender's name fits into an empty queue. A line
    /// does, unless it has grown: what is escaped in it takes up to four times as much.
    bool fits(qsizetype bytes) const { return bytes <= m_longestText; }
    /// One message, joined from \a parts, to all but the sender; goes with the next flush().
    void relay(std::initializer_list<QByteArrayView> parts);
    /// What the server says of \a newcomer to those who came earlier; goes with the next flush().
    /// The newcomer gets only what is relayed from now on.
    void relayNewcomer(ClientId newcomer, QByteArrayView message);
    /// \a client has gone: nothing is sent to it any more.
    void forget(ClientId client);
    /// To one client, after everything relayed so far; to the sender with the next flush().
    void tell(ClientId to, QByteArrayView message);
    /// Sends what was relayed, and what the sender was told.
    void flush();

private:
    struct Newcomer
    {
        ClientId client;
        quint32 before; ///< messages of the batch that are not for it
    };
    void sendBatch();
    void append(MessageBatch &batch, std::initializer_list<QByteArrayView> parts,
                qsizetype receivers);

    Replies &m_replies;
    const qint64 m_longestText;
    const qint64 m_queueShare; ///< bytes of one receiver's queue that a turn may take
    ClientId m_sender; ///< null: the server
    qsizetype m_receivers = 0;
    MessageBatch m_batch; ///< to all but the sender
    std::vector<Newcomer> m_newcomers; ///< since the last flush, as they came
    MessageBatch m_answers; ///< to the sender
    qint64 m_fanOut = 0; ///< bytes of this turn and of its sending, times their receivers
    qint64 m_cost = 0; ///< most that one receiver's queue pays for this turn
};

} // namespace peerglass
