// SPDX-License-Identifier: MIT
#include "icons.h"

#include <QHash>

// Outside the namespace, as the macro asks. The linker leaves the resources of a static library
// out unless somebody names them.
static void initializeResources()
{
    Q_INIT_RESOURCE(peerglass);
}

namespace peerglass {
using namespace Qt::StringLiterals;

QIcon icon(QStringView name)
{
    initializeResources();
    // Never deleted: nothing may draw once the application object has gone.
    static auto &icons = *new QHash<QString, QIcon>;
    QIcon &found = icons[name.toString()];
    if (found.isNull()) {
        found = QIcon(u":/peerglass/icons/%1.svg"_s.arg(name));
    }
    return found;
}

} // namespace peerglass
