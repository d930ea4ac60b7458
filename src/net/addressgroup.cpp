// SPDX-License-Identifier: MIT
#include "addressgroup.h"

#include "hostname.h"

#include <QtEndian>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView prefixLength("/64");

} // namespace

AddressGroup::AddressGroup(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4); // mapped ones too
    // Qt converts `::` as well, which is where the /64 of ::1 begins.
    if (isIpv4 && address != QHostAddress(QHostAddress::AnyIPv6)) {
        m_family = Family::Ipv4;
        m_prefix = ipv4;
    } else if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        const Q_IPV6ADDR ipv6 = address.toIPv6Address();
        m_family = Family::Ipv6;
        m_prefix = qFromBigEndian<quint64>(&ipv6.c[0]);
    }
}

std::optional<AddressGroup> AddressGroup::parse(const QString &text)
{
    const bool isPrefix = text.endsWith(prefixLength);
    const QString literal = isPrefix ? text.chopped(prefixLength.size()) : text;
    // Stricter than QHostAddress, which takes `127.1` for an address.
    if (!isAddressLiteral(literal)) {
        return {};
    }
    const AddressGroup group{QHostAddress(literal)};
    const bool fits = !group.isNull() && (!isPrefix || group.m_family == Family::Ipv6);
    return fits ? std::optional(group) : std::nullopt;
}

QString AddressGroup::toString() const
{
    switch (m_family) {
    case Family::None:
        return {};
    case Family::Ipv4:
        return QHostAddress(static_cast<quint32>(m_prefix)).toString();
    case Family::Ipv6:
        break;
    }
    Q_IPV6ADDR ipv6{};
    qToBigEndian(m_prefix, &ipv6.c[0]);
    return QHostAddress(ipv6).toString() + prefixLength;
}

} // namespace peerglass
