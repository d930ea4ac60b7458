// SPDX-License-Identifier: MIT
#include "listener.h"

#include "descriptorlimit.h"
#include "stream.h"

#include <QFile>
#include <QHostAddress>

#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr int batchSize = 32;

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
}

bool Listener::open(const QHostAddress &address, quint16 port, int backlog)
{
    setListenBacklogSize(backlog);
    if (!listen(address, port)) {
        return false;
    }
    Stream::configureListener(static_cast<int>(socketDescriptor()));
    pauseAccepting(); // for good
    m_waiting = std::make_unique<QSocketNotifier>(socketDescriptor(), QSocketNotifier::Read);
    connect(m_waiting.get(), &QSocketNotifier::activated, this, &Listener::acceptBatch);
    m_waiting->setEnabled(m_accepting);
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
        return freeDescriptors() > 0 ? u"out of memory"_s : u"no descriptor is free"_s;
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

int Listener::systemBacklog()
{
    QFile file(u"/proc/sys/net/core/somaxconn"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
}

void Listener::setAccepting(bool on)
{
    m_accepting = on;
    if (m_waiting) {
        m_waiting->setEnabled(on && isListening());
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

void Listener::acceptBatch()
{
    int taken = 0;
    Accepted accepted{.count = 1};
    // One by one, since each may be the last that is to be accepted.
    while (taken < batchSize && m_accepting && accepted.count > 0) {
        accepted = acceptWaiting(1, m_take);
        taken += accepted.count;
    }
    if (taken > 0) {
        Q_EMIT batchTaken();
    }
    if (accepted.error != 0) {
        setAccepting(false);
        Q_EMIT acceptFailed(accepted.error);
    }
}

} // namespace peerglass
