// SPDX-License-Identifier: MIT
#pragma once

#include <QStringView>

namespace peerglass {

/// What the host of a service may be: `localhost`, `any`, or an IPv4 or IPv6 literal without
/// brackets, a scope id (`fe80::1%eth0`) included. Names are not looked up.
bool isHostName(QStringView host);
/// The same as the end of a sentence.
inline constexpr QStringView expectedHost
    = u"localhost, any, an IPv4 address or an IPv6 address in brackets";
/// Whether \a host is `localhost` or a literal of a loopback address, also an IPv4-mapped one.
bool isLoopbackHost(QStringView host);

} // namespace peerglass
