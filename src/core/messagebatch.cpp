// SPDX-License-Identifier: MIT
#include "messagebatch.h"

namespace peerglass {

MessageBatch::MessageBatch(QByteArrayView bytes, std::span<const quint32> ends)
    : m_bytes(bytes.toByteArray())
    , m_ends(ends.begin(), ends.end())
{
}

void MessageBatch::append(std::initializer_list<QByteArrayView> parts)
{
    const qsizetype before = m_bytes.size();
    for (const QByteArrayView part : parts) {
        m_bytes.append(part);
    }
    if (m_bytes.size() > before) {
        m_ends.push_back(static_cast<quint32>(m_bytes.size()));
    }
}

MessageBatch MessageBatch::without(quint32 count) const
{
    const quint32 begin = count == 0 ? 0 : m_ends.at(count - 1);
    MessageBatch rest;
    rest.m_bytes = m_bytes.sliced(begin);
    for (const quint32 end : std::span(m_ends).subspan(count)) {
        rest.m_ends.push_back(end - begin);
    }
    return rest;
}

void MessageBatch::clear()
{
    m_bytes.resize(0);
    m_ends.clear();
}

} // namespace peerglass
