// SPDX-License-Identifier: MIT
#include "fixedfont.h"

#include <QFontDatabase>

namespace peerglass {

QFont fixedFont(const QFont &other)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (other.pointSizeF() > 0) {
        font.setPointSizeF(other.pointSizeF());
    } else {
        font.setPixelSize(other.pixelSize());
    }
    return font;
}

} // namespace peerglass
