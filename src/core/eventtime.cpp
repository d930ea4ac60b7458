// SPDX-License-Identifier: MIT
#include "eventtime.h"

#include <QDateTime>
#include <QTimeZone>

#include <cstdlib>
#include <string_view>

namespace peerglass {

using namespace Qt::StringLiterals;
using std::chrono::system_clock;

namespace {

/// A time and its text. Most of it is the same for the next one.
struct Stamp
{
    system_clock::time_point time;
    std::string text;
    size_t microseconds = 0; ///< where they begin in it; six digits
};

constexpr std::string_view noMicroseconds = "000000";

Stamp utcStamp(std::chrono::sys_seconds second)
{
    const auto when = QDateTime::fromSecsSinceEpoch(second.time_since_epoch().count(),
                                                    QTimeZone::utc());
    const std::string start = when.toString(u"yyyy-MM-ddTHH:mm:ss."_s).toStdString();
    return {second, start + std::string(noMicroseconds) + 'Z', start.size()};
}

Stamp localStamp(std::chrono::sys_seconds second)
{
    const auto when = QDateTime::fromSecsSinceEpoch(second.time_since_epoch().count());
    const QTime offset = QTime(0, 0).addSecs(std::abs(when.offsetFromUtc()));
    const char sign = when.offsetFromUtc() < 0 ? '-' : '+';
    const std::string start = when.toString(u"yyyy-MM-dd HH:mm:ss."_s).toStdString();
    return {second,
            start + std::string(noMicroseconds) + sign + offset.toString(u"HH:mm"_s).toStdString(),
            start.size()};
}

void writeMicroseconds(Stamp &stamp)
{
    using namespace std::chrono;
    auto rest = floor<microseconds>(stamp.time - floor<seconds>(stamp.time)).count();
    for (size_t i = noMicroseconds.size(); i > 0; --i) {
        stamp.text[stamp.microseconds + i - 1] = static_cast<char>('0' + rest % 10);
        rest /= 10;
    }
}

/// Every event is written with its time, and many have that of the one before.
void appendTime(system_clock::time_point time, Stamp &last, Stamp (*make)(std::chrono::sys_seconds),
                std::string &out)
{
    if (time != last.time) {
        const auto second = std::chrono::floor<std::chrono::seconds>(time);
        if (second != std::chrono::floor<std::chrono::seconds>(last.time)) {
            last = make(second);
        }
        last.time = time;
        writeMicroseconds(last);
    }
    out += last.text;
}

} // namespace

void appendUtcTime(system_clock::time_point time, std::string &out)
{
    thread_local Stamp last = utcStamp({});
    appendTime(time, last, utcStamp, out);
}

void appendLocalTime(system_clock::time_point time, std::string &out)
{
    thread_local Stamp last = localStamp({});
    appendTime(time, last, localStamp, out);
}

} // namespace peerglass
