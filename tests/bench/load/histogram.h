// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>

/// Counts of times in buckets that are each at most 1/32 wide, so that slices can be pooled without
/// keeping every time. Bucket numbers are what `driver/histogram.py` turns back into times.
class Histogram
{
public:
    /// Counts `count` times of `nanoseconds` each.
    void add(std::uint64_t nanoseconds, std::uint64_t count)
    {
        m_counts[bucketOf(nanoseconds)] += count;
    }

    /// Exact below 64; from there 32 buckets for each power of two.
    [[nodiscard]] static unsigned bucketOf(std::uint64_t nanoseconds);

    /// The buckets that are not empty as JSON: `{"bucket":count,…}`.
    [[nodiscard]] std::string json() const;

    void clear() { m_counts.fill(0); }

private:
    static constexpr unsigned bucketCount = 64 + 58 * 32;
    std::array<std::uint64_t, bucketCount> m_counts{};
};
