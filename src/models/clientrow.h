// SPDX-License-Identifier: MIT
#pragma once

#include "clientinfo.h"
#include "serviceinfo.h"

#include <QHash>
#include <QString>

#include <chrono>
#include <optional>

namespace peerglass {

/// One client as ClientsModel keeps it.
struct ClientRow
{
    ClientInfo info;
    quint64 arrival = 0; ///< rows are in the order of this, which has gaps where rows were removed
    QString addressKey; ///< addressSortKey() of its address and port
    quint64 end = 0; ///< its number among those that have gone, once it has
    qint64 rateIn = 0; ///< bytes per second between the last two ticks
    qint64 rateOut = 0;
    qint64 receivedAtTick = 0; ///< bytes
    qint64 sentAtTick = 0;
    /// Since the first tick that found it gone, by what the ticks said had passed.
    std::optional<std::chrono::milliseconds> goneFor;

    bool isGone() const { return info.state == ClientState::Gone; }
};

/// A service as the rows of its clients show it.
struct ClientService
{
    ServiceSpec spec;
    quint16 port = 0; ///< that it listens on; 0: not known
    QString label; ///< `echo`, and `echo :10000` where there are others of that protocol

    friend bool operator==(const ClientService &, const ClientService &) = default;
};
using ClientServices = QHash<ServiceId, ClientService>;

/// A service without its label, which depends on the others.
ClientService toClientService(const ServiceInfo &service);
/// Sets the label of each.
void setLabels(ClientServices &services);

/// Text that sorts as \a address and \a port do: IPv4 before IPv6, by the values of their parts.
QString addressSortKey(const QString &address, quint16 port);

} // namespace peerglass
