// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "event.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace peerglass {

/// A message that came or went, as it is noted: all that an Event of its kind has, without a copy.
struct MessageEvent
{
    EventKind kind = EventKind::Received; ///< or Sent
    ServiceId service;
    const QString &serviceUrl;
    ClientId client;
    qint64 size = 0; ///< bytes of the whole message
    QByteArrayView data; ///< its first bytes, at most maxPreviewBytes
};

/// Events of one thread in the order in which they happened. A server under load makes two or more
/// of each message, so those are no Events here but small records in one row, their bytes in one
/// buffer: an Event is four times as large and has its bytes in memory of its own, which another
/// thread would have to free.
class EventBatch
{
public:
    /// \a time: when it happened, no earlier than the last one.
    void add(Event event, TimePoint time);
    void add(const MessageEvent &message, TimePoint time);

    size_t size() const { return m_entries.size(); }
    bool isEmpty() const { return m_entries.empty(); }
    EventKind kind(size_t index) const { return m_entries[index].kind; }
    TimePoint time(size_t index) const { return m_entries[index].time; }

    /// The event: one that was added as such, or \a message made into that. Then its `data` are
    /// bytes of this batch: detach() them before they are kept longer than it.
    Event &read(size_t index, Event &message);

    void removeLast();
    /// Takes out what is traffic, and counts it in \a counts. Looks only at what was added since
    /// the last time: while the journal is stuck this is done at each turn, and thousands may wait.
    void removeTraffic(std::map<EventKind, quint64> &counts);

private:
    struct Entry
    {
        TimePoint time;
        ClientId client;
        qint64 size = 0;
        quint32 begin = 0; ///< of its bytes
        quint32 length = 0;
        quint32 place = 0; ///< in m_events, or in m_services where it is a message
        EventKind kind = EventKind::Notice;
        bool isMessage = false;
    };
    struct Service
    {
        ServiceId id;
        QString url;
    };

    void append(Entry entry);
    quint32 placeOf(const MessageEvent &message);
    std::chrono::system_clock::time_point wallClock(TimePoint time) const;

    std::vector<Entry> m_entries;
    std::size_t m_lasting = 0; ///< of the entries, so many are known to be no traffic
    std::vector<Event> m_events;
    std::vector<Service> m_services;
    QByteArray m_bytes;
    /// The wall clock's time of the steady clock's zero, as seen when the first entry was added.
    std::optional<std::chrono::system_clock::time_point> m_zero;
};

} // namespace peerglass
