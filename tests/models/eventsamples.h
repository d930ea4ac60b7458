// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"

#include <QList>

/// Events that the tests of the models share.
namespace peerglass {

inline Event makeEvent(EventKind kind, quint64 seq = 0, quint64 client = 0)
{
    Event event;
    event.kind = kind;
    event.seq = seq;
    event.client = ClientId(client);
    event.time = std::chrono::system_clock::now();
    return event;
}

/// \a count traffic events with the numbers from \a firstSeq on, received and sent in turn.
inline QList<Event> traffic(int count, quint64 firstSeq = 1)
{
    QList<Event> events;
    for (int i = 0; i < count; ++i) {
        events.append(makeEvent(i % 2 == 0 ? EventKind::Received : EventKind::Sent,
                                firstSeq + static_cast<quint64>(i), 7));
    }
    return events;
}

} // namespace peerglass
