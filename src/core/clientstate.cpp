// SPDX-License-Identifier: MIT
#include "clientstate.h"

namespace peerglass {

using namespace Qt::StringLiterals;

QString toText(ClientState value)
{
    switch (value) {
    case ClientState::Gone:
        return u"gone"_s;
    case ClientState::Finishing:
        return u"finishing"_s;
    case ClientState::Held:
        return u"held"_s;
    case ClientState::Paused:
        return u"paused"_s;
    case ClientState::NotReading:
        return u"not-reading"_s;
    case ClientState::HalfClosed:
        return u"half-closed"_s;
    case ClientState::Open:
        return u"open"_s;
    }
    Q_UNREACHABLE();
}

} // namespace peerglass
