# SPDX-License-Identifier: MIT
"""The raw numbers of a run, and what they say of one server beside another."""

import statistics

import histogram
import ratios
import servers
from ratios import Spread


BUSY = 0.9  # of a core


def p99_ratio(slices, reference):
    """The 99th percentile of all slices together, divided by the reference's."""
    mine, theirs = (histogram.percentile(histogram.pooled(slice_["times"] for slice_ in some), 0.99)
                    for some in (slices, reference))
    return Spread(mine / theirs, mine / theirs, mine / theirs)


def throughput_ratio(slices, reference):
    return ratios.ratios(slices, reference, ratios.throughput)


def cpu_ratio(slices, reference):
    return ratios.ratios(slices, reference, ratios.cpu_per_message)


class Run:
    """`raw` is what raw.json holds."""

    def __init__(self, raw):
        self.raw = raw
        self.workloads = raw["workloads"]

    def _slices(self, workload, server):
        for result in self.workloads:
            if result["name"] == workload:
                for contestant in result["servers"]:
                    if contestant["name"] == server:
                        return contestant["slices"]
        return None

    def ratio(self, workload, measure, server, reference=servers.BARE):
        """None where one of the two was not measured."""
        mine, theirs = self._slices(workload, server), self._slices(workload, reference)
        return measure(mine, theirs) if mine and theirs else None

    def deviation(self, workload, measure):
        """How far the bare loop was from itself: |A/A - 1|."""
        again = self.ratio(workload, measure, servers.BARE_AGAIN)
        return abs(again.middle - 1) if again else 0.0

    def void(self, workload):
        """Why the workload's numbers count for nothing; empty where they count."""
        if len(set(self.raw["cores"])) < 2:
            return "server and load shared the only core"
        gain, measure = self._gain_of_asio(workload)
        if gain > self.deviation(workload, measure):
            return (f"the bare loop was slower than Boost.Asio by {gain:.3f}, "
                    "which is more than it differs from itself")
        return ""

    def _gain_of_asio(self, workload):
        """What Boost.Asio is better by, and in which measure: where the load is the slower part,
        the throughput says nothing of the servers, but the processor time does."""
        bare = self._slices(workload, servers.BARE) or []
        if bare and statistics.median(ratios.busy(slice_) for slice_ in bare) < BUSY:
            cpu = self.ratio(workload, cpu_ratio, servers.ASIO)
            return (1 - cpu.middle if cpu else 0), cpu_ratio
        rate = self.ratio(workload, throughput_ratio, servers.ASIO)
        return (rate.middle - 1 if rate else 0), throughput_ratio
