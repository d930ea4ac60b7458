// SPDX-License-Identifier: MIT
#include "ownban.h"

#include "addressgroup.h"
#include "hostname.h"

#include <QCoreApplication>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

QString ownBan(const QString &host, const QList<Ban> &bans)
{
    // Who connects to an address of this computer has the same, but for 127.0.0.2 and the like.
    const bool ipv4Loopback = isLoopbackHost(host) && !host.contains(u':');
    const QString from = ipv4Loopback ? u"127.0.0.1"_s : host;
    const auto group = AddressGroup::parse(from);
    const bool banned = group && std::any_of(bans.begin(), bans.end(), [&](const Ban &ban) {
                            return AddressGroup::parse(ban.address) == group;
                        });
    return banned ? QCoreApplication::translate(
                        "ownBan",
                        "%1 is banned, so connections from it are refused; Ctrl+Shift+B lists "
                        "the bans and lifts them.")
                        .arg(from)
                  : QString();
}

} // namespace peerglass
