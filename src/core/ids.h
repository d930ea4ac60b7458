// SPDX-License-Identifier: MIT
#pragma once

#include <QHashFunctions>
#include <QMetaType>

#include <compare>

namespace peerglass {

/// A number that names one thing for the life of the process and is never reused.
/// 0 names nothing. Ids of different things do not compare.
template <typename Tag>
class Id
{
public:
    constexpr Id() = default;
    constexpr explicit Id(quint64 value)
        : m_value(value)
    {
    }

    constexpr quint64 value() const { return m_value; }
    constexpr bool isNull() const { return m_value == 0; }

    friend constexpr auto operator<=>(Id, Id) = default;
    friend size_t qHash(Id id, size_t seed = 0) { return ::qHash(id.m_value, seed); }

private:
    quint64 m_value = 0;
};

/// One accepted connection, from connect to disconnect.
using ClientId = Id<struct ClientTag>;
/// One service, from start to stop. A service started anew is a new one.
using ServiceId = Id<struct ServiceTag>;

} // namespace peerglass

template <typename Tag>
struct std::hash<peerglass::Id<Tag>>
{
    size_t operator()(peerglass::Id<Tag> id) const noexcept
    {
        return std::hash<quint64>()(id.value());
    }
};

Q_DECLARE_METATYPE(peerglass::ClientId)
Q_DECLARE_METATYPE(peerglass::ServiceId)
