// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

#include <QByteArray>
#include <QByteArrayView>

namespace peerglass {

/// Both ends of one TCP connection over loopback. The calls below that wait on them end after 20 s
/// (scaled) at the latest.
struct TcpPair
{
    FileDescriptor server; ///< accepted from a listener prepared as the servers' are
    FileDescriptor client;
};

/// \a bufferSize: of every buffer of the kernel on the way, bytes; 0 for what the system gives.
TcpPair connectTcpPair(int bufferSize = 0);

/// A client connected to \a port of the loopback address of \a family (AF_INET, AF_INET6); invalid
/// where that fails.
FileDescriptor connectToPort(quint16 port, int family);

/// Sends all of \a bytes.
void sendAll(int descriptor, QByteArrayView bytes, int flags = 0);
/// Waits for \a size bytes; fewer where the stream ends before.
QByteArray receive(int descriptor, qsizetype size);
/// Waits for the end and throws away what comes before it: 0, or the errno that broke the stream.
int waitForEnd(int descriptor);
/// Waits until poll(2) reports one of \a events.
bool waitForEvents(int descriptor, short events);
/// Closes it so that the other side sees a reset.
void resetConnection(FileDescriptor &socket);
/// Writes until the kernel takes no more; returns how many bytes it took.
qint64 fillUp(int descriptor);

} // namespace peerglass
