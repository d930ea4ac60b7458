// SPDX-License-Identifier: MIT
#include "histogram.h"

#include <bit>

unsigned Histogram::bucketOf(std::uint64_t nanoseconds)
{
    if (nanoseconds < 64) {
        return unsigned(nanoseconds);
    }
    const auto shift = unsigned(std::bit_width(nanoseconds)) - 6;
    return 32 * shift + unsigned(nanoseconds >> shift);
}

std::string Histogram::json() const
{
    std::string text;
    for (unsigned bucket = 0; bucket < bucketCount; ++bucket) {
        if (m_counts[bucket] > 0) {
            text += text.empty() ? "{\"" : ",\"";
            text += std::to_string(bucket) + "\":" + std::to_string(m_counts[bucket]);
        }
    }
    return text.empty() ? "{}" : text + '}';
}
