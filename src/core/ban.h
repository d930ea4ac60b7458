// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace peerglass {

/// An address that nobody may connect from.
struct Ban
{
    QString address; ///< `192.0.2.7`; of IPv6 the whole /64: `2001:db8::/64`
    /// When it ends, by the steady clock, so that setting the system's time moves none. Nothing:
    /// when it is lifted.
    std::optional<std::chrono::steady_clock::time_point> until;

    friend bool operator==(const Ban &, const Ban &) = default;
};

} // namespace peerglass
