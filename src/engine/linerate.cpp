// SPDX-License-Identifier: MIT
#include "linerate.h"

#include <algorithm>

namespace peerglass {

namespace {

constexpr std::chrono::nanoseconds burst = std::chrono::seconds(1);
constexpr std::chrono::nanoseconds leastWait = std::chrono::milliseconds(10);

} // namespace

LineRate::LineRate(qint64 perSecond, Framing framing, TimePoint now)
    : m_interval(burst / perSecond)
    , m_framing(framing)
    , m_paidUntil(now - burst)
{
}

qsizetype LineRate::allowed(QByteArrayView bytes, TimePoint now)
{
    m_paidUntil = std::max(m_paidUntil, now - burst);
    qint64 lines = now < m_paidUntil ? 0 : (now - m_paidUntil) / m_interval;
    if (lines == 0 || m_framing == Framing::Read) {
        return lines == 0 ? 0 : bytes.size();
    }
    qsizetype end = 0;
    for (; lines > 0; --lines) {
        const qsizetype newline = bytes.indexOf('\n', end);
        if (newline < 0) {
            return bytes.size();
        }
        end = newline + 1;
    }
    return end;
}

void LineRate::take(QByteArrayView bytes)
{
    const qsizetype lines = m_framing == Framing::Read ? 1 : bytes.count('\n');
    m_paidUntil += lines * m_interval;
}

TimePoint LineRate::next() const
{
    return m_paidUntil + std::max(m_interval, leastWait);
}

} // namespace peerglass
