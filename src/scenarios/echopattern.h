// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace peerglass {

/// The endless stream of messages that the clients of `load` send, which says of every byte what it
/// has to be: none is kept or made while they send. The messages have one size and are printable;
/// those of two bytes and more are lines, for servers that echo lines. The stream repeats itself,
/// but not within the messages that a client has on their way, so that one that is lost, doubled or
/// out of place is seen. Immutable.
class EchoPattern
{
public:
    /// \a size: of a message, bytes. \a depth: messages on their way.
    EchoPattern(qint64 size, int depth);

    qint64 messageSize() const { return m_size; }
    /// Where in the stream the client with \a number begins: not where its neighbours do.
    qint64 beginOf(int number) const;
    /// The bytes from \a position on: at most \a most, at least one.
    QByteArrayView at(qint64 position, qint64 most) const;

private:
    qint64 m_size;
    QByteArray m_block; ///< whole messages; the stream is this, again and again
};

} // namespace peerglass
