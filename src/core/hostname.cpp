// SPDX-License-Identifier: MIT
#include "hostname.h"

#include <QByteArray>

#include <algorithm>
#include <optional>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>

namespace peerglass {

namespace {

/// Only characters that a literal may hold, so that none is lost on the way to the C library.
std::optional<QByteArray> literalText(QStringView text)
{
    const bool plain = std::all_of(text.begin(), text.end(), [](QChar c) {
        return QStringView(u"0123456789abcdefABCDEF:.").contains(c);
    });
    return plain ? std::optional(text.toLatin1()) : std::nullopt;
}

std::optional<in_addr> ipv4(QStringView host)
{
    const auto text = literalText(host);
    in_addr address{};
    const bool found = text && inet_pton(AF_INET, text->constData(), &address) == 1;
    return found ? std::optional(address) : std::nullopt;
}

/// The name of a network interface or its number.
bool isScopeId(QStringView text)
{
    return !text.isEmpty() && text.size() < IF_NAMESIZE
        && std::all_of(text.begin(), text.end(), [](QChar c) {
               return c.unicode() < 0x80
                   && (c.isLetterOrNumber() || QStringView(u"-._").contains(c));
           });
}

std::optional<in6_addr> ipv6(QStringView host)
{
    const qsizetype percent = host.indexOf(u'%');
    if (percent >= 0 && !isScopeId(host.sliced(percent + 1))) {
        return {};
    }
    const auto text = literalText(percent < 0 ? host : host.first(percent));
    in6_addr address{};
    const bool found = text && inet_pton(AF_INET6, text->constData(), &address) == 1;
    return found ? std::optional(address) : std::nullopt;
}

constexpr quint8 ipv4LoopbackNet = 127; // RFC 1122, 3.2.1.3

} // namespace

bool isHostName(QStringView host)
{
    return host == u"localhost" || host == u"any" || isAddressLiteral(host);
}

bool isAddressLiteral(QStringView text)
{
    return ipv4(text) || ipv6(text);
}

bool isLoopbackHost(QStringView host)
{
    if (const auto address = ipv4(host)) {
        return (ntohl(address->s_addr) >> 24) == ipv4LoopbackNet;
    }
    if (const auto address = ipv6(host)) {
        return IN6_IS_ADDR_LOOPBACK(&*address)
            || (IN6_IS_ADDR_V4MAPPED(&*address) && address->s6_addr[12] == ipv4LoopbackNet);
    }
    return host == u"localhost";
}

QString hostAndPort(const QString &host, quint16 port)
{
    return (host.contains(u':') ? u'[' + host + u']' : host) + u':' + QString::number(port);
}

} // namespace peerglass
