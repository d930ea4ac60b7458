// SPDX-License-Identifier: MIT
#include "servicestate.h"

namespace peerglass {

using namespace Qt::StringLiterals;

QString toText(ServiceState value)
{
    switch (value) {
    case ServiceState::Stopped:
        return u"stopped"_s;
    case ServiceState::Starting:
        return u"starting"_s;
    case ServiceState::Listening:
        return u"listening"_s;
    case ServiceState::AcceptPaused:
        return u"accept-paused"_s;
    case ServiceState::Draining:
        return u"draining"_s;
    case ServiceState::Failed:
        return u"failed"_s;
    }
    Q_UNREACHABLE();
}

} // namespace peerglass
