// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>

namespace peerglass {

/// A fuzzer's input as pieces divided by the byte 0xFE, which no UTF-8 has. So a corpus can be read
/// and written by hand.
class Pieces
{
public:
    Pieces(const uint8_t *data, size_t size)
        : m_rest(data, static_cast<qsizetype>(size))
    {
    }

    bool atEnd() const { return m_rest.isEmpty(); }
    /// The next one; empty at the end. In memory of its own, so that the address sanitizer sees
    /// whoever reads beyond it or too late.
    QByteArray next()
    {
        const qsizetype end = m_rest.indexOf('\xFE');
        const QByteArray piece = (end < 0 ? m_rest : m_rest.first(end)).toByteArray();
        m_rest = end < 0 ? QByteArrayView() : m_rest.sliced(end + 1);
        return piece;
    }
    /// The first byte of what is left; 0 at the end.
    quint8 byte()
    {
        const quint8 first = atEnd() ? 0 : static_cast<quint8>(m_rest.front());
        m_rest = m_rest.sliced(atEnd() ? 0 : 1);
        return first;
    }

private:
    QByteArrayView m_rest;
};

} // namespace peerglass
