// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

#include <tl/expected.hpp>

namespace peerglass {

/// The name as it is stored and shown (NFC), or why it is refused, as the end of a sentence. Checks
/// its length and characters: 1 to maxNameCodePoints letters, marks and digits of any script, `-`,
/// `_`, `.`; nothing invisible; no mark at its start.
tl::expected<QString, QString> checkName(const QString &wanted);

/// What two names have in common that must not be told apart: canonical caseless matching
/// (The Unicode Standard, section 3.13, D145) with the case folding of QString.
QString nameKey(const QString &name);

/// Whether the name with this nameKey() would pose as the server, the operator or a guest.
bool isReservedName(const QString &key);

} // namespace peerglass
