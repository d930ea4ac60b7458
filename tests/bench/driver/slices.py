# SPDX-License-Identifier: MIT
"""Measures one workload: all its servers run, and get slices in shuffled order."""

import random
from contextlib import ExitStack

from processes import Drain, Failure, Load, RunningServer

SLICE = 100  # milliseconds


class Contestant:
    """A server, its load and the slices it has had."""

    def __init__(self, server, workload, programs, cores, stack):
        self.name = server.name
        self._slices = []
        self._drain = Drain(programs.drain, cores[1]) if server.drained else None
        self._running = self._start(server.command, cores[0])
        stack.callback(self._running.stop)
        self._load = Load(programs.load, cores[1], self._running, workload.arguments(server))
        stack.callback(self._load.stop)
        self._running.wait_for_clients(workload.connections(server))
        self._load.ask("probe")
        self._warm_up = self._load.ask(f"slice {SLICE}")  # counts for nothing

    def _start(self, command, core):
        if not self._drain:
            return RunningServer(command, core)
        try:
            return RunningServer(command, core, self._drain.writer)
        finally:
            self._drain.handed_over()

    def measure(self):
        self._slices.append(self._load.ask(f"slice {SLICE}"))

    def result(self):
        """Stops the server, too."""
        result = {"name": self.name, "slices": self._slices,
                  "peak_memory": self._running.peak_memory()}
        self._load.stop()
        self._running.stop()
        if self._drain:
            messages = sum(slice_["messages"] for slice_ in [self._warm_up, *self._slices])
            result["lines_per_message"] = self._drain.lines() / messages
        return result


def _start_all(workload, programs, cores, stack, left_out):
    contestants = []
    for server in workload.servers:
        why_not = workload.why_not(server)
        try:
            if why_not:
                raise Failure(why_not)
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
        return {"name": workload.name, "title": workload.title, "unit": workload.unit,
                "servers": [contestant.result() for contestant in contestants],
                "left_out": left_out}
