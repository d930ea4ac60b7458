// SPDX-License-Identifier: MIT
#include "clientrow.h"

#include <QMap>
#include <QSet>
#include <QStringList>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

QString hexGroup(uint value)
{
    return QString::number(value, 16).rightJustified(4, u'0');
}

/// The groups of 16 bits in a part of an address; what is dotted makes two.
QStringList groupsOf(const QString &part)
{
    QStringList groups;
    for (const QString &group : part.split(u':', Qt::SkipEmptyParts)) {
        const QStringList bytes = group.split(u'.');
        if (bytes.size() == 4) {
            groups.append(hexGroup(bytes[0].toUInt() * 256 + bytes[1].toUInt()));
            groups.append(hexGroup(bytes[2].toUInt() * 256 + bytes[3].toUInt()));
        } else {
            groups.append(group.rightJustified(4, u'0'));
        }
    }
    return groups;
}

/// All eight groups of an IPv6 address without its scope.
QStringList ipv6Groups(const QString &address)
{
    QStringList groups = groupsOf(address.section(u"::"_s, 0, 0));
    const QStringList behindGap = groupsOf(address.section(u"::"_s, 1));
    while (groups.size() + behindGap.size() < 8) {
        groups.append(hexGroup(0));
    }
    return groups + behindGap;
}

} // namespace

QString addressSortKey(const QString &address, quint16 port)
{
    const QString number = address.section(u'%', 0, 0);
    const QString scope = address.section(u'%', 1);
    const bool ipv6 = address.contains(u':');
    const QStringList groups = ipv6 ? ipv6Groups(number) : groupsOf(number);
    return (ipv6 ? u'6' : u'4') + groups.join(u':').toLower() + u'%' + scope + u' '
        + QString::number(port).rightJustified(5, u'0');
}

ClientService toClientService(const ServiceInfo &service)
{
    const quint16 port = service.addresses.isEmpty() ? service.spec.port
                                                     : service.addresses.first().port;
    return {service.spec, port, {}};
}

void setLabels(ClientServices &services)
{
    // Counts ports, not services: one that was started anew is no other for who looks at it.
    QMap<ProtocolKind, QSet<quint16>> ports;
    for (const ClientService &service : std::as_const(services)) {
        ports[service.spec.protocol].insert(service.port);
    }
    for (ClientService &service : services) {
        service.label = toText(service.spec.protocol);
        if (ports[service.spec.protocol].size() > 1 && service.port != 0) {
            service.label += u" :"_s + QString::number(service.port);
        }
    }
}

} // namespace peerglass
