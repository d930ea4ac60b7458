# SPDX-License-Identifier: MIT
"""Ratios, and what they say of the marks."""

import unittest

import marks
import ratios
import servers
from run import Run, cpu_ratio, p99_ratio, throughput_ratio

SECOND = 1_000_000_000


def slices(rates, cpu=1000, bucket=64):
    """One slice of a second for each rate."""
    return [{"messages": rate, "ns": SECOND, "cpu_ns": rate * cpu, "times": {str(bucket): rate}}
            for rate in rates]


def run_with(cores=(0, 1), **rates):
    """A run of ping-pong-50 alone."""
    contestants = [{"name": getattr(servers, name), "slices": slices(some)}
                   for name, some in rates.items()]
    return Run({"cores": cores, "workloads": [{"name": "ping-pong-50", "servers": contestants}],
                "memory": {"servers": []}, "startup": {}})


class Ratios(unittest.TestCase):
    def test_slices_are_divided_by_those_of_their_round(self):
        spread = ratios.ratios(slices([50, 100, 300]), slices([100, 100, 200]), ratios.throughput)
        self.assertEqual((spread.low, spread.middle, spread.high), (0.75, 1.0, 1.25))

    def test_processor_time_is_that_of_a_message(self):
        spread = ratios.ratios(slices([50], cpu=1500), slices([100]), ratios.cpu_per_message)
        self.assertEqual(spread.middle, 1.5)

    def test_p99_is_that_of_all_slices_together(self):
        mine = slices([98], bucket=10) + slices([2], bucket=40)
        self.assertEqual(p99_ratio(mine, slices([100], bucket=20)).middle, 40.5 / 20.5)


class Verdicts(unittest.TestCase):
    def test_at_least(self):
        for value, deviation, met in ((0.95, 0, True), (0.94, 0, False), (0.94, 0.02, True)):
            with self.subTest(value=value, deviation=deviation):
                verdict = ratios.at_least(0.95, value, deviation)
                self.assertEqual(verdict.met, met)
                self.assertAlmostEqual(verdict.margin, value - 0.95)

    def test_at_most(self):
        for value, deviation, met in ((1.1, 0, True), (1.12, 0, False), (1.12, 0.03, True)):
            with self.subTest(value=value, deviation=deviation):
                verdict = ratios.at_most(1.1, value, deviation)
                self.assertEqual(verdict.met, met)
                self.assertAlmostEqual(verdict.margin, 1.1 - value)


class Runs(unittest.TestCase):
    def test_deviation_counts_in_both_directions(self):
        for again in (90, 110):
            run = run_with(BARE=[100, 100], BARE_AGAIN=[again, again])
            self.assertAlmostEqual(run.deviation("ping-pong-50", throughput_ratio), 0.1)

    def test_void_where_asio_is_faster_than_the_limit(self):
        for asio, void in ((105, False), (115, True)):
            run = run_with(BARE=[100], BARE_AGAIN=[90], ASIO=[asio])
            self.assertEqual(bool(run.void("ping-pong-50", throughput_ratio)), void)

    def test_void_by_processor_time(self):
        for asio, void in ((1000, False), (950, False), (850, True)):
            contestants = [{"name": name, "slices": slices([100], cpu=cpu)} for name, cpu in (
                (servers.BARE, 1000), (servers.BARE_AGAIN, 1100), (servers.ASIO, asio))]
            run = Run({"cores": (0, 1),
                       "workloads": [{"name": "connect", "servers": contestants}]})
            self.assertEqual(bool(run.void("connect", cpu_ratio)), void)
            self.assertFalse(run.void("connect", throughput_ratio))

    def test_void_on_one_core(self):
        self.assertTrue(run_with(cores=(0, 0), BARE=[100]).void("ping-pong-50", cpu_ratio))

    def test_marks_of_what_was_not_measured(self):
        run = run_with(BARE=[100], BARE_AGAIN=[100], PEERGLASS=[97])
        values = [mark.value(run) for mark in marks.all_marks()]
        self.assertEqual([value.middle for value in values if value], [0.97, 1.0, 1.0])


if __name__ == "__main__":
    unittest.main()
