// SPDX-License-Identifier: MIT
#pragma once

#include "servicespec.h"

#include <QList>

namespace peerglass {

/// The first of \a others that has the port of \a spec on an address that \a spec would take too;
/// nothing where there is none. `any` takes every address, `0.0.0.0` every IPv4 one and `::` every
/// IPv6 one; port 0 meets nobody.
std::optional<ServiceSpec> findConflict(const ServiceSpec &spec, const QList<ServiceSpec> &others);

} // namespace peerglass
