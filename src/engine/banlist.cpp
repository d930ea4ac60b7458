// SPDX-License-Identifier: MIT
#include "banlist.h"

namespace peerglass {

void BanList::ban(const AddressGroup &address, std::optional<TimePoint> until)
{
    m_bans[address] = until;
}

bool BanList::lift(const AddressGroup &address)
{
    return m_bans.erase(address) > 0;
}

std::vector<AddressGroup> BanList::takeEnded(TimePoint now)
{
    std::vector<AddressGroup> ended;
    std::erase_if(m_bans, [&](const auto &entry) {
        const bool over = entry.second && *entry.second <= now;
        if (over) {
            ended.push_back(entry.first);
        }
        return over;
    });
    return ended;
}

std::optional<TimePoint> BanList::nextEnd() const
{
    std::optional<TimePoint> next;
    for (const auto &[address, until] : m_bans) {
        next = earlier(next, until);
    }
    return next;
}

QList<Ban> BanList::all() const
{
    QList<Ban> all;
    for (const auto &[address, until] : m_bans) {
        all.append({address.toString(), until});
    }
    return all;
}

} // namespace peerglass
