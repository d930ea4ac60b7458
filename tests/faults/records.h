// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace peerglass {

/// Those of \a event that have these \a fields.
QList<QJsonObject> recordsOf(const QList<QJsonObject> &records, const QString &event,
                             const QJsonObject &fields = {});
/// What is wrong in the records of one run of peerglassd: numbers repeated or swapped, a client
/// without exactly one end (in a run that ended gracefully), bytes or messages that met none of the
/// three ends, totals of services that are not the sum of their clients'.
QStringList faultsInRecords(const QList<QJsonObject> &records, bool graceful);
/// Numbers that are missing between records without a `suppressed` that names them.
QStringList gapsInRecords(const QList<QJsonObject> &records);

} // namespace peerglass
