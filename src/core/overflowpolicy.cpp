// SPDX-License-Identifier: MIT
#include "overflowpolicy.h"

namespace peerglass {

using namespace Qt::StringLiterals;

QString toText(OverflowPolicy value)
{
    switch (value) {
    case OverflowPolicy::Pause:
        return u"pause"_s;
    case OverflowPolicy::Disconnect:
        return u"disconnect"_s;
    case OverflowPolicy::DropOldest:
        return u"drop-oldest"_s;
    }
    Q_UNREACHABLE();
}

} // namespace peerglass
