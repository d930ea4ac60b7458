// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

#include <QHostAddress>
#include <QString>

#include <tl/expected.hpp>

namespace peerglass {

/// Begins to open a connection to \a server, port \a port, and does not wait for it: the descriptor
/// becomes writable when it is open or has failed, and Stream::takeError() then tells which. Small
/// messages go at once (TCP_NODELAY). \a source: the address of this end, of the same family; null:
/// the system's choice. Otherwise errno; EADDRNOTAVAIL (connect(2)) where no local port is free for
/// this pair of addresses.
tl::expected<FileDescriptor, int> beginConnecting(const QHostAddress &server, quint16 port,
                                                  const QHostAddress &source = {});

/// `127.0.0.1:51832`, the address of this end of a connected socket.
QString localAddressText(int descriptor);

/// The ports that the system gives to connections which do not ask for one (ip(7),
/// ip_local_port_range). They limit how many connections one address can have to one port of
/// another.
struct LocalPorts
{
    int first = 0;
    int last = 0;

    int count() const { return last - first + 1; }
};
/// The default of the kernel where /proc does not tell.
LocalPorts localPorts();

} // namespace peerglass
