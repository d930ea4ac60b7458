// SPDX-License-Identifier: MIT
#pragma once

#include "ids.h"
#include "servicespec.h"
#include "servicestate.h"
#include "totals.h"

#include <QList>
#include <QString>

namespace peerglass {

/// One address that a service listens on.
struct BoundAddress
{
    ServiceId service;
    QString address; ///< numeric; `::` for all addresses
    quint16 port = 0;

    friend bool operator==(const BoundAddress &, const BoundAddress &) = default;
};

/// A snapshot of one service. Plain value; crosses threads by copy.
struct ServiceInfo
{
    ServiceId id;
    ServiceSpec spec;
    ServiceState state = ServiceState::Stopped;
    QList<BoundAddress> addresses; ///< what it listens on, or listened on; empty before it did
    QString text; ///< why it failed, or why accepting pauses; empty otherwise
    bool holdsNew = false; ///< new clients start held
    Totals totals; ///< meaningful when Stopped
    qint64 clients = 0; ///< clients there have been; meaningful when Stopped

    friend bool operator==(const ServiceInfo &, const ServiceInfo &) = default;
};

} // namespace peerglass
