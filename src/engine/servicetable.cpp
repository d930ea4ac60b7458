// SPDX-License-Identifier: MIT
#include "servicetable.h"

#include <algorithm>

namespace peerglass {

std::vector<ServiceStart> ServiceTable::add(const QList<ServiceSpec> &specs)
{
    std::erase_if(m_entries, [](const auto &entry) { return !isRunning(entry.second.info.state); });
    std::vector<ServiceStart> starts;
    for (const ServiceSpec &spec : specs) {
        const ServiceId id(++m_lastId);
        Entry &entry = m_entries[id];
        entry.info.id = id;
        entry.info.spec = spec;
        entry.info.state = ServiceState::Starting;
        entry.info.holdsNew = spec.hold;
        entry.startedAt = Clock::now();
        starts.push_back({id, std::make_shared<const ServiceSpec>(spec)});
    }
    return starts;
}

ServiceTable::Entry *ServiceTable::find(ServiceId id)
{
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : &found->second;
}

QList<ServiceInfo> ServiceTable::all() const
{
    QList<ServiceInfo> all;
    for (const auto &[id, entry] : m_entries) {
        all.append(entry.info);
    }
    return all;
}

QList<ServiceId> ServiceTable::ids() const
{
    QList<ServiceId> ids;
    for (const auto &[id, entry] : m_entries) {
        ids.append(id);
    }
    return ids;
}

bool ServiceTable::isAnyRunning() const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [](const auto &entry) { return isRunning(entry.second.info.state); });
}

bool ServiceTable::isRunning(ServiceState state)
{
    return state != ServiceState::Stopped && state != ServiceState::Failed;
}

} // namespace peerglass
