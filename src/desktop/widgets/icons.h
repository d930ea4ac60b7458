// SPDX-License-Identifier: MIT
#pragma once

#include <QIcon>
#include <QStringView>

namespace peerglass {

/// One of our own icons (resources/icons/NAME.svg): `start`, `stop`, `kick`, … They are drawn for
/// each size, so they are crisp on any screen, and read on light and dark palettes alike.
QIcon icon(QStringView name);

} // namespace peerglass
