// SPDX-License-Identifier: MIT
#include "rawclient.h"

#include <QHostAddress>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace peerglass {

namespace {

int connectTo(int socket, const QHostAddress &address, quint16 port)
{
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        sockaddr_in6 to{};
        to.sin6_family = AF_INET6;
        to.sin6_port = htons(port);
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        std::copy(std::begin(bytes.c), std::end(bytes.c), to.sin6_addr.s6_addr);
        return ::connect(socket, reinterpret_cast<sockaddr *>(&to), sizeof to);
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(address.toIPv4Address());
    return ::connect(socket, reinterpret_cast<sockaddr *>(&to), sizeof to);
}

void bindTo(int socket, const QHostAddress &address)
{
    sockaddr_in from{};
    from.sin_family = AF_INET;
    from.sin_addr.s_addr = htonl(address.toIPv4Address());
    ::bind(socket, reinterpret_cast<sockaddr *>(&from), sizeof from);
}

quint16 portOf(int socket)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    getsockname(socket, reinterpret_cast<sockaddr *>(&storage), &size);
    // The port is in the same place for both families.
    return ntohs(reinterpret_cast<const sockaddr_in *>(&storage)->sin_port);
}

} // namespace

RawClient::RawClient(quint16 port, const Options &options)
    : m_serverPort(port)
{
    const QHostAddress address(options.address.isEmpty() ? QStringLiteral("127.0.0.1")
                                                         : options.address);
    const bool ipv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    m_socket = FileDescriptor(::socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int descriptor = m_socket.get();
    if (options.receiveBuffer > 0) {
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &options.receiveBuffer, sizeof(int));
    }
    if (!options.from.isEmpty()) {
        bindTo(descriptor, QHostAddress(options.from));
    }
    m_connected = connectTo(descriptor, address, port) == 0;
    m_localPort = portOf(descriptor);
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    m_readable = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    m_writable = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Write);
    QObject::connect(m_readable.get(), &QSocketNotifier::activated, m_readable.get(),
                     [this] { readSome(256 * 1024); });
    QObject::connect(m_writable.get(), &QSocketNotifier::activated, m_writable.get(),
                     [this] { write(); });
    m_writable->setEnabled(false);
    m_readable->setEnabled(m_connected && options.reads);
}

void RawClient::send(const QByteArray &bytes)
{
    m_unsent += bytes;
    write();
}

qint64 RawClient::underway() const
{
    int bytes = 0;
    ioctl(m_socket.get(), SIOCOUTQ, &bytes); // tcp(7)
    return m_unsent.size() + bytes;
}

void RawClient::finishSending()
{
    m_finish = true;
    write();
}

void RawClient::sendUrgent(char byte)
{
    sent += std::max<qint64>(::send(m_socket.get(), &byte, 1, MSG_OOB | MSG_NOSIGNAL), 0);
}

void RawClient::setReading(bool on)
{
    m_readable->setEnabled(on);
}

void RawClient::readSome(qsizetype most)
{
    // One for all: a sanitizer takes longer to make it than the kernel to fill it.
    thread_local QByteArray buffer;
    buffer.resize(std::max(most, buffer.size()));
    const ssize_t size = recv(m_socket.get(), buffer.data(), static_cast<size_t>(most), 0);
    if (size > 0) {
        received.append(buffer.constData(), size);
        return;
    }
    const bool nothing = size < 0 && (errno == EAGAIN || errno == EINTR);
    if (!nothing) {
        wasReset = wasReset || size < 0;
        hasEnded = !wasReset;
        m_readable->setEnabled(false);
    }
}

void RawClient::close()
{
    m_readable.reset();
    m_writable.reset();
    m_socket.close();
}

void RawClient::reset()
{
    const linger atOnce{.l_onoff = 1, .l_linger = 0};
    setsockopt(m_socket.get(), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    close();
}

void RawClient::write()
{
    while (!m_unsent.isEmpty()) {
        const ssize_t size = ::send(m_socket.get(), m_unsent.constData(),
                                    static_cast<size_t>(m_unsent.size()), MSG_NOSIGNAL);
        if (size < 0) {
            const bool later = errno == EAGAIN || errno == EINTR;
            if (!later) {
                m_unsent.clear();
                wasReset = true; // the system tells this once, here or to a read
            }
            m_writable->setEnabled(later);
            return;
        }
        sent += size;
        m_unsent.remove(0, size);
    }
    m_writable->setEnabled(false);
    if (m_finish) {
        shutdown(m_socket.get(), SHUT_WR);
        m_finish = false;
    }
}

} // namespace peerglass
