// SPDX-License-Identifier: MIT
#include "echopattern.h"

#include <algorithm>

namespace peerglass {

namespace {

constexpr qint64 smallestBlock = 64 * 1024;
// Messages between the beginnings of two clients: a prime, so that no two of many begin at the same
// message where their number is no multiple of it.
constexpr qint64 stride = 7919;

qint64 messagesFor(qint64 size, int depth)
{
    const qint64 messages = std::max<qint64>(depth + 1, smallestBlock / size);
    return messages % stride == 0 ? messages + 1 : messages;
}

QByteArray makeBlock(qint64 size, qint64 messages)
{
    QByteArray block(size * messages, Qt::Uninitialized);
    quint32 state = 1;
    for (char &byte : block) {
        state = state * 1664525U + 1013904223U; // Numerical Recipes, a linear congruence
        byte = char('0' + (state >> 26)); // its high bits; '0' … 'o'
    }
    for (qint64 end = size; size > 1 && end <= block.size(); end += size) {
        block[end - 1] = '\n';
    }
    return block;
}

} // namespace

EchoPattern::EchoPattern(qint64 size, int depth)
    : m_size(size)
    , m_block(makeBlock(size, messagesFor(size, depth)))
{
}

qint64 EchoPattern::beginOf(int number) const
{
    const qint64 messages = m_block.size() / m_size;
    return number * stride % messages * m_size;
}

QByteArrayView EchoPattern::at(qint64 position, qint64 most) const
{
    const qint64 begin = position % m_block.size();
    return QByteArrayView(m_block).sliced(begin, std::min(most, m_block.size() - begin));
}

} // namespace peerglass
