# SPDX-License-Identifier: MIT
"""System calls (strace) and instructions (callgrind) per message.

Both tools make a server many times slower, so they have runs of their own, on any core. Each count
is the difference of two runs, the second with twice the messages, so that starting, connecting
and ending cancel out. Neither depends on how fast the machine is or what else it does; only the
share of the waits does, since more becomes ready while the server is slowed down.
"""

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import machine
from processes import PATIENCE, Failure, Load, RunningServer

LEAST_MESSAGES = 3000
LEAST_ROUNDS = 3  # in each, every client sends or receives a batch


class Strace:
    name = "strace"

    @staticmethod
    def command(file):
        # -D: strace is the server's child and not the other way round, so the pid is the server's.
        return ["strace", "-D", "-f", "-c", "-o", file]

    @staticmethod
    def read(text):
        """Calls by name."""
        calls = {}
        for line in text.splitlines():
            fields = line.split()
            if len(fields) >= 5 and fields[3].isdigit() and fields[-1] != "total":
                calls[fields[-1]] = int(fields[3])
        return calls


class Callgrind:
    name = "valgrind"

    @staticmethod
    def command(file):
        return ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={file}"]

    @staticmethod
    def read(text):
        """The instructions of all threads, in user space."""
        totals = [int(line.split()[1]) for line in text.splitlines()
                  if line.startswith("totals:")]
        return {"instructions": sum(totals)} if totals else {}


def _read_when_complete(tool, file):
    """strace -D writes after the server has ended."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        counts = tool.read(file.read_text(encoding="utf-8")) if file.exists() else None
        if counts:
            return counts
        time.sleep(0.01)
    raise Failure(f"{tool.name} has counted nothing")


def _run(tool, server, workload, programs, messages):
    """The counts of one run, and the messages that there really were."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "counts"
        running = RunningServer([*tool.command(str(file)), *server.command], None)
        try:
            load = Load(programs.load, None, running, [*workload.arguments(server), "--sleeps", "1"])
            try:
                running.wait_for_clients(workload.connections(server))
                load.ask("probe")
                counted = load.ask(f"count {messages}")["messages"]
            finally:
                load.stop()
        finally:
            running.stop()
        return _read_when_complete(tool, file), counted


def _per_message(tool, server, workload, programs):
    unit = workload.clients * workload.batch
    messages = unit * max(LEAST_ROUNDS, -(-LEAST_MESSAGES // unit))
    few, fewer = _run(tool, server, workload, programs, messages)
    many, more = _run(tool, server, workload, programs, 2 * messages)
    return {name: (count - few.get(name, 0)) / (more - fewer) for name, count in many.items()
            if count > few.get(name, 0)}


def count(jobs, programs):
    """`jobs` are pairs of workload and server. Returns a list of results ready for JSON, and a
    sentence for each tool that is missing."""
    tools = [tool for tool in (Strace, Callgrind) if machine.has(tool.name)]
    missing = [f"{tool.name} is not installed" for tool in (Strace, Callgrind) if tool not in tools]

    def result(job):
        workload, server = job
        counts = {"workload": workload.name, "server": server.name}
        for tool in tools:
            try:
                counts[tool.name] = _per_message(tool, server, workload, programs)
            except Failure as failure:
                missing.append(f"{tool.name}, {server.name}, {workload.title}: {failure}")
        return counts

    with ThreadPoolExecutor(len(machine.CORES)) as pool:
        return list(pool.map(result, jobs)), missing
