// SPDX-License-Identifier: MIT
#include "publication.h"

#include <utility>

namespace peerglass {

void Publication::add(const Event &event)
{
    if (isTraffic(event.kind) && m_traffic == maxTraffic) {
        leaveOut(event);
        return;
    }
    tellLeftOut();
    m_traffic += isTraffic(event.kind) ? 1 : 0;
    m_events.append(event);
    m_events.last().data.detach();
}

void Publication::leaveOut(const Event &event)
{
    if (m_left.counts.empty()) {
        m_left.firstSeq = event.seq;
    }
    ++m_left.counts[event.kind];
    m_left.lastSeq = event.seq;
    m_last.seq = event.seq;
    m_last.time = event.time;
}

void Publication::tellLeftOut()
{
    if (!m_left.counts.empty()) {
        m_last.kind = EventKind::Suppressed;
        m_last.suppression = std::make_shared<const Suppression>(std::exchange(m_left, {}));
        m_events.append(std::exchange(m_last, {}));
    }
}

QList<Event> Publication::take()
{
    tellLeftOut();
    m_traffic = 0;
    return std::exchange(m_events, {});
}

} // namespace peerglass
