// SPDX-License-Identifier: MIT
#include "ledger.h"

#include "escape.h"
#include "sharedlimits.h"

namespace peerglass {

namespace {

// What is kept of a watched client's conversation until the next publication takes it.
constexpr qint64 maxConversation = 256 * 1024;

} // namespace

Ledger::Ledger(EventSource &events, Identity identity)
    : m_events(events)
    , m_identity(std::move(identity))
{
}

void Ledger::received(QByteArrayView bytes, TimePoint now)
{
    m_totals.received.bytes += bytes.size();
    message(EventKind::Received, bytes, now);
    converse(ConversationPart::Direction::Received, bytes);
}

void Ledger::queued(qint64 bytes, qint64 messages)
{
    m_totals.queued += {bytes, messages};
}

void Ledger::sentMessage(QByteArrayView bytes, TimePoint now)
{
    m_totals.sent.messages += 1;
    message(EventKind::Sent, bytes, now);
    converse(ConversationPart::Direction::Sent, bytes);
}

void Ledger::sentMessages(QByteArrayView bytes, std::span<const quint32> ends, TimePoint now)
{
    if (!wantsTraffic() && !isWatched()) {
        m_totals.sent.messages += static_cast<qint64>(ends.size());
        return;
    }
    quint32 begin = 0;
    for (const quint32 end : ends) {
        sentMessage(bytes.sliced(begin, end - begin), now);
        begin = end;
    }
}

void Ledger::dropped(QByteArrayView bytes, const QString &why)
{
    m_totals.dropped += {bytes.size(), 1};
    if (wantsTraffic()) {
        Event dropped = event(EventKind::Dropped);
        dropped.size = bytes.size();
        dropped.data = startOf(bytes, maxPreviewBytes).toByteArray();
        dropped.text = why;
        add(std::move(dropped));
    }
}

void Ledger::cancelled(const Totals::Amount &amount)
{
    m_totals.cancelled += amount;
}

Event Ledger::event(EventKind kind) const
{
    Event event;
    event.kind = kind;
    event.service = m_identity.service;
    event.serviceUrl = m_identity.serviceUrl;
    event.client = m_identity.client;
    return event;
}

void Ledger::note(EventKind kind, const QString &text)
{
    Event noted = event(kind);
    noted.text = text;
    add(std::move(noted));
}

void Ledger::noteTraffic(EventKind kind, const QString &text)
{
    if (wantsTraffic()) {
        note(kind, text);
    }
}

void Ledger::setWatched(bool watched)
{
    m_conversation = watched ? std::make_unique<Conversation>() : nullptr;
}

void Ledger::takeConversation(WatchedClient &watched)
{
    if (m_conversation) {
        watched.conversation = std::exchange(m_conversation->parts, {});
        watched.conversationOmitted = std::exchange(m_conversation->omitted, 0);
        m_conversation->bytes = 0;
    }
}

void Ledger::message(EventKind kind, QByteArrayView bytes, TimePoint now)
{
    if (wantsTraffic()) {
        m_events.add({.kind = kind,
                      .service = m_identity.service,
                      .serviceUrl = m_identity.serviceUrl,
                      .client = m_identity.client,
                      .size = bytes.size(),
                      .data = startOf(bytes, maxPreviewBytes)},
                     now);
    }
}

void Ledger::converse(ConversationPart::Direction direction, QByteArrayView bytes)
{
    if (!m_conversation) {
        return;
    }
    if (m_conversation->bytes + bytes.size() > maxConversation) {
        m_conversation->omitted += bytes.size();
        return;
    }
    m_conversation->bytes += bytes.size();
    m_conversation->parts.append({.direction = direction,
                                  .time = std::chrono::system_clock::now(),
                                  .bytes = bytes.toByteArray()});
}

} // namespace peerglass
