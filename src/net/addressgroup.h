// SPDX-License-Identifier: MIT
#pragma once

#include <QHostAddress>
#include <QString>

#include <compare>
#include <optional>

namespace peerglass {

/// What is counted and banned as one: an IPv4 address, an IPv4-mapped one being the same, or the
/// /64 of an IPv6 address, since whoever has one address there has all of them.
class AddressGroup
{
public:
    /// Of no address.
    AddressGroup() = default;
    /// The group that \a address is in; null for none.
    explicit AddressGroup(const QHostAddress &address);
    /// Reads what toString() writes, or any address of the group without brackets. Nothing where it
    /// is neither.
    static std::optional<AddressGroup> parse(const QString &text);
    /// The same as the end of a sentence.
    static constexpr QStringView expected = u"an IPv4 address, an IPv6 address or its /64";

    bool isNull() const { return m_family == Family::None; }
    /// `192.0.2.7`, `2001:db8::/64`.
    QString toString() const;

    friend auto operator<=>(const AddressGroup &, const AddressGroup &) = default;

private:
    enum class Family : quint8 { None, Ipv4, Ipv6 };

    Family m_family = Family::None;
    quint64 m_prefix = 0; ///< the whole IPv4 address; the first half of an IPv6 one
};

} // namespace peerglass
