// SPDX-License-Identifier: MIT
#include "firstlines.h"

#include <QCoreApplication>

#include <algorithm>

namespace peerglass {

QString firstLines(const QStringList &lines)
{
    constexpr qsizetype most = 5;
    QStringList shown = lines.first(std::min(most, lines.size()));
    if (lines.size() > most) {
        shown.append(QCoreApplication::translate("FirstLines", "and %n more", nullptr,
                                                 static_cast<int>(lines.size() - most)));
    }
    return shown.join(u'\n');
}

} // namespace peerglass
