// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"

#include <QList>

namespace peerglass {

/// The events that wait to be published to the engine's thread, bounded: of traffic events at most
/// maxTraffic; those that came later are counted instead and told of by a `suppressed` event in
/// their place, which has the number of the last of them. Life events are never left out: once
/// there are too many, isFull() asks that no more be brought.
class Publication
{
public:
    static constexpr qsizetype maxTraffic = 2'000;
    static constexpr qsizetype fullAt = 50'000; ///< 10 MB of Event (200 bytes), and their texts

    /// Keeps a copy of \a event that depends on nothing else.
    void add(const Event &event);
    bool isFull() const { return m_events.size() >= fullAt; }
    bool isEmpty() const { return m_events.isEmpty() && m_left.counts.empty(); }
    /// All that waits, which it forgets.
    QList<Event> take();

private:
    void leaveOut(const Event &event);
    void tellLeftOut();

    QList<Event> m_events;
    qsizetype m_traffic = 0;
    Suppression m_left;
    Event m_last; ///< the last one left out
};

} // namespace peerglass
