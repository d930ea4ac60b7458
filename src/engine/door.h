// SPDX-License-Identifier: MIT
#pragma once

#include "addressgroup.h"
#include "closereason.h"

#include <QtGlobal>

#include <map>
#include <optional>

namespace peerglass {

/// Who is in a service: how many, and how many from each address where that is limited. Asks
/// nobody; the acceptor does.
class Door
{
public:
    struct Limits
    {
        std::optional<qint64> clients;
        std::optional<qint64> perAddress;
    };

    explicit Door(Limits limits)
        : m_limits(limits)
    {
    }

    qint64 clients() const { return m_clients; }
    /// How many more may come where that is limited, otherwise 0.
    qint64 freePlaces() const;
    /// Lowers the limit of clients to \a most.
    void lowerTo(qint64 most) { m_limits.clients = most; }

    /// Why nobody from \a address may come in now; nothing where one may.
    std::optional<CloseReason> refuses(const AddressGroup &address) const;
    void enter(const AddressGroup &address);
    void leave(const AddressGroup &address);

private:
    Limits m_limits;
    qint64 m_clients = 0;
    std::map<AddressGroup, qint64> m_fromAddress; ///< only where that is limited; none with 0
};

} // namespace peerglass
