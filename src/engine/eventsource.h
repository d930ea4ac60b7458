// SPDX-License-Identifier: MIT
#pragma once

#include "eventbatch.h"
#include "mailbox.h"

#include <map>
#include <utility>

namespace peerglass {

/// Batches are of any size: one event that presses, or all that a busy turn has made.
template <>
struct MailboxCost<EventBatch>
{
    std::size_t operator()(const EventBatch &batch) const { return batch.size(); }
};
using EventMailbox = Mailbox<EventBatch>;

/// Events a journal's mailbox takes from one source before it refuses.
inline constexpr std::size_t maxWaitingEvents = 32'768;

/// Where one thread leaves what happens in it, in batches, for the journal. When the journal is
/// behind, traffic events are counted instead of kept; life events never are, they wait here.
/// Lives in its thread.
class EventSource
{
public:
    /// \a mailbox must outlive the source. \a traffic: whether anybody wants traffic events.
    EventSource(EventMailbox &mailbox, bool traffic);

    /// Whether traffic events are worth making.
    bool wantsTraffic() const { return m_traffic; }
    /// Stamps and takes \a event.
    void add(Event event) { add(std::move(event), Clock::now()); }
    /// Takes \a message, which came or went at \a time. Only where traffic is wanted.
    void add(const MessageEvent &message, TimePoint time);
    /// Hands over what is there, as far as the journal takes it.
    void flush();
    /// Hands over all of it, however far the journal is behind: something is about to be reported
    /// elsewhere that must not get a lower number.
    void flushAll();

    bool isEmpty() const { return m_events.isEmpty() && m_leftOut.empty(); }
    /// A life event is among what has not been handed over.
    bool isPressing() const { return m_pressing; }
    /// So many life events wait that nothing which makes more of them should begin.
    bool isBehind() const;

private:
    void add(Event event, TimePoint time);
    void flushFull();
    TimePoint inOrder(TimePoint time);
    void tellLeftOut();
    void forget();
    void leaveOutTraffic();

    EventMailbox &m_mailbox;
    const bool m_traffic;
    bool m_pressing = false;
    TimePoint m_last; ///< time of the last event
    EventBatch m_events;
    std::map<EventKind, quint64> m_leftOut;
};

} // namespace peerglass
