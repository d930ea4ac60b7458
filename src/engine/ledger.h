// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"
#include "eventsource.h"
#include "listener.h"
#include "totals.h"
#include "watchedclient.h"

#include <QByteArrayView>

#include <memory>
#include <span>

namespace peerglass {

/// The books of one client: who it is, what came, went and was lost, and the events that say so.
/// Every byte and message that passes is entered here, once.
class Ledger
{
public:
    struct Identity
    {
        ClientId client;
        ServiceId service;
        QString serviceUrl; ///< the endpoint as given
        PeerAddress peer;
    };

    Ledger(EventSource &events, Identity identity);

    const Identity &identity() const { return m_identity; }
    const Totals &totals() const { return m_totals; }

    void received(QByteArrayView bytes, TimePoint now);
    void receivedMessages(qint64 count) { m_totals.received.messages += count; }
    /// Bytes that the protocol is not given, as the connection ends.
    void discarded(qint64 bytes) { m_totals.bytesDiscarded += bytes; }
    void queued(qint64 bytes, qint64 messages);
    /// Bytes that the kernel took.
    void sentBytes(qint64 bytes) { m_totals.sent.bytes += bytes; }
    /// A message whose last byte the kernel took.
    void sentMessage(QByteArrayView message, TimePoint now);
    /// Several such messages: those that end at \a ends in \a bytes.
    void sentMessages(QByteArrayView bytes, std::span<const quint32> ends, TimePoint now);
    void dropped(QByteArrayView message, const QString &why);
    void cancelled(const Totals::Amount &amount);

    /// Whether traffic() events are worth making.
    bool wantsTraffic() const { return m_events.wantsTraffic(); }
    /// An event about this client, to be filled in and given to add().
    Event event(EventKind kind) const;
    void add(Event event) { m_events.add(std::move(event)); }
    /// add(event(kind)) with \a text.
    void note(EventKind kind, const QString &text = {});
    /// The same for a traffic event, which is made only if somebody wants it.
    void noteTraffic(EventKind kind, const QString &text = {});

    /// Keeps the conversation from now on, or no longer.
    void setWatched(bool watched);
    bool isWatched() const { return m_conversation != nullptr; }
    /// Moves what has been said since the last time into \a watched.
    void takeConversation(WatchedClient &watched);

private:
    struct Conversation
    {
        QList<ConversationPart> parts;
        qint64 bytes = 0;
        qint64 omitted = 0;
    };

    void message(EventKind kind, QByteArrayView bytes, TimePoint now);
    void converse(ConversationPart::Direction direction, QByteArrayView bytes);

    EventSource &m_events;
    Identity m_identity;
    Totals m_totals;
    std::unique_ptr<Conversation> m_conversation;
};

} // namespace peerglass
