// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <initializer_list>
#include <span>
#include <vector>

namespace peerglass {

/// Messages one behind the other in one buffer, with the offset of each end: what one turn of one
/// sender brings. Made by a protocol, read by the engine, which shares one copy of it between
/// all the queues it goes to.
class MessageBatch
{
public:
    MessageBatch() = default;
    /// A copy of \a bytes, cut at \a ends; the last end is the size of \a bytes.
    MessageBatch(QByteArrayView bytes, std::span<const quint32> ends);

    /// Appends one message, joined from \a parts. An empty message is not a message: ignored.
    /// The batch must stay below 4 GiB.
    void append(std::initializer_list<QByteArrayView> parts);
    void append(QByteArrayView message) { append({message}); }
    /// A copy without the first \a count messages, of which there must be as many.
    MessageBatch without(quint32 count) const;
    /// Forgets the messages and keeps the memory.
    void clear();

    bool isEmpty() const { return m_ends.empty(); }
    quint32 count() const { return static_cast<quint32>(m_ends.size()); }
    qsizetype size() const { return m_bytes.size(); }
    QByteArrayView bytes() const { return m_bytes; }
    /// ends()[i] is the offset behind message i in bytes().
    std::span<const quint32> ends() const { return m_ends; }

private:
    QByteArray m_bytes;
    std::vector<quint32> m_ends;
};

} // namespace peerglass
