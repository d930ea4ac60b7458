// SPDX-License-Identifier: MIT
#include "units.h"

#include "appending.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace peerglass {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

struct Unit
{
    QStringView name;
    qint64 factor;
};

constexpr std::array sizeUnits{
    Unit{u"", 1},
    Unit{u"B", 1},
    Unit{u"KiB", 1024},
    Unit{u"MiB", 1024 * 1024},
    Unit{u"GiB", 1024 * 1024 * 1024},
    Unit{u"TiB", 1024LL * 1024 * 1024 * 1024},
};
constexpr std::array timeUnits{
    Unit{u"ms", 1},
    Unit{u"s", 1000},
    Unit{u"min", 60 * 1000},
};
constexpr qint64 longestTime = milliseconds(std::chrono::hours(24 * 365)).count();
constexpr qint64 largestNumber = std::numeric_limits<qint64>::max();

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// A number and the unit behind it, in the smallest unit.
std::optional<qint64> parseWithUnit(QStringView text, std::span<const Unit> units, qint64 most)
{
    const auto end = std::find_if_not(text.begin(), text.end(), isDigit);
    const QStringView name = text.sliced(end - text.begin());
    const auto unit = std::find_if(units.begin(), units.end(),
                                   [name](const Unit &each) { return each.name == name; });
    if (unit == units.end()) {
        return {};
    }
    const auto number = parseNumber(text.chopped(name.size()), 0, most / unit->factor);
    return number ? std::optional(*number * unit->factor) : std::nullopt;
}

/// \a value in the largest of \a units that divides it.
QString writeWithUnit(qint64 value, std::span<const Unit> units)
{
    auto unit = units.rbegin();
    while (value % unit->factor != 0) {
        ++unit;
    }
    return QString::number(value / unit->factor).append(unit->name);
}

} // namespace

std::optional<qint64> parseSize(QStringView text)
{
    return parseWithUnit(text, sizeUnits, largestNumber);
}

QString sizeToOption(qint64 bytes)
{
    return bytes == 0 ? u"0B"_s : writeWithUnit(bytes, sizeUnits);
}

QString sizeToDisplay(qint64 bytes)
{
    std::string text;
    appendSizeToDisplay(bytes, text);
    return QString::fromStdString(text);
}

void appendSizeToDisplay(qint64 bytes, std::string &out)
{
    static constexpr std::array<QByteArrayView, 5> names{" B", " KiB", " MiB", " GiB", " TiB"};
    if (bytes < 1024) { // most messages are that small, and no fraction has to be made for them
        appendNumber(bytes, out);
        append(names.front(), out);
        return;
    }
    double value = static_cast<double>(bytes);
    size_t unit = 0;
    // Asks what it would be rounded to: 1048575 bytes are 1 MiB, not 1024 KiB.
    while (std::round(value * 10) >= 10240 && unit + 1 < names.size()) {
        value /= 1024;
        ++unit;
    }
    QByteArray number = QByteArray::number(value, 'f', 1);
    if (number.endsWith(".0")) {
        number.chop(2);
    }
    append(number, out);
    append(names[unit], out);
}

std::optional<milliseconds> parseDuration(QStringView text)
{
    if (text == u"0") {
        return milliseconds(0);
    }
    const auto value = parseWithUnit(text, timeUnits, longestTime);
    return value ? std::optional(milliseconds(*value)) : std::nullopt;
}

QString durationToOption(milliseconds time)
{
    return time.count() == 0 ? u"0"_s : writeWithUnit(time.count(), timeUnits);
}

std::optional<qint64> parseNumber(QStringView text, qint64 least, qint64 most)
{
    if (text.isEmpty()) {
        return {};
    }
    qint64 value = 0;
    for (const QChar c : text) {
        const qint64 digit = c.unicode() - u'0';
        if (!isDigit(c) || value > (largestNumber - digit) / 10) {
            return {};
        }
        value = value * 10 + digit;
    }
    return value >= least && value <= most ? std::optional(value) : std::nullopt;
}

} // namespace peerglass
