// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <chrono>
#include <vector>

namespace peerglass {

/// Counts times in buckets that grow with them: 128 of equal width for each doubling, so that any
/// number of times takes 57 KiB and what is read from it is exact below 256 ns, and above that
/// never too small and too large by less than 1/128 (0.8 %). Adding allocates nothing.
class LatencyHistogram
{
public:
    LatencyHistogram();

    /// \a time: what is below zero counts as zero.
    void add(std::chrono::nanoseconds time);

    qint64 count() const { return m_count; }
    /// The longest, exact; zero where there is none.
    std::chrono::nanoseconds longest() const { return m_longest; }
    /// The time that \a perMille of 1,000 do not pass (500: the median, 999: p99.9), 1 … 1,000;
    /// zero where there is none.
    std::chrono::nanoseconds percentile(int perMille) const;

private:
    std::vector<qint64> m_buckets;
    qint64 m_count = 0;
    std::chrono::nanoseconds m_longest{0};
};

} // namespace peerglass
