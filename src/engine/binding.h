// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"
#include "listener.h"
#include "requests.h"
#include "servicespec.h"

#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

#include <tl/expected.hpp>

namespace peerglass {

/// The listening sockets of one service.
struct Binding
{
    std::vector<std::unique_ptr<Listener>> listeners;
    QStringList notices; ///< what is other than asked for: a clipped backlog, no IPv6
};

/// Listens on everything that \a spec names, or on nothing. \a take gets accepted descriptors.
/// `localhost` means both loopback addresses on one port, `any` all addresses, dual-stack; where
/// IPv6 is missing, IPv4 alone.
tl::expected<Binding, StartError> bind(const ServiceSpec &spec,
                                       const std::function<void(FileDescriptor)> &take);

/// The address that \a listener listens on, numeric; `::` for all.
QString boundAddress(const Listener &listener);

} // namespace peerglass
