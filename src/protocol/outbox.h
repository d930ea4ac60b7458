// SPDX-License-Identifier: MIT
#pragma once

#include "ids.h"
#include "messagebatch.h"
#include "replies.h"
#include "servicespec.h"

#include <QByteArrayView>

#include <initializer_list>

namespace peerglass {

/// What one turn of one sender says to the others: collects its lines into one batch, keeps their
/// order with everything else that is said, and knows when the turn has said enough.
class Outbox
{
public:
    /// \a replies must outlive the outbox.
    Outbox(const ServiceSpec &spec, Replies &replies);

    /// \a receivers: how many get what is relayed.
    void beginTurn(ClientId sender, qsizetype receivers);
    /// The turn has sent on maxFanOutPerTurn bytes, or what one receiver may have got of it costs a
    /// quarter of its queue: so the burst of one sender does not overflow receivers that do read.
    bool isTurnOver() const;

    /// Whether a message with \a bytes beside its sender's name fits into an empty queue. A line
    /// does, unless it has grown: what is escaped in it takes up to four times as much.
    bool fits(qsizetype bytes) const { return bytes <= m_longestText; }
    /// One message, joined from \a parts, to all but the sender; goes with the next flush().
    void relay(std::initializer_list<QByteArrayView> parts);
    /// To one client, after everything relayed so far.
    void tell(ClientId to, const MessageBatch &messages);
    void tell(ClientId to, QByteArrayView message);
    /// To all but \a except (null: to all), after everything relayed so far.
    void announce(QByteArrayView message, ClientId except = {});
    /// Sends what was relayed.
    void flush();

private:
    void count(qsizetype bytes, quint32 messages, qsizetype receivers);

    Replies &m_replies;
    const qint64 m_longestText;
    const qint64 m_queueShare; ///< bytes of one receiver's queue that a turn may take
    ClientId m_sender;
    qsizetype m_receivers = 0;
    MessageBatch m_batch;
    qint64 m_fanOut = 0; ///< bytes of this turn times their receivers
    qint64 m_cost = 0; ///< most that one receiver's queue pays for this turn
};

} // namespace peerglass
