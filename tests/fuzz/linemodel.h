// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <optional>
#include <string>

namespace peerglass {

/// What LineFramer has to do, byte by byte.
class LineModel
{
public:
    explicit LineModel(qint64 limit)
        : m_limit(limit)
    {
    }

    /// The line that \a byte ends, if it ends one; valid until the next call.
    std::optional<QByteArrayView> take(char byte)
    {
        if (m_tooLong) {
            return {};
        }
        const bool ends = byte == '\n';
        if (!ends) {
            m_tail += byte;
        }
        m_tooLong = contentSize() > m_limit;
        const bool whole = ends && !m_tooLong;
        if (m_tooLong) {
            m_tail.clear();
        }
        return whole ? std::optional(end()) : std::nullopt;
    }
    /// The line that the end of the stream ends, if one was begun; valid until the next call.
    std::optional<QByteArrayView> last()
    {
        return m_tail.empty() ? std::nullopt : std::optional(end());
    }

    bool isTooLong() const { return m_tooLong; }
    qsizetype unfinished() const { return static_cast<qsizetype>(m_tail.size()); }

private:
    QByteArrayView end()
    {
        const qint64 size = contentSize();
        m_line.swap(m_tail);
        m_tail.clear();
        return {m_line.data(), size};
    }
    /// One CR at the end belongs to the line's end, or may turn out to.
    qint64 contentSize() const
    {
        const bool carriageReturn = !m_tail.empty() && m_tail.back() == '\r';
        return static_cast<qint64>(m_tail.size()) - (carriageReturn ? 1 : 0);
    }

    qint64 m_limit;
    std::string m_tail;
    std::string m_line;
    bool m_tooLong = false;
};

} // namespace peerglass
