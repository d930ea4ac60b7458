# SPDX-License-Identifier: MIT
"""The raw numbers of a run, and what they say of one server beside another."""

import histogram
import ratios
import servers
from ratios import Spread


def p99_ratio(slices, reference):
    """The 99th percentile of all slices together, divided by the reference's."""
    mine, theirs = (histogram.percentile(histogram.pooled(slice_["times"] for slice_ in some), 0.99)
                    for some in (slices, reference))
    return Spread(mine / theirs, mine / theirs, mine / theirs)


def throughput_ratio(slices, reference):
    return ratios.ratios(slices, reference, ratios.throughput)


def cpu_ratio(slices, reference):
    return ratios.ratios(slices, reference, ratios.cpu_per_message)


VOID_BY = {throughput_ratio: "throughput", cpu_ratio: "processor time"}


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

    def void(self, workload, measure):
        """Why the workload's numbers count for nothing; empty where they count. `measure` is
        one of VOID_BY: where the load is the slower part, as with connections, a
        server may be slower by the one and not by the other."""
        if len(set(self.raw["cores"])) < 2:
            return "server and load shared the only core"
        asio = self.ratio(workload, measure, servers.ASIO)
        gain = 0
        if asio:
            gain = asio.middle - 1 if measure is throughput_ratio else 1 - asio.middle
        if gain > self.deviation(workload, measure):
            return (f"by its {VOID_BY[measure]} the bare loop was slower than Boost.Asio by "
                    f"{gain:.3f}, which is more than it differs from itself")
        return ""

    def reasons_for_void(self, workload):
        """Without repeating itself."""
        reasons = [self.void(workload, measure) for measure in VOID_BY]
        return [reason for reason in dict.fromkeys(reasons) if reason]
