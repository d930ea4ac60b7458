// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace peerglass {

/// The first five, a line each, and in one more how many others there are.
QString firstLines(const QStringList &lines);

} // namespace peerglass
