// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QPalette>

namespace peerglass {

/// What a colour says. It is never the only sign: text or shape says the same.
enum class Tone { Plain, Good, Info, Warning, Bad, Muted };

/// Colours of a tone that read well on the base colour of \a palette, light or dark.
QColor textColor(Tone tone, const QPalette &palette);
/// A soft fill behind text of textColor().
QColor fillColor(Tone tone, const QPalette &palette);
/// A strong fill: bars and lamps.
QColor solidColor(Tone tone, const QPalette &palette);

} // namespace peerglass
