// SPDX-License-Identifier: MIT
#pragma once

#include "ban.h"

#include <QList>
#include <QString>

namespace peerglass {

/// What to say where \a bans keep out who connects from this computer to \a host, a numeric address
/// of it; empty: they do not.
QString ownBan(const QString &host, const QList<Ban> &bans);

} // namespace peerglass
