// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace peerglass {

/// What shows that a file is not, or not wholly, what QSettings wrote in its INI format or somebody
/// edited: bytes that are no text, a last line that has been cut off, lines that are no setting.
/// QSettings itself takes nearly everything for settings. The words go behind "because"; empty:
/// nothing is wrong, or there is no such file.
QString damageOf(const QString &fileName);

/// Renames the file to `NAME.damaged`, or `NAME.damaged-2` … where that is there already. Returns
/// the new name; empty: it could not be renamed.
QString setAside(const QString &fileName);

} // namespace peerglass
