// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

#include <QTcpServer>
#include <QTimer>

#include <functional>

namespace peerglass {

/// The other end of a connection.
struct PeerAddress
{
    QString address; ///< numeric; IPv4-mapped addresses as IPv4
    quint16 port = 0;
};

/// Where \a descriptor is connected to; nothing in `address` when it no longer is (Linux accepts
/// connections that were reset meanwhile: getpeername(2) then fails with ENOTCONN).
PeerAddress peerAddress(int descriptor);

/// A listening socket that hands on the descriptors of its connections. Accepts in batches, so
/// that a flood of connects does not starve its thread's other work.
class Listener : public QTcpServer
{
    Q_OBJECT

public:
    /// \a take gets each accepted descriptor, in this thread.
    explicit Listener(std::function<void(FileDescriptor)> take, QObject *parent = nullptr);

    /// Listens with \a backlog (clipped by the kernel to net.core.somaxconn). False on failure:
    /// errorText() says why.
    bool open(const QHostAddress &address, quint16 port, int backlog);
    /// Why the last open() failed: `address already in use`.
    QString errorText() const;
    /// What can be done about it: a sentence without its full stop; empty where nobody knows.
    QString errorAdvice() const;

    /// Stops or goes on taking connections; those that wait stay in the backlog.
    void setAccepting(bool on);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void nextBatch();

    std::function<void(FileDescriptor)> m_take;
    QTimer m_nextBatch;
    int m_takenInBatch = 0;
    bool m_accepting = true;
};

} // namespace peerglass
