// SPDX-License-Identifier: MIT
#include "eventtime.h"

#include <QDateTime>
#include <QTimeZone>

#include <cstdlib>

namespace peerglass {

using namespace Qt::StringLiterals;
using std::chrono::system_clock;

namespace {

/// What is the same for all times of one second.
struct Second
{
    std::chrono::sys_seconds second;
    QString start; ///< up to the point
    QString zone;
};

Second utcSecond(std::chrono::sys_seconds second)
{
    const auto when = QDateTime::fromSecsSinceEpoch(second.time_since_epoch().count(),
                                                    QTimeZone::utc());
    return {second, when.toString(u"yyyy-MM-ddTHH:mm:ss"_s), u"Z"_s};
}

Second localSecond(std::chrono::sys_seconds second)
{
    const auto when = QDateTime::fromSecsSinceEpoch(second.time_since_epoch().count());
    const QTime offset = QTime(0, 0).addSecs(std::abs(when.offsetFromUtc()));
    const QChar sign = when.offsetFromUtc() < 0 ? u'-' : u'+';
    return {second, when.toString(u"yyyy-MM-dd HH:mm:ss"_s), sign + offset.toString(u"HH:mm"_s)};
}

QString withMicroseconds(const Second &second, system_clock::time_point time)
{
    using std::chrono::microseconds;
    const auto part = std::chrono::floor<microseconds>(time - second.second).count();
    const QString digits = QString::number(part).rightJustified(6, u'0');
    return second.start + u'.' + digits + second.zone;
}

} // namespace

QByteArray utcTime(system_clock::time_point time)
{
    thread_local Second last = utcSecond({});
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    if (second != last.second) {
        last = utcSecond(second);
    }
    return withMicroseconds(last, time).toLatin1();
}

QString localTime(system_clock::time_point time)
{
    thread_local Second last = localSecond({});
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    if (second != last.second) {
        last = localSecond(second);
    }
    return withMicroseconds(last, time);
}

} // namespace peerglass
