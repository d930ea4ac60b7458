// SPDX-License-Identifier: MIT
#include "eventbatch.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

namespace peerglass {

using std::chrono::system_clock;

void EventBatch::add(Event event, TimePoint time)
{
    const auto place = static_cast<quint32>(m_events.size());
    append({.time = time, .client = {}, .place = place, .kind = event.kind});
    event.time = wallClock(time);
    m_events.push_back(std::move(event));
}

void EventBatch::add(const MessageEvent &message, TimePoint time)
{
    append({.time = time,
            .client = message.client,
            .size = message.size,
            .begin = static_cast<quint32>(m_bytes.size()),
            .length = static_cast<quint32>(message.data.size()),
            .place = placeOf(message),
            .kind = message.kind,
            .isMessage = true});
    m_bytes.append(message.data);
}

void EventBatch::append(Entry entry)
{
    if (!m_zero) {
        // Once for all: each clock that is asked costs as much as keeping a message.
        m_zero = toWallClock(TimePoint());
    }
    m_entries.push_back(entry);
}

quint32 EventBatch::placeOf(const MessageEvent &message)
{
    const auto isIts = [&](const Service &service) {
        return service.id == message.service;
    };
    const auto found = std::find_if(m_services.rbegin(), m_services.rend(), isIts);
    if (found == m_services.rend()) {
        m_services.push_back({message.service, message.serviceUrl});
        return static_cast<quint32>(m_services.size() - 1);
    }
    return static_cast<quint32>(m_services.rend() - found - 1);
}

system_clock::time_point EventBatch::wallClock(TimePoint time) const
{
    return *m_zero + time.time_since_epoch();
}

Event &EventBatch::read(size_t index, Event &message)
{
    const Entry &entry = m_entries[index];
    if (!entry.isMessage) {
        return m_events[entry.place];
    }
    const Service &service = m_services[entry.place];
    message.kind = entry.kind;
    message.time = wallClock(entry.time);
    if (message.service != service.id) {
        message.service = service.id;
        message.serviceUrl = service.url;
    }
    message.client = entry.client;
    message.size = entry.size;
    message.data = QByteArray::fromRawData(m_bytes.constData() + entry.begin, entry.length);
    return message;
}

void EventBatch::removeLast()
{
    if (!m_entries.back().isMessage) {
        m_events.pop_back();
    }
    m_entries.pop_back();
    m_lasting = std::min(m_lasting, m_entries.size());
}

void EventBatch::removeTraffic(std::map<EventKind, quint64> &counts)
{
    for (const Entry &entry : std::span(m_entries).subspan(m_lasting)) {
        if (isTraffic(entry.kind)) {
            ++counts[entry.kind];
            continue;
        }
        // Messages are traffic, so each entry that is left has an Event in the same place.
        if (entry.place != m_lasting) {
            m_events[m_lasting] = std::move(m_events[entry.place]);
        }
        m_entries[m_lasting] = entry;
        m_entries[m_lasting].place = static_cast<quint32>(m_lasting);
        ++m_lasting;
    }
    m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(m_lasting), m_entries.end());
    m_events.erase(m_events.begin() + static_cast<std::ptrdiff_t>(m_lasting), m_events.end());
    m_services.clear();
    m_bytes.clear();
    // What is left has its wall clock time, and may wait for the journal for long; what is added to
    // it is to have that of its own moment.
    m_zero.reset();
}

} // namespace peerglass
