// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

namespace peerglass {

/// What the host of a service may be: `localhost`, `any`, or an IPv4 or IPv6 literal without
/// brackets, a scope id (`fe80::1%eth0`) included. Names are not looked up.
bool isHostName(QStringView host);
/// The same as the end of a sentence.
inline constexpr QStringView expectedHost
    = u"localhost, any, an IPv4 address or an IPv6 address in brackets";
/// Whether \a text is an IPv4 or IPv6 literal as above.
bool isAddressLiteral(QStringView text);
/// Whether \a host is `localhost` or a literal of a loopback address, also an IPv4-mapped one.
bool isLoopbackHost(QStringView host);
/// `localhost:10000`, `127.0.0.1:10000`, `[::1]:10000`. \a host is without brackets, and neither
/// checked nor escaped.
QString hostAndPort(const QString &host, quint16 port);

} // namespace peerglass
