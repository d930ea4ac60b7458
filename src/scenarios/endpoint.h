// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace peerglass {

/// Where a client connects to, or what it is connected from.
struct Endpoint
{
    QString host; ///< a name or an IPv4 or IPv6 literal, without brackets
    quint16 port = 0; ///< 1 … 65535

    /// `localhost:10000`, `[::1]:10000`; escaped, whatever was given as host.
    QString toText() const;

    friend bool operator==(const Endpoint &, const Endpoint &) = default;
};

} // namespace peerglass
