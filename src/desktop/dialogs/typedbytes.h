// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QStringView>

namespace peerglass {

/// The bytes that a person means by \a text: `\n \r \t \0 \e \\ \"`, `\xNN` and `\u{HEX}` in
/// either case, also where escape() would have written something shorter; any other backslash
/// stands for itself. Reads everything that escape() writes. (unescape() is for what escape() wrote
/// alone: it takes `\xff`, `\x41` and `\x0A` literally.)
QByteArray typedBytes(QStringView text);

} // namespace peerglass
