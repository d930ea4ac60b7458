// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

namespace peerglass {

/// How many bytes \a bytes begin with that stand for themselves in escape(): printable ASCII but
/// backslash and quotation mark.
qsizetype plainLength(QByteArrayView bytes);

} // namespace peerglass
