// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

#include <chrono>
#include <optional>
#include <string>

namespace peerglass {

/// Parses `100`, `100B`, `64KiB`, `1MiB`, `1GiB` or `1TiB` into bytes. Decimal digits only, no
/// sign, no space, no fraction. Nothing where the text is not such a size or does not fit into 63
/// bits.
std::optional<qint64> parseSize(QStringView text);
/// The shortest text that parseSize() reads back exactly: `64KiB`, `1MiB`, `1500B`.
QString sizeToOption(qint64 bytes);
/// For people, rounded to one decimal: `0 B`, `912 B`, `64 KiB`, `1.2 MiB`, `3.4 GiB`.
QString sizeToDisplay(qint64 bytes);
/// The same in ASCII, behind what is in \a out.
void appendSizeToDisplay(qint64 bytes, std::string &out);

/// Parses `250ms`, `1s` or `5min`, and a bare `0`. Nothing where the text is no such time or is
/// longer than 365 days.
std::optional<std::chrono::milliseconds> parseDuration(QStringView text);
/// The shortest text that parseDuration() reads back exactly: `250ms`, `1s`, `5min`, `0`.
QString durationToOption(std::chrono::milliseconds time);

/// Parses a decimal number without sign within [least, most].
std::optional<qint64> parseNumber(QStringView text, qint64 least, qint64 most);

} // namespace peerglass
