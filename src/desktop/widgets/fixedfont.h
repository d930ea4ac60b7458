// SPDX-License-Identifier: MIT
#pragma once

#include <QFont>

namespace peerglass {

/// The system's fixed-width font in the size of \a other.
QFont fixedFont(const QFont &other);

} // namespace peerglass
