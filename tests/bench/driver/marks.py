# SPDX-License-Identifier: MIT
"""The marks that the engine has to reach, and whether a run reached them."""

from dataclasses import dataclass
from typing import Callable

import ratios
import servers
from ratios import Spread
from run import cpu_ratio, p99_ratio, throughput_ratio

KIB = 1024.0


@dataclass(frozen=True)
class Mark:
    """`value`, `deviation` and `void` ask a Run; `value` gives None where it was not measured."""

    what: str
    least: bool  # or the most
    bound: float
    unit: str
    value: Callable
    deviation: Callable
    void: Callable

    def judge(self, run):
        judge = ratios.at_least if self.least else ratios.at_most
        return judge(self.bound, self.value(run).middle, self.deviation(run))


def _ratio(what, least, bound, workload, measure=throughput_ratio, server=servers.PEERGLASS,
           reference=servers.BARE):
    voids = cpu_ratio if measure is cpu_ratio else throughput_ratio
    return Mark(what, least, bound, "×",
                lambda run: run.ratio(workload, measure, server, reference),
                lambda run: run.deviation(workload, measure),
                lambda run: run.void(workload, voids))


def _absolute(what, bound, unit, value):
    return Mark(what, False, bound, unit, value, lambda run: 0.0, lambda run: "")


def _memory(run):
    for server in run.raw["memory"]["servers"]:
        if server["name"] == servers.PEERGLASS:
            size = server["user"] / KIB
            return Spread(size, size, size)
    return None


def _startup(run):
    times = run.raw["startup"].get(servers.PEERGLASS)
    return ratios.spread([time * 1e3 for time in times]) if times else None


def _echo():
    among_idle = "ping-pong-50-idle-10000"
    return [
        _ratio("Echo, 50 clients, 64 B: throughput", True, 0.95, "ping-pong-50"),
        _ratio("… processor time per message", False, 1.10, "ping-pong-50", cpu_ratio),
        _ratio("… throughput, of Boost.Asio's", True, 1.0, "ping-pong-50",
               reference=servers.ASIO),
        _ratio("… throughput, of libuv's", True, 1.4, "ping-pong-50", reference=servers.LIBUV),
        _ratio("… p99, slices pooled", False, 1.25, "ping-pong-50", p99_ratio),
        _ratio("Among 10,000 idle clients: throughput, of itself without them", True, 0.95,
               among_idle, reference=servers.PEERGLASS_ALONE),
        _ratio("… throughput, of QTcpSocket's", True, 10.0, among_idle,
               reference=servers.QTCPSOCKET),
        _ratio("Pipelined, 64 × 64 B: throughput", True, 0.95, "pipelined"),
        _ratio("Bulk, 64 KiB: throughput", True, 0.90, "bulk"),
    ]


def _chat():
    marks = []
    for members in (900, 5000):
        for name, how in (("lines", "single lines"), ("bursts", "bursts of 20")):
            marks.append(_ratio(f"Chat to {members:,}, {how}: throughput", True, 0.95,
                                f"chat-{members}-{name}"))
    for name, how in (("lines", "single lines"), ("bursts", "bursts of 20")):
        marks.append(_ratio(f"Chat to 900, {how}: throughput, of ncat --broker's", True, 1.5,
                            f"chat-900-{name}", reference=servers.NCAT))
    return marks


def _other():
    return [
        _ratio("Journal of every message, ping-pong: throughput, of without", True, 0.93,
               "ping-pong-50", server=servers.PEERGLASS_JOURNAL, reference=servers.PEERGLASS),
        _ratio("Journal of every message, chat bursts: throughput, of without", True, 0.85,
               "chat-900-bursts", server=servers.PEERGLASS_JOURNAL, reference=servers.PEERGLASS),
        _absolute("Memory per idle connection, engine", 1.5, "KiB", _memory),
        _ratio("Accepting: processor time per connection", False, 1.5, "connect", cpu_ratio),
        _absolute("Start: processor time until peerglassd listens", 50.0, "ms", _startup),
    ]


def all_marks():
    return _echo() + _chat() + _other()
