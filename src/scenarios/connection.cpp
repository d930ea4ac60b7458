// SPDX-License-Identifier: MIT
#include "connection.h"

#include "systemtext.h"

#include <QHostAddress>
#include <QNetworkProxy>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

namespace peerglass {

namespace {

constexpr qsizetype defaultReadSize = 64 * 1024;

} // namespace

Connection::Connection(QObject *parent)
    : QObject(parent)
    , m_buffer(defaultReadSize)
{
    m_socket.setProxy(QNetworkProxy::NoProxy);
    connect(&m_socket, &QTcpSocket::connected, this, &Connection::takeOver);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, [this] { fail(m_socket.errorString()); });
    connect(&m_readable, &QSocketNotifier::activated, this, &Connection::readOne);
    connect(&m_writable, &QSocketNotifier::activated, this, &Connection::writeOne);
    m_leaveLimit.setSingleShot(true);
    connect(&m_leaveLimit, &QTimer::timeout, this, &Connection::endLeaving);
}

void Connection::open(const Endpoint &server)
{
    // Connecting to a literal address may succeed or fail at once: not from within this call.
    const auto connectNow = [this, server] {
        if (!m_closed) {
            m_socket.connectToHost(server.host, server.port);
        }
    };
    QMetaObject::invokeMethod(this, connectNow, Qt::QueuedConnection);
}

void Connection::close()
{
    m_closed = true;
    m_socket.disconnect(this);
    m_socket.abort();
    m_readable.setEnabled(false);
    m_writable.setEnabled(false);
    m_leaveLimit.stop();
    m_stream.close();
}

void Connection::takeOver()
{
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_local = {.host = m_socket.localAddress().toString(), .port = m_socket.localPort()};
    const int descriptor = fcntl(int(m_socket.socketDescriptor()), F_DUPFD_CLOEXEC, 0);
    const int error = errno;
    m_socket.disconnect(this);
    m_socket.abort();
    if (descriptor < 0) {
        fail(systemText(error));
        return;
    }
    m_stream = Stream(FileDescriptor(descriptor));
    m_readable.setSocket(descriptor);
    m_readable.setEnabled(false);
    m_writable.setSocket(descriptor);
    m_writable.setEnabled(false);
    Q_EMIT opened();
}

void Connection::fail(const QString &reason)
{
    if (m_leaving) {
        endLeaving();
        return;
    }
    close();
    Q_EMIT failed(reason);
}

void Connection::setReadSize(qsizetype most)
{
    m_buffer.resize(size_t(most));
}

void Connection::setReading(bool on)
{
    m_readable.setEnabled(on && isOpen());
}

void Connection::send(const QByteArray &message)
{
    m_messages.enqueue(message);
    m_writable.setEnabled(isOpen());
}

void Connection::finishSending()
{
    m_finishing = true;
    finishIfDrained();
}

void Connection::leave(std::chrono::milliseconds limit)
{
    m_leaving = true;
    m_leaveLimit.start(limit);
    finishSending();
    setReading(true);
}

void Connection::endLeaving()
{
    close();
    Q_EMIT left();
}

qint64 Connection::unsent() const
{
    qint64 bytes = -m_firstSent;
    for (const QByteArray &message : m_messages) {
        bytes += message.size();
    }
    return bytes;
}

void Connection::takeEnd()
{
    if (m_leaving) {
        endLeaving();
        return;
    }
    setReading(false);
    Q_EMIT ended();
}

// One read per turn of the event loop, so that the read size means what it says.
void Connection::readOne()
{
    const IoResult result = m_stream.read(m_buffer);
    switch (result.status) {
    case IoResult::Status::Done:
        if (!m_leaving) {
            Q_EMIT received(QByteArray(m_buffer.data(), result.bytes));
        }
        break;
    case IoResult::Status::WouldBlock:
        break;
    case IoResult::Status::End:
        takeEnd();
        break;
    case IoResult::Status::Error:
        fail(systemText(result.error));
        break;
    }
}

void Connection::writeOne()
{
    const QByteArrayView rest = QByteArrayView(m_messages.head()).sliced(m_firstSent);
    const IoResult result = m_stream.write(rest);
    if (result.status == IoResult::Status::Error) {
        fail(systemText(result.error));
        return;
    }
    if (result.status == IoResult::Status::WouldBlock) {
        return;
    }
    m_firstSent += result.bytes;
    if (m_firstSent == m_messages.head().size()) {
        m_messages.dequeue();
        m_firstSent = 0;
    }
    m_writable.setEnabled(!m_messages.isEmpty());
    finishIfDrained();
    Q_EMIT sent(result.bytes);
}

void Connection::finishIfDrained()
{
    if (m_finishing && m_messages.isEmpty() && isOpen()) {
        m_stream.finishSending();
    }
}

} // namespace peerglass
