// SPDX-License-Identifier: MIT
#include "lineframer.h"

namespace peerglass {

namespace {

QByteArrayView withoutCarriageReturn(QByteArrayView line)
{
    return line.endsWith('\r') ? line.chopped(1) : line;
}

} // namespace

LineFramer::LineFramer(qint64 limit)
    : m_limit(limit)
{
}

std::optional<QByteArrayView> LineFramer::next(QByteArrayView &input)
{
    forgetDoneTail();
    const qsizetype newline = input.indexOf('\n');
    const bool whole = newline >= 0;
    const QByteArrayView part = whole ? input.first(newline) : input;
    input = whole ? input.sliced(newline + 1) : QByteArrayView();

    // One byte above the limit may still be the CR of the line's end.
    if (m_tooLong || m_tail.size() + part.size() > m_limit + 1) {
        giveUp(input);
        return std::nullopt;
    }
    if (whole && m_tail.isEmpty()) {
        return withinLimit(part, input);
    }
    m_tail.append(part);
    m_tailIsDone = whole;
    const std::optional<QByteArrayView> line = withinLimit(m_tail, input);
    return whole ? line : std::nullopt;
}

std::optional<QByteArrayView> LineFramer::last()
{
    forgetDoneTail();
    if (m_tail.isEmpty()) {
        return std::nullopt;
    }
    m_tailIsDone = true;
    return withoutCarriageReturn(m_tail);
}

void LineFramer::forgetDoneTail()
{
    if (m_tailIsDone) {
        m_tail = QByteArray();
        m_tailIsDone = false;
    }
}

std::optional<QByteArrayView> LineFramer::withinLimit(QByteArrayView line, QByteArrayView &input)
{
    const QByteArrayView content = withoutCarriageReturn(line);
    if (content.size() > m_limit) {
        giveUp(input);
        return std::nullopt;
    }
    return content;
}

void LineFramer::giveUp(QByteArrayView &input)
{
    input = QByteArrayView();
    m_tooLong = true;
    m_tail = QByteArray();
    m_tailIsDone = false;
}

} // namespace peerglass
