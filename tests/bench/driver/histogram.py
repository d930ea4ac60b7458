# SPDX-License-Identifier: MIT
"""The histograms of load/histogram.h: buckets 1/32 wide, counts by number."""

from collections import Counter


def lower_bound(bucket):
    """The least time of a bucket, in nanoseconds."""
    if bucket < 64:
        return bucket
    shift = bucket // 32 - 1
    return (bucket - 32 * shift) << shift


def middle(bucket):
    return (lower_bound(bucket) + lower_bound(bucket + 1)) / 2


def pooled(histograms):
    """One of several, keys as numbers."""
    sum_of_all = Counter()
    for histogram in histograms:
        sum_of_all.update({int(bucket): count for bucket, count in histogram.items()})
    return sum_of_all


def percentile(histogram, share):
    """The time in nanoseconds that `share` (0 to 1) of the counts do not exceed."""
    total = sum(histogram.values())
    if total == 0:
        return None
    seen = 0
    for bucket in sorted(histogram):
        seen += histogram[bucket]
        if seen >= share * total:
            return middle(bucket)
    return None
