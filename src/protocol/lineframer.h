// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace peerglass {

/// Cuts the bytes of one client into lines, the same ones however the bytes come in pieces. A line
/// ends in LF; one CR directly before it belongs to the end. Never keeps more than limit + 1 bytes.
class LineFramer
{
public:
    /// \a limit: most bytes of a line, its end not counted.
    explicit LineFramer(qint64 limit);

    /// Takes the next line off the front of \a input. Nothing when no whole line is left: what has
    /// no end yet is kept, and \a input is empty. A line that lies in \a input as a whole is not
    /// copied. The view is valid until the next call and as long as the input's bytes are.
    std::optional<QByteArrayView> next(QByteArrayView &input);
    /// The line that the end of the stream ends; nothing where none was begun.
    std::optional<QByteArrayView> last();

    /// A line was above the limit. From then on all input is taken and thrown away.
    bool isTooLong() const { return m_tooLong; }
    /// Bytes of a line that has been begun and not ended.
    qsizetype unfinished() const { return m_tailIsDone ? 0 : m_tail.size(); }

private:
    void forgetDoneTail();
    std::optional<QByteArrayView> withinLimit(QByteArrayView line, QByteArrayView &input);
    void giveUp(QByteArrayView &input);

    qint64 m_limit;
    QByteArray m_tail;
    bool m_tailIsDone = false; ///< m_tail was handed out as a line
    bool m_tooLong = false;
};

} // namespace peerglass
