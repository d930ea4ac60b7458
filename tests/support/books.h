// SPDX-License-Identifier: MIT
#pragma once

#include "clientinfo.h"
#include "event.h"

#include <QHash>
#include <QList>
#include <QStringList>

namespace peerglass {

/// What is wrong in the events of an engine that has stopped everything: numbers with gaps; a
/// client without exactly one `connected` first and one `disconnected` last; bytes or messages
/// that met none of the three ends; totals of services that are not the sum of their clients'.
QStringList faultsInEvents(const QList<Event> &events);
/// What is wrong in the snapshots of clients: one that is not gone at the end, changes after it has
/// gone, or loses bytes.
QStringList faultsInSnapshots(const QHash<ClientId, QList<ClientInfo>> &snapshots);
/// Descriptors that this process has open.
qsizetype openDescriptors();

} // namespace peerglass
