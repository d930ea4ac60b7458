// SPDX-License-Identifier: MIT
#include "listener.h"

#include "sparedescriptor.h"
#include "stream.h"

#include <QHostAddress>

#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr int batchSize = 32;

// QTcpServer's accept loop ends only at EAGAIN or when this many connections are pending; none
// ever are, so 0 ends it after the current one and any other value lets it run.
constexpr int endLoop = 0;
constexpr int runLoop = 1;

} // namespace

PeerAddress peerAddress(int descriptor)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    if (getpeername(descriptor, address, &size) != 0) {
        return {};
    }
    const QHostAddress host(address);
    bool isIpv4 = false;
    const QHostAddress ipv4(host.toIPv4Address(&isIpv4));
    const quint16 port = storage.ss_family == AF_INET6
        ? reinterpret_cast<const sockaddr_in6 *>(&storage)->sin6_port
        : reinterpret_cast<const sockaddr_in *>(&storage)->sin_port;
    return {.address = (isIpv4 ? ipv4 : host).toString(),
            .port = ntohs(port),
            .group = AddressGroup(host)};
}

Listener::Listener(std::function<void(FileDescriptor)> take, QObject *parent)
    : QTcpServer(parent)
    , m_take(std::move(take))
{
    m_nextBatch.setSingleShot(true);
    m_nextBatch.setInterval(0);
    connect(&m_nextBatch, &QTimer::timeout, this, &Listener::nextBatch);
}

bool Listener::open(const QHostAddress &address, quint16 port, int backlog)
{
    setListenBacklogSize(backlog);
    if (!listen(address, port)) {
        return false;
    }
    Stream::configureListener(static_cast<int>(socketDescriptor()));
    return true;
}

QString Listener::errorText() const
{
    switch (serverError()) {
    case QAbstractSocket::AddressInUseError:
        return u"address already in use"_s;
    case QAbstractSocket::SocketAccessError:
        return u"permission denied"_s;
    case QAbstractSocket::SocketAddressNotAvailableError:
        return u"this machine has no such address"_s;
    case QAbstractSocket::SocketResourceError:
        return SpareDescriptor().isTaken() ? u"out of memory"_s : u"no descriptor is free"_s;
    default:
        return errorString();
    }
}

QString Listener::errorAdvice() const
{
    switch (serverError()) {
    case QAbstractSocket::AddressInUseError:
        return u"Stop the program that uses this port, or choose another port"_s;
    case QAbstractSocket::SocketAccessError:
        return u"Ports below 1024 need a privilege; choose one from 1024 to 65535"_s;
    case QAbstractSocket::SocketAddressNotAvailableError:
        return u"Choose an address of this machine, localhost or any"_s;
    case QAbstractSocket::SocketResourceError:
        return descriptorAdvice();
    default:
        return {};
    }
}

QString Listener::descriptorAdvice()
{
    return u"Raise the limit of descriptors (ulimit -n), or start fewer services"_s;
}

void Listener::setAccepting(bool on)
{
    m_accepting = on;
    if (!on) {
        m_nextBatch.stop();
        setMaxPendingConnections(endLoop);
        // Crashes in Qt 6.4 where nothing is listened on.
        if (isListening()) {
            pauseAccepting();
        }
    } else {
        nextBatch();
    }
}

Accepted Listener::acceptWaiting(int most, const std::function<void(FileDescriptor)> &take)
{
    Accepted accepted;
    while (accepted.count < most) {
        const int descriptor = accept4(static_cast<int>(socketDescriptor()), nullptr, nullptr,
                                       SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (descriptor < 0) {
            accepted.error = errno == EAGAIN ? 0 : errno;
            return accepted;
        }
        ++accepted.count;
        take(FileDescriptor(descriptor));
    }
    return accepted;
}

Accepted Listener::acceptWaiting()
{
    return acceptWaiting(batchSize, m_take);
}

void Listener::incomingConnection(qintptr descriptor)
{
    m_take(FileDescriptor(static_cast<int>(descriptor)));
    if (++m_takenInBatch == batchSize) {
        setMaxPendingConnections(endLoop);
        m_nextBatch.start();
    }
}

void Listener::nextBatch()
{
    m_takenInBatch = 0;
    // resumeAccepting() after close() crashes in Qt 6.4.
    if (m_accepting && isListening()) {
        setMaxPendingConnections(runLoop);
        resumeAccepting();
    }
}

} // namespace peerglass
