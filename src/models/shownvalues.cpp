// SPDX-License-Identifier: MIT
#include "shownvalues.h"

#include "units.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;
using std::chrono::system_clock;

namespace {

QDateTime toLocal(system_clock::time_point time)
{
    const auto sinceEpoch = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count());
}

/// `5 min 12 s`
QString inTwoUnits(qint64 seconds, qint64 larger, QStringView largerName, qint64 smaller,
                   QStringView smallerName)
{
    return u"%1 %2 %3 %4"_s.arg(QString::number(seconds / larger), largerName,
                                QString::number(seconds % larger / smaller), smallerName);
}

} // namespace

QString shownTime(system_clock::time_point time, system_clock::time_point now, bool precise)
{
    const QDateTime when = toLocal(time);
    const QString text = when.toString(precise ? u"HH:mm:ss.zzz"_s : u"HH:mm:ss"_s);
    return when.date() == toLocal(now).date() ? text : when.toString(u"yyyy-MM-dd "_s) + text;
}

QString shownAge(system_clock::time_point time, system_clock::time_point now)
{
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now - time);
    const qint64 tenths = std::max<qint64>(age.count(), 0) / 100;
    const qint64 seconds = tenths / 10;
    if (seconds < minute) {
        return u"%1.%2 s"_s.arg(QString::number(seconds), QString::number(tenths % 10));
    }
    if (seconds < hour) {
        return inTwoUnits(seconds, minute, u"min", 1, u"s");
    }
    return seconds < day ? inTwoUnits(seconds, hour, u"h", minute, u"min")
                         : inTwoUnits(seconds, day, u"d", hour, u"h");
}

QString shownCount(qint64 count)
{
    return QLocale().toString(count);
}

QString shownRate(qint64 bytesPerSecond)
{
    return bytesPerSecond == 0 ? u"0"_s : sizeToDisplay(bytesPerSecond);
}

QString shownLimit(OverflowPolicy overflow, qint64 limit)
{
    const QString size = sizeToDisplay(limit);
    switch (overflow) {
    case OverflowPolicy::Pause:
        return QCoreApplication::translate("ShownValues", "reading pauses at %1").arg(size);
    case OverflowPolicy::Disconnect:
        return QCoreApplication::translate("ShownValues", "will be disconnected at %1").arg(size);
    case OverflowPolicy::DropOldest:
        return QCoreApplication::translate("ShownValues", "the oldest messages are dropped at %1")
            .arg(size);
    }
    Q_UNREACHABLE();
}

QString shownReason(CloseReason reason)
{
    return toText(reason).replace(u'-', u' ');
}

QString plainToolTip(const QString &text)
{
    // Marked as HTML, as Qt would otherwise guess from the text whether it is.
    return u"<qt>"_s + text.toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</qt>"_s;
}

} // namespace peerglass
