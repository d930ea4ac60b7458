// SPDX-License-Identifier: MIT
#include "endpoint.h"

#include "escape.h"
#include "hostname.h"

namespace peerglass {

QString Endpoint::toText() const
{
    return hostAndPort(escape(host), port);
}

} // namespace peerglass
