// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

#include <QByteArrayView>

#include <chrono>
#include <span>
#include <sys/uio.h>

namespace peerglass {

/// What one read or write came to.
struct IoResult
{
    enum class Status {
        Done, ///< `bytes` were moved, at least one
        WouldBlock, ///< nothing now
        End, ///< read only: the other side has finished sending
        Error ///< `error` says why; the connection is of no use any more
    };
    Status status = Status::WouldBlock;
    qint64 bytes = 0;
    int error = 0; ///< errno
};

/// What the kernel says of a connection (tcp(7), TCP_INFO).
struct KernelFigures
{
    qint64 unsent = 0; ///< taken from us, not yet sent: bytes
    qint64 inFlight = 0; ///< sent, not yet acknowledged: bytes
    qint64 acknowledged = 0; ///< acknowledged since the connection began: bytes
    std::chrono::microseconds roundTrip{0};

    friend bool operator==(const KernelFigures &, const KernelFigures &) = default;
};

/// One connected TCP socket. No call blocks, whatever the descriptor's mode, and none raises
/// SIGPIPE. Lives where its session lives.
class Stream
{
public:
    explicit Stream(FileDescriptor socket)
        : m_socket(std::move(socket))
    {
    }

    int descriptor() const { return m_socket.get(); }

    /// Reads at most the size of \a buffer; stops before urgent data, see atUrgentMark().
    IoResult read(std::span<char> buffer);
    IoResult write(QByteArrayView bytes);
    /// One gathering write; at most IOV_MAX (1,024) parts.
    IoResult write(std::span<const iovec> parts);

    /// Whether the next byte to be read is the urgent one (sockatmark(3)).
    bool atUrgentMark() const;
    /// Half-close: what was written still goes, then the other side sees the end.
    void finishSending();
    /// Closes so that the other side sees a reset and the kernel throws away what is unsent.
    void abort();
    /// Sends \a lastWords as far as the kernel takes them, and closes in good order: what has come
    /// is thrown away, since closing with unread input resets the connection.
    void closeWith(QByteArrayView lastWords);
    /// Closes in good order. What was written still goes, unless unread input makes it a reset.
    void close() { m_socket.close(); }

    /// The error that broke the connection, 0 where there is none. Asking clears it (SO_ERROR).
    int takeError();
    /// Bytes written that the other side has not acknowledged, the end of stream counting as one
    /// (SIOCOUTQ).
    qint64 unacknowledged() const;
    KernelFigures figures() const;

    /// For a listening socket, whose connections inherit it: urgent data stays in the stream, small
    /// messages go at once, and the kernel keeps its unsent part small (TCP_NOTSENT_LOWAT), so that
    /// what waits is seen to wait.
    static void configureListener(int descriptor);

private:
    FileDescriptor m_socket;
};

} // namespace peerglass
