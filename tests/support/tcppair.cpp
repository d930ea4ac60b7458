// SPDX-License-Identifier: MIT
#include "tcppair.h"

#include "stream.h"
#include "timescale.h"

#include <QtGlobal>

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace peerglass {

namespace {

using namespace std::chrono_literals;

union Address {
    sockaddr any;
    sockaddr_in ipv4;
    sockaddr_in6 ipv6;
};

socklen_t sizeOf(int family)
{
    return family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
}

Address loopback(int family, quint16 port)
{
    Address address{};
    address.any.sa_family = static_cast<sa_family_t>(family);
    if (family == AF_INET6) {
        address.ipv6.sin6_addr = in6addr_loopback;
        address.ipv6.sin6_port = htons(port);
    } else {
        address.ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.ipv4.sin_port = htons(port);
    }
    return address;
}

FileDescriptor makeSocket(int family, int bufferSize)
{
    FileDescriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto limit = std::chrono::ceil<std::chrono::seconds>(scaled(20s)).count();
    const timeval wait{.tv_sec = limit, .tv_usec = 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    if (bufferSize > 0) {
        setsockopt(socket.get(), SOL_SOCKET, SO_SNDBUF, &bufferSize, sizeof bufferSize);
        setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &bufferSize, sizeof bufferSize);
    }
    return socket;
}

FileDescriptor connectFrom(FileDescriptor socket, quint16 port, int family)
{
    const Address to = loopback(family, port);
    return ::connect(socket.get(), &to.any, sizeOf(family)) == 0 ? std::move(socket)
                                                                 : FileDescriptor();
}

} // namespace

TcpPair connectTcpPair(int bufferSize)
{
    const FileDescriptor listener = makeSocket(AF_INET, bufferSize);
    Address address = loopback(AF_INET, 0);
    socklen_t size = sizeof address;
    if (::bind(listener.get(), &address.any, sizeOf(AF_INET)) != 0
        || ::listen(listener.get(), 1) != 0
        || ::getsockname(listener.get(), &address.any, &size) != 0) {
        qFatal("cannot listen on loopback");
    }
    Stream::configureListener(listener.get());
    FileDescriptor client = connectFrom(makeSocket(AF_INET, bufferSize),
                                        ntohs(address.ipv4.sin_port), AF_INET);
    FileDescriptor server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!client.isValid() || !server.isValid()) {
        qFatal("cannot connect over loopback");
    }
    return {.server = std::move(server), .client = std::move(client)};
}

FileDescriptor connectToPort(quint16 port, int family)
{
    return connectFrom(makeSocket(family, 0), port, family);
}

void sendAll(int descriptor, QByteArrayView bytes, int flags)
{
    while (!bytes.isEmpty()) {
        const ssize_t sent = ::send(descriptor, bytes.data(), static_cast<size_t>(bytes.size()),
                                    flags | MSG_NOSIGNAL);
        if (sent < 0) {
            qFatal("cannot send");
        }
        bytes = bytes.sliced(sent);
    }
}

QByteArray receive(int descriptor, qsizetype size)
{
    if (size == 0) {
        return {}; // recv(2) would wait all the same
    }
    QByteArray bytes(size, Qt::Uninitialized);
    const ssize_t received = ::recv(descriptor, bytes.data(), static_cast<size_t>(size),
                                    MSG_WAITALL);
    bytes.truncate(std::max<ssize_t>(received, 0));
    return bytes;
}

int waitForEnd(int descriptor)
{
    char buffer[4096];
    ssize_t received = 0;
    do {
        received = ::recv(descriptor, buffer, sizeof buffer, 0);
    } while (received > 0);
    return received == 0 ? 0 : errno;
}

bool waitForEvents(int descriptor, short events)
{
    pollfd poll{.fd = descriptor, .events = events, .revents = 0};
    return ::poll(&poll, 1, static_cast<int>(scaled(20s).count())) == 1
        && (poll.revents & events) != 0;
}

void resetConnection(FileDescriptor &socket)
{
    const linger atOnce{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    socket.close();
}

qint64 fillUp(int descriptor)
{
    const QByteArray filling(4096, '#');
    qint64 taken = 0;
    ssize_t sent = 0;
    while (sent >= 0) {
        taken += sent;
        sent = ::send(descriptor, filling.data(), static_cast<size_t>(filling.size()),
                      MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    return taken;
}

} // namespace peerglass
