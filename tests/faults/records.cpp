// SPDX-License-Identifier: MIT
#include "records.h"

#include <QHash>
#include <QJsonDocument>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

QString text(const QJsonObject &record)
{
    return QString::fromUtf8(QJsonDocument(record).toJson(QJsonDocument::Compact));
}

bool balances(const QJsonObject &record)
{
    const auto of = [&record](const QString &name) {
        return record[name].toInteger();
    };
    const auto open = [&of](const QString &unit) {
        return of(unit + u"Queued"_s) - of(unit + u"Sent"_s) - of(unit + u"Dropped"_s)
            - of(unit + u"Cancelled"_s);
    };
    return open(u"bytes"_s) == 0 && open(u"messages"_s) == 0;
}

QStringList faultsInNumbers(const QList<QJsonObject> &records)
{
    QStringList faults;
    qint64 last = 0;
    for (const QJsonObject &record : records) {
        const qint64 number = record[u"seq"].toInteger();
        if (number <= last) {
            faults.append(u"number after %1: "_s.arg(last) + text(record));
        }
        last = number;
    }
    return faults;
}

QStringList faultsInLives(const QList<QJsonObject> &records, bool graceful)
{
    QStringList faults;
    QHash<qint64, int> stages; // 1: connected, 2: disconnected
    for (const QJsonObject &record : records) {
        const QString event = record[u"event"].toString();
        if (event != u"connected" && event != u"disconnected") {
            continue;
        }
        int &stage = stages[record[u"client"].toInteger()];
        if (stage != (event == u"connected" ? 0 : 1)) {
            faults.append(u"out of turn: "_s + text(record));
        }
        ++stage;
    }
    const auto left = std::count_if(stages.begin(), stages.end(),
                                    [](int stage) { return stage != 2; });
    if (graceful && left > 0) {
        faults.append(u"%1 clients have no end"_s.arg(left));
    }
    return faults;
}

QStringList faultsInSums(const QList<QJsonObject> &records)
{
    QStringList faults;
    QHash<qint64, QHash<QString, qint64>> sums; // by service, over its clients
    for (const QJsonObject &record : records) {
        const QString event = record[u"event"].toString();
        if (event != u"disconnected" && event != u"stopped") {
            continue;
        }
        if (!balances(record)) {
            faults.append(u"does not balance: "_s + text(record));
        }
        QHash<QString, qint64> &sum = sums[record[u"serviceId"].toInteger()];
        for (auto field = record.begin(); field != record.end(); ++field) {
            if (!field.key().startsWith(u"bytes") && !field.key().startsWith(u"messages")) {
                continue;
            }
            if (event == u"disconnected") {
                sum[field.key()] += field->toInteger();
            } else if (record.contains(u"serviceId"_s)
                       && sum.value(field.key()) != field->toInteger()) {
                faults.append(field.key() + u" is not the sum of its clients': "_s + text(record));
            }
        }
    }
    return faults;
}

} // namespace

QList<QJsonObject> recordsOf(const QList<QJsonObject> &records, const QString &event,
                             const QJsonObject &fields)
{
    QList<QJsonObject> found;
    std::copy_if(records.begin(), records.end(), std::back_inserter(found),
                 [&](const QJsonObject &record) {
                     bool fits = record[u"event"] == event;
                     for (auto field = fields.begin(); fits && field != fields.end(); ++field) {
                         fits = record[field.key()] == *field;
                     }
                     return fits;
                 });
    return found;
}

QStringList faultsInRecords(const QList<QJsonObject> &records, bool graceful)
{
    return faultsInNumbers(records) + faultsInLives(records, graceful) + faultsInSums(records);
}

QStringList gapsInRecords(const QList<QJsonObject> &records)
{
    QStringList gaps;
    qint64 next = records.isEmpty() ? 0 : records.first()[u"seq"].toInteger();
    if (!records.isEmpty() && records.first().contains(u"firstSeq"_s)) {
        next = records.first()[u"firstSeq"].toInteger();
    }
    for (const QJsonObject &record : records) {
        const bool leftOut = record[u"event"].toString() == u"suppressed";
        const qint64 seq = record[u"seq"].toInteger();
        const qint64 first = leftOut ? record[u"firstSeq"].toInteger() : seq;
        const bool counts = !leftOut
            || record[u"count"].toInteger() == record[u"lastSeq"].toInteger() - first + 1;
        if (first != next || !counts) {
            gaps.append(u"gap before: "_s + text(record));
        }
        next = seq + 1;
    }
    return gaps;
}

} // namespace peerglass
