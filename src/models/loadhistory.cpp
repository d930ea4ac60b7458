// SPDX-License-Identifier: MIT
#include "loadhistory.h"

namespace peerglass {

namespace {

qint64 perSecond(qint64 amount, std::chrono::milliseconds elapsed)
{
    return amount * 1000 / elapsed.count();
}

void append(QList<qint64> &values, qint64 value)
{
    if (values.size() == LoadHistory::most) {
        values.removeFirst();
    }
    values.append(value);
}

} // namespace

void LoadHistory::add(const Totals &totals, std::chrono::milliseconds elapsed)
{
    if (m_last && elapsed.count() <= 0) {
        return; // what came belongs to the next step
    }
    if (m_last) {
        append(m_in, perSecond(totals.received.bytes - m_last->received.bytes, elapsed));
        append(m_out, perSecond(totals.sent.bytes - m_last->sent.bytes, elapsed));
        m_messages = perSecond(totals.received.messages - m_last->received.messages, elapsed);
    }
    m_last = totals;
}

qint64 LoadHistory::bytesInPerSecond() const
{
    return m_in.isEmpty() ? 0 : m_in.last();
}

qint64 LoadHistory::bytesOutPerSecond() const
{
    return m_out.isEmpty() ? 0 : m_out.last();
}

} // namespace peerglass
