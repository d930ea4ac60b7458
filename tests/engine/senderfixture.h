// SPDX-License-Identifier: MIT
#pragma once

#include "sender.h"

#include "takeevents.h"
#include "tcppair.h"

#include <QByteArray>

#include <initializer_list>

namespace peerglass {

/// A Sender on one end of a connection with small buffers, and the client on the other.
class SenderFixture
{
public:
    /// As small as Linux allows, so that a few kilobytes fill the way.
    static constexpr int bufferSize = 4 * 1024;

    explicit SenderFixture(SendGate gate = SendGate({}, {}, {}))
        : SenderFixture(connectTcpPair(bufferSize), std::move(gate))
    {
    }

    /// Returns the errno that broke the connection, or 0.
    int deliver(std::initializer_list<QByteArrayView> messages, TimePoint now = {})
    {
        MessageBatch batch;
        for (const QByteArrayView message : messages) {
            batch.append(message);
        }
        Delivery delivery(batch);
        return sender.deliver(delivery, now);
    }

    /// Sends with the client reading, until nothing more may go; returns what the client got.
    QByteArray drain(TimePoint now = {})
    {
        QByteArray got;
        while (sender.isBlocked()) {
            got += receiveWhatIsThere();
            sender.flush(now);
        }
        return got + receiveWhatIsThere();
    }

    /// All that the kernel has taken of what the sender sent, as far as it has not been received.
    QByteArray receiveWhatIsThere()
    {
        const qint64 expected = ledger.totals().sent.bytes + m_filled - m_received;
        const QByteArray got = receive(client.get(), expected);
        m_received += got.size();
        return got;
    }

    /// Leaves the kernel no room, by bytes that are none of the sender's.
    void fillKernel() { m_filled += fillUp(stream.descriptor()); }

    /// The books add up with what is in the queue.
    bool isConserved() const
    {
        return ledger.totals().waiting()
            == Totals::Amount{sender.queue().bytes(), sender.queue().messages()};
    }

    std::vector<Event> takeEvents()
    {
        events.flush();
        return takeAllEvents(m_mailbox);
    }

    FileDescriptor client;
    Stream stream;

private:
    SenderFixture(TcpPair pair, SendGate gate)
        : client(std::move(pair.client))
        , stream(std::move(pair.server))
        , sender(stream, ledger, memory, std::move(gate))
    {
    }

    EventMailbox m_mailbox;
    qint64 m_filled = 0;
    qint64 m_received = 0;

public:
    EventSource events{m_mailbox, true};
    Ledger ledger{events, {}};
    MemoryBudget memory{256 * 1024 * 1024};
    Sender sender;
};

} // namespace peerglass
