// SPDX-License-Identifier: MIT
#include "icons.h"

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
    return QIcon(u":/peerglass/icons/%1.svg"_s.arg(name));
}

} // namespace peerglass
