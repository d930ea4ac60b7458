// SPDX-License-Identifier: MIT
#include "eventtime.h"

#include <QDateTime>
#include <QTimeZone>

#include <array>
#include <cstdlib>

namespace peerglass {

using namespace Qt::StringLiterals;
using std::chrono::system_clock;

namespace {

/// What is the same for all times of one second.
struct Second
{
    std::chrono::sys_seconds second;
    QByteArray start; ///< up to the point, and with it
    QByteArray zone;
};

Second utcSecond(std::chrono::sys_seconds second)
{
    const auto when = QDateTime::fromSecsSinceEpoch(second.time_since_epoch().count(),
                                                    QTimeZone::utc());
    return {second, when.toString(u"yyyy-MM-ddTHH:mm:ss."_s).toLatin1(), "Z"};
}

Second localSecond(std::chrono::sys_seconds second)
{
    const auto when = QDateTime::fromSecsSinceEpoch(second.time_since_epoch().count());
    const QTime offset = QTime(0, 0).addSecs(std::abs(when.offsetFromUtc()));
    const QChar sign = when.offsetFromUtc() < 0 ? u'-' : u'+';
    return {second, when.toString(u"yyyy-MM-dd HH:mm:ss."_s).toLatin1(),
            (sign + offset.toString(u"HH:mm"_s)).toLatin1()};
}

/// Every event is written with its time, so this is written out by hand.
void appendWithMicroseconds(const Second &second, system_clock::time_point time, QByteArray &out)
{
    using std::chrono::microseconds;
    auto part = std::chrono::floor<microseconds>(time - second.second).count();
    std::array<char, 6> digits;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        *digit = static_cast<char>('0' + part % 10);
        part /= 10;
    }
    out.append(second.start).append(digits.data(), digits.size()).append(second.zone);
}

} // namespace

void appendUtcTime(system_clock::time_point time, QByteArray &out)
{
    thread_local Second last = utcSecond({});
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    if (second != last.second) {
        last = utcSecond(second);
    }
    appendWithMicroseconds(last, time, out);
}

void appendLocalTime(system_clock::time_point time, QByteArray &out)
{
    thread_local Second last = localSecond({});
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    if (second != last.second) {
        last = localSecond(second);
    }
    appendWithMicroseconds(last, time, out);
}

} // namespace peerglass
