// SPDX-License-Identifier: MIT
#include "door.h"

#include <algorithm>

namespace peerglass {

qint64 Door::freePlaces() const
{
    return m_limits.clients ? std::max<qint64>(*m_limits.clients - m_clients, 0) : 0;
}

std::optional<CloseReason> Door::refuses(const AddressGroup &address) const
{
    if (m_limits.clients && m_clients >= *m_limits.clients) {
        return CloseReason::ServerFull;
    }
    const auto found = m_fromAddress.find(address);
    if (found != m_fromAddress.end() && found->second >= *m_limits.perAddress) {
        return CloseReason::TooManyFromAddress;
    }
    return {};
}

void Door::enter(const AddressGroup &address)
{
    ++m_clients;
    if (m_limits.perAddress) {
        ++m_fromAddress[address];
    }
}

void Door::leave(const AddressGroup &address)
{
    --m_clients;
    const auto found = m_fromAddress.find(address);
    if (found != m_fromAddress.end() && --found->second == 0) {
        m_fromAddress.erase(found);
    }
}

} // namespace peerglass
