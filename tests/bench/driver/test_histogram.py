# SPDX-License-Identifier: MIT
"""The same numbers as in tst_histogram.cpp, which sorts times into buckets."""

import unittest

import histogram


class Buckets(unittest.TestCase):
    def test_lower_bound(self):
        for bucket, nanoseconds in ((0, 0), (63, 63), (64, 64), (95, 126), (96, 128),
                                    (509, 999424), (1919, 63 << 58)):
            with self.subTest(bucket=bucket):
                self.assertEqual(histogram.lower_bound(bucket), nanoseconds)

    def test_every_bucket_ends_where_the_next_begins(self):
        bounds = [histogram.lower_bound(bucket) for bucket in range(1920)]
        self.assertEqual(bounds, sorted(set(bounds)))
        for lower, upper in zip(bounds[64:], bounds[65:]):
            self.assertLessEqual((upper - lower) / lower, 1 / 32)


class Percentiles(unittest.TestCase):
    def test_pooled_adds_counts(self):
        self.assertEqual(histogram.pooled([{"5": 2, "7": 1}, {"7": 3}]), {5: 2, 7: 4})

    def test_percentile(self):
        counts = {10: 50, 20: 49, 30: 1}
        for share, bucket in ((0.5, 10), (0.51, 20), (0.99, 20), (0.999, 30), (1.0, 30)):
            with self.subTest(share=share):
                self.assertEqual(histogram.percentile(counts, share), bucket + 0.5)

    def test_of_nothing(self):
        self.assertIsNone(histogram.percentile({}, 0.5))


if __name__ == "__main__":
    unittest.main()
