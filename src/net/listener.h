// SPDX-License-Identifier: MIT
#pragma once

#include "addressgroup.h"
#include "filedescriptor.h"

#include <QSocketNotifier>
#include <QTcpServer>

#include <functional>
#include <memory>

namespace peerglass {

/// The other end of a connection.
struct PeerAddress
{
    QString address; ///< numeric; IPv4-mapped addresses as IPv4
    quint16 port = 0;
    AddressGroup group{}; ///< as which it is counted and banned
};

/// Where \a descriptor is connected to; nothing in `address` when it no longer is (Linux accepts
/// connections that were reset meanwhile: getpeername(2) then fails with ENOTCONN).
PeerAddress peerAddress(int descriptor);

/// What came of accepting by hand.
struct Accepted
{
    int count = 0;
    int error = 0; ///< errno of accept(2) that ended it; 0: nobody waited any more, or enough came
};

/// A listening socket that hands on the descriptors of its connections. Accepts in batches, so
/// that a flood of connects does not starve its thread's other work. QTcpServer listens, and no
/// more: once its accept(2) has met EAGAIN it takes every later error for that, tells nobody, and
/// tries again for ever (Qt 6.4, QNativeSocketEngine::setError()).
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

    /// The longest backlog that the system lets a listener have: net.core.somaxconn, see listen(2);
    /// 0 where it cannot be read.
    static int systemBacklog();

    /// What can be done where descriptors are missing, likewise.
    static QString descriptorAdvice();

    /// Stops or goes on taking connections; those that wait stay in the backlog.
    void setAccepting(bool on);
    /// Hands those who wait, at most \a most, to \a take, also while none are accepted.
    Accepted acceptWaiting(int most, const std::function<void(FileDescriptor)> &take);
    /// The same with the `take` of the constructor, and as many as are accepted at once.
    Accepted acceptWaiting();

Q_SIGNALS:
    /// Some have been accepted by itself, and no more for now: so many as came at once.
    void batchTaken();
    /// accept(2) has failed with \a error (errno); none are accepted until setAccepting(true).
    void acceptFailed(int error);

private:
    void acceptBatch();

    std::function<void(FileDescriptor)> m_take;
    std::unique_ptr<QSocketNotifier> m_waiting; ///< somebody waits; there while listening
    bool m_accepting = true;
};

} // namespace peerglass
