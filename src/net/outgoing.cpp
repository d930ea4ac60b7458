// SPDX-License-Identifier: MIT
#include "outgoing.h"

#include "hostname.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;

    sockaddr *get() { return reinterpret_cast<sockaddr *>(&storage); }
};

SocketAddress toSocketAddress(const QHostAddress &address, quint16 port)
{
    SocketAddress result;
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        auto &ipv6 = reinterpret_cast<sockaddr_in6 &>(result.storage);
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        const QByteArray scope = address.scopeId().toUtf8();
        ipv6.sin6_family = AF_INET6;
        ipv6.sin6_port = htons(port);
        std::copy(std::begin(bytes.c), std::end(bytes.c), ipv6.sin6_addr.s6_addr);
        const uint index = if_nametoindex(scope.constData());
        ipv6.sin6_scope_id = index != 0 ? index : scope.toUInt();
        result.size = sizeof ipv6;
    } else {
        auto &ipv4 = reinterpret_cast<sockaddr_in &>(result.storage);
        ipv4.sin_family = AF_INET;
        ipv4.sin_port = htons(port);
        ipv4.sin_addr.s_addr = htonl(address.toIPv4Address());
        result.size = sizeof ipv4;
    }
    return result;
}

void turnOn(int descriptor, int level, int option)
{
    const int on = 1;
    setsockopt(descriptor, level, option, &on, sizeof on);
}

} // namespace

tl::expected<FileDescriptor, int> beginConnecting(const QHostAddress &server, quint16 port,
                                                  const QHostAddress &source)
{
    SocketAddress to = toSocketAddress(server, port);
    FileDescriptor descriptor(
        socket(to.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!descriptor.isValid()) {
        return tl::unexpected(errno);
    }
    turnOn(descriptor.get(), IPPROTO_TCP, TCP_NODELAY);
    if (!source.isNull()) {
        // The port is chosen when the other end is known, so that one port serves many of them.
        turnOn(descriptor.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
        SocketAddress from = toSocketAddress(source, 0);
        if (bind(descriptor.get(), from.get(), from.size) != 0) {
            return tl::unexpected(errno);
        }
    }
    if (connect(descriptor.get(), to.get(), to.size) != 0 && errno != EINPROGRESS) {
        return tl::unexpected(errno);
    }
    return descriptor;
}

QString localAddressText(int descriptor)
{
    SocketAddress local;
    if (getsockname(descriptor, local.get(), &local.size) != 0) {
        return {};
    }
    // The port is in the same place for both families.
    const quint16 port = ntohs(reinterpret_cast<const sockaddr_in &>(local.storage).sin_port);
    return hostAndPort(QHostAddress(local.get()).toString(), port);
}

LocalPorts localPorts()
{
    QFile setting(u"/proc/sys/net/ipv4/ip_local_port_range"_s);
    if (setting.open(QIODevice::ReadOnly)) {
        const QList<QByteArray> words = setting.readAll().simplified().split(' ');
        if (words.size() == 2) {
            return {.first = words.first().toInt(), .last = words.last().toInt()};
        }
    }
    return {.first = 32768, .last = 60999};
}

} // namespace peerglass
