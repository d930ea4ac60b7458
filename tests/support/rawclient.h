// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

#include <QByteArray>
#include <QSocketNotifier>
#include <QString>

#include <memory>

namespace peerglass {

/// A TCP client with nothing between the test and the socket: it can end one direction, reset, send
/// urgent data, and not read. Needs the event loop of its thread; see waitFor().
class RawClient
{
public:
    struct Options
    {
        QString address{}; ///< numeric; empty: 127.0.0.1
        QString from{}; ///< its own address, IPv4; empty: the system's choice
        int receiveBuffer = 0; ///< SO_RCVBUF in bytes; 0: the system's
        bool reads = true;
    };

    /// Connects to a loopback address, which does not take long.
    explicit RawClient(quint16 port)
        : RawClient(port, Options())
    {
    }
    RawClient(quint16 port, const Options &options);
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    /// A client that reads only when told to, and whose kernel keeps little.
    static Options notReading()
    {
        return {.address = {}, .from = {}, .receiveBuffer = 4096, .reads = false};
    }

    bool isConnected() const { return m_connected; }
    quint16 localPort() const { return m_localPort; }
    quint16 serverPort() const { return m_serverPort; }

    /// Sends as soon as the kernel takes it.
    void send(const QByteArray &bytes);
    /// Bytes that the kernel has not taken yet.
    qsizetype unsent() const { return m_unsent.size(); }
    /// Bytes that the server's kernel has not got yet, whether the own kernel has them or not.
    qint64 underway() const;
    /// Ends this side after what is unsent.
    void finishSending();
    /// One byte of urgent data (MSG_OOB); nothing may be unsent.
    void sendUrgent(char byte);

    /// Whether it reads whatever comes.
    void setReading(bool on);
    /// Reads at most \a most bytes of what is there; for one that does not read by itself.
    void readSome(qsizetype most);

    /// Closes without ado; the kernel resets the connection if it has unread input.
    void close();
    /// Closes with a reset (SO_LINGER 0).
    void reset();

    QByteArray received;
    qint64 sent = 0; ///< bytes that the kernel has taken
    bool hasEnded = false; ///< the server has ended its side
    bool wasReset = false;

private:
    void write();

    FileDescriptor m_socket;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
    QByteArray m_unsent;
    bool m_finish = false;
    bool m_connected = false;
    quint16 m_localPort = 0;
    quint16 m_serverPort;
};

} // namespace peerglass
