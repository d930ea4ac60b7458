// SPDX-License-Identifier: MIT
#pragma once

#include <QIcon>
#include <QStringView>

namespace peerglass {

/// One of our own icons (resources/icons/NAME.svg): `start`, `stop`, `kick`, … They are drawn for
/// each size, so they are crisp on any screen, and read on light and dark palettes alike. The same
/// one for the same name, as Qt keeps what it has drawn of each icon: lamps and notices change
/// often. For the thread of the widgets.
QIcon icon(QStringView name);

} // namespace peerglass
