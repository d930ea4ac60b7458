// SPDX-License-Identifier: MIT
#pragma once

#include "addressgroup.h"
#include "ban.h"
#include "clock.h"

#include <QList>

#include <map>
#include <optional>
#include <vector>

namespace peerglass {

/// The addresses that are banned, and until when. Has no clock of its own: the owner says when it
/// is.
class BanList
{
public:
    /// Bans \a address \a until then, or until it is lifted; a ban that it had before is replaced.
    void ban(const AddressGroup &address, std::optional<TimePoint> until);
    /// False where it was not banned.
    bool lift(const AddressGroup &address);
    bool contains(const AddressGroup &address) const { return m_bans.contains(address); }

    /// Takes out those whose time has come.
    std::vector<AddressGroup> takeEnded(TimePoint now);
    /// When the next one ends.
    std::optional<TimePoint> nextEnd() const;
    QList<Ban> all() const;

private:
    std::map<AddressGroup, std::optional<TimePoint>> m_bans;
};

} // namespace peerglass
