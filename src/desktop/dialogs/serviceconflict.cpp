// SPDX-License-Identifier: MIT
#include "serviceconflict.h"

#include <QHostAddress>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

QList<QHostAddress> addressesOf(const QString &host)
{
    if (host == "any"_L1) {
        return {QHostAddress(QHostAddress::AnyIPv4), QHostAddress(QHostAddress::AnyIPv6)};
    }
    if (host == "localhost"_L1) {
        return {QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6)};
    }
    return {QHostAddress(host)};
}

bool takesAll(const QHostAddress &address)
{
    return address == QHostAddress(QHostAddress::AnyIPv4)
        || address == QHostAddress(QHostAddress::AnyIPv6);
}

bool overlap(const QHostAddress &left, const QHostAddress &right)
{
    return left == right
        || (left.protocol() == right.protocol() && (takesAll(left) || takesAll(right)));
}

bool overlap(const QString &left, const QString &right)
{
    const QList<QHostAddress> rights = addressesOf(right);
    const QList<QHostAddress> lefts = addressesOf(left);
    return std::any_of(lefts.begin(), lefts.end(), [&](const QHostAddress &each) {
        return std::any_of(rights.begin(), rights.end(),
                           [&](const QHostAddress &other) { return overlap(each, other); });
    });
}

} // namespace

std::optional<ServiceSpec> findConflict(const ServiceSpec &spec, const QList<ServiceSpec> &others)
{
    const auto found = std::find_if(others.begin(), others.end(), [&](const ServiceSpec &other) {
        return spec.port != 0 && other.port == spec.port && overlap(spec.host, other.host);
    });
    return found == others.end() ? std::nullopt : std::optional(*found);
}

} // namespace peerglass
