// SPDX-License-Identifier: MIT
#pragma once

#include "endpoint.h"
#include "stream.h"

#include <QByteArray>
#include <QObject>
#include <QQueue>
#include <QSocketNotifier>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <vector>

namespace peerglass {

/// A test client's end of one TCP connection, as bare as the system's calls: each message goes out
/// at once (TCP_NODELAY) and in a send of its own, nothing is read ahead, and a reset is told apart
/// from the end of the stream. Everything is asynchronous; nothing is emitted from within open(),
/// send(), finishSending() or close(). Within its signals it may be closed, but not deleted
/// (deleteLater() may be called).
class Connection : public QObject
{
    Q_OBJECT
public:
    explicit Connection(QObject *parent = nullptr);

    /// Resolves the name and connects; once. opened() or failed() follows.
    void open(const Endpoint &server);
    /// Ends it at once, in whatever state; no signal follows.
    void close();
    bool isOpen() const { return m_stream.descriptor() >= 0; }
    /// The address of this end, once opened().
    Endpoint local() const { return m_local; }

    /// Most bytes that one received() brings, at least 1. 64 KiB unless set.
    void setReadSize(qsizetype most);
    /// Whether it reads. It does not until told so, and the end of the stream is seen by reading.
    void setReading(bool on);

    /// Queues one message, not empty.
    void send(const QByteArray &message);
    /// Half-closes as soon as what was queued has been handed to the system.
    void finishSending();
    /// Ends an open connection in good order, so that the server sees no reset: finishes sending,
    /// throws away what still comes, and closes when the server has ended its side, at the latest
    /// after \a limit. left() follows, and nothing is received, ended or failed before it.
    void leave(std::chrono::milliseconds limit);
    /// Bytes that the system has not taken yet.
    qint64 unsent() const;

Q_SIGNALS:
    void opened();
    void received(const QByteArray &bytes);
    /// The server has finished sending.
    void ended();
    /// The system has taken this many bytes more.
    void sent(qint64 bytes);
    /// It could not be opened, or broke; \a reason is the system's. It is closed.
    void failed(const QString &reason);
    /// It is closed after leave().
    void left();

private:
    void takeOver();
    void fail(const QString &reason);
    void endLeaving();
    void readOne();
    void takeEnd();
    void writeOne();
    void finishIfDrained();

    // Connects; gives its descriptor up to m_stream then. As a socket it would read ahead, close
    // at the end of the stream with unsent output, and hide resets.
    QTcpSocket m_socket;
    Stream m_stream{FileDescriptor()};
    QSocketNotifier m_readable{QSocketNotifier::Read};
    QSocketNotifier m_writable{QSocketNotifier::Write};
    Endpoint m_local;
    std::vector<char> m_buffer;
    QTimer m_leaveLimit;
    QQueue<QByteArray> m_messages;
    qsizetype m_firstSent = 0; // bytes of the first message that have gone
    bool m_finishing = false;
    bool m_leaving = false;
    bool m_closed = false;
};

} // namespace peerglass
