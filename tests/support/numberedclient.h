// SPDX-License-Identifier: MIT
#pragma once

#include "rawclient.h"

namespace peerglass {

/// An echo client that keeps some numbered messages on their way until all have come back.
class NumberedClient
{
public:
    /// \a number: of this client; its messages are not those of another.
    NumberedClient(quint16 port, int number)
        : raw(port)
        , m_number(number)
    {
    }

    static constexpr int messageSize = 32; ///< bytes
    static constexpr int depth = 16; ///< messages on their way

    /// Sends what is due, and tells whether all of \a total messages are back.
    bool goOn(int total)
    {
        const int back = int(raw.received.size()) / messageSize;
        while (m_sent < total && m_sent - back < depth) {
            raw.send(message(m_sent++));
        }
        return back >= total;
    }
    /// What the first \a total messages are, one behind the other.
    QByteArray expected(int total) const
    {
        QByteArray bytes;
        for (int i = 0; i < total; ++i) {
            bytes += message(i);
        }
        return bytes;
    }

    RawClient raw;

private:
    QByteArray message(int index) const
    {
        const QByteArray text = "client " + QByteArray::number(m_number) + " message "
            + QByteArray::number(index);
        return text.leftJustified(messageSize - 1, '.') + '\n';
    }

    int m_number;
    int m_sent = 0;
};

} // namespace peerglass
