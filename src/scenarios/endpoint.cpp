// SPDX-License-Identifier: MIT
#include "endpoint.h"

#include "escape.h"

namespace peerglass {

using namespace Qt::StringLiterals;

QString Endpoint::toText() const
{
    const QString shown = escape(host);
    const QString format = host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s;
    return format.arg(shown, QString::number(port));
}

} // namespace peerglass
