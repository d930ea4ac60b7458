# SPDX-License-Identifier: MIT
"""Measures one workload: all its servers run, and get slices in shuffled order."""

import random
from contextlib import ExitStack

from processes import Failure, Load, RunningServer

SLICE = 100  # milliseconds


class Contestant:
    """A server, its load and the slices it has had."""

    def __init__(self, server, workload, programs, cores, stack):
        self.name = server.name
        self.slices = []
        self.running = RunningServer(server.command, cores[0])
        stack.callback(self.running.stop)
        before = self.running.descriptor_count()
        self._load = Load(programs.load, cores[1], self.running, workload.arguments(server))
        stack.callback(self._load.stop)
        self.running.wait_for_descriptors(before + workload.connections())
        self._load.ask("probe")
        self._load.ask(f"slice {SLICE}")  # warms up, and counts for nothing

    def measure(self):
        self.slices.append(self._load.ask(f"slice {SLICE}"))

    def result(self):
        return {"name": self.name, "slices": self.slices,
                "peak_memory": self.running.memory("VmHWM")}


def _start_all(workload, programs, cores, stack, left_out):
    contestants = []
    for server in workload.servers:
        try:
            contestants.append(Contestant(server, workload, programs, cores, stack))
        except Failure as failure:
            left_out[server.name] = str(failure)
    return contestants


def _play(contestants, rounds, left_out):
    """A contestant that fails has lost all its slices."""
    for _ in range(rounds):
        for contestant in random.sample(contestants, len(contestants)):
            try:
                contestant.measure()
            except Failure as failure:
                left_out[contestant.name] = str(failure)
                contestants.remove(contestant)


def measure(workload, programs, cores, rounds):
    """The slices of every server, and what was left out and why, ready for JSON."""
    left_out = {}
    with ExitStack() as stack:
        contestants = _start_all(workload, programs, cores, stack, left_out)
        _play(contestants, rounds, left_out)
        return {"name": workload.name, "title": workload.title,
                "servers": [contestant.result() for contestant in contestants],
                "left_out": left_out}
