// SPDX-License-Identifier: MIT
#pragma once

#include "servicespec.h"

#include <QList>
#include <QString>

namespace peerglass {

/// A service that can be had by choosing it.
struct ServicePreset
{
    QString name; ///< for people: `Tutorial: select() echo, port 8001`
    ServiceSpec spec;
};

/// The two defaults first, then the servers of the tutorials.
QList<ServicePreset> servicePresets();
/// What works at once beside \a others and is open to this computer alone: a default service, or
/// echo on the next port.
ServiceSpec newService(const QList<ServiceSpec> &others);

} // namespace peerglass
