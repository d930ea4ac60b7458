// SPDX-License-Identifier: MIT
#include "latencyhistogram.h"

#include <algorithm>
#include <bit>

namespace peerglass {

namespace {

constexpr int stepBits = 7;
constexpr quint64 steps = 1U << stepBits; // per doubling
constexpr int usedBits = 63; // of a time
constexpr size_t bucketCount = (usedBits - stepBits + 1) * steps;

/// By how many bits the times of the same bucket as \a time differ.
int widthBits(quint64 time)
{
    return std::max(int(std::bit_width(time)) - stepBits - 1, 0);
}

/// Below 2 · steps each time has a bucket of its own; then each doubling has `steps` buckets, each
/// twice as wide as those before.
size_t bucketOf(quint64 time)
{
    const int width = widthBits(time);
    return size_t(width) * steps + size_t(time >> width);
}

/// The longest time in a bucket.
quint64 endOf(size_t bucket)
{
    const size_t width = bucket < 2 * steps ? 0 : bucket / steps - 1;
    const quint64 place = bucket - width * steps;
    return ((place + 1) << width) - 1;
}

} // namespace

LatencyHistogram::LatencyHistogram()
    : m_buckets(bucketCount)
{
}

void LatencyHistogram::add(std::chrono::nanoseconds time)
{
    const std::chrono::nanoseconds counted = std::max(time, std::chrono::nanoseconds(0));
    ++m_buckets[bucketOf(quint64(counted.count()))];
    ++m_count;
    m_longest = std::max(m_longest, counted);
}

std::chrono::nanoseconds LatencyHistogram::percentile(int perMille) const
{
    // Rounded up: what 999 of 1,000 do not pass, at least 1,000 of 1,001 do not pass.
    const qint64 wanted = std::max<qint64>((m_count * perMille + 999) / 1000, 1);
    qint64 seen = 0;
    for (size_t bucket = 0; bucket < m_buckets.size(); ++bucket) {
        seen += m_buckets[bucket];
        if (seen >= wanted) {
            return std::min(std::chrono::nanoseconds(endOf(bucket)), m_longest);
        }
    }
    return m_longest;
}

} // namespace peerglass
