# SPDX-License-Identifier: MIT
"""Measures Peerglass beside other servers and judges it; README.md tells how.

Run by the targets bench and bench-quick. Everything goes into a new folder of the build tree.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import counts
import machine
import memory
import report
import servers
import slices
import startup
from workloads import all_workloads

FULL_ROUNDS = 100
QUICK_ROUNDS = 8
COUNTED_EVERYWHERE = (servers.BARE, servers.PEERGLASS)
# Where all servers are counted; slow ones, and those that have nothing to compare, are left out.
COUNTED_FULLY = "ping-pong-50"
NOT_COUNTED = (servers.BARE_AGAIN, servers.PYTHON)


def _parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer slices, fewer counts")
    parser.add_argument("--programs", required=True, help="folder of the built programs")
    parser.add_argument("--output", required=True, help="where the folder of the run is made")
    parser.add_argument("--optional", default="", help="the optional servers that were built")
    parser.add_argument("--only", default="", help="part of the names of the workloads to measure")
    return parser.parse_args()


def _new_folder(output):
    """A folder of its own for every run; fails rather than take one that is there."""
    folder = Path(output) / time.strftime("%Y-%m-%dT%H-%M-%S")
    folder.mkdir(parents=True)
    return folder


def _version():
    """Of the sources; with a mark where they differ from the commit."""
    described = subprocess.run(
        ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"],
        capture_output=True, text=True, check=False)
    return described.stdout.strip() or "unknown"


def _jobs(workloads, quick):
    """What is counted: pairs of workload and server."""
    def wanted(workload, server):
        if workload.why_not(server):
            return False
        if workload.name == COUNTED_FULLY and not quick:
            return server.name not in NOT_COUNTED
        return server.name in COUNTED_EVERYWHERE and (not quick or workload.name == COUNTED_FULLY)

    return [(workload, server) for workload in workloads for server in workload.servers
            if wanted(workload, server)]


class Record:
    """raw.json, which is written after every step, so that a run that ends early is recorded too."""

    def __init__(self, folder, beginning):
        self._file = folder / "raw.json"
        self.raw = beginning

    def add(self, key, value):
        self.raw[key] = value
        self._file.write_text(json.dumps(self.raw), encoding="utf-8")


def _measure(arguments, cores, record):
    programs = servers.Programs(arguments.programs, arguments.optional.split(";"))
    workloads = [workload for workload in all_workloads(programs)
                 if arguments.only in workload.name]
    for workload in workloads:
        print(f"{workload.title} …", flush=True)
        result = slices.measure(workload, programs, cores, record.raw["rounds"])
        record.add("workloads", [*record.raw["workloads"], result])
    print("Memory and start-up …", flush=True)
    record.add("memory", memory.measure(programs, cores))
    record.add("startup", startup.measure(programs, cores))
    print("System calls and instructions …", flush=True)
    counted, missing = counts.count(_jobs(workloads, arguments.quick), programs)
    record.add("missing", missing)
    record.add("counts", counted)


def main():
    arguments = _parse()
    folder = _new_folder(arguments.output)
    machine.raise_descriptor_limit()
    cores = machine.choose_cores()
    os.sched_setaffinity(0, {cores[1]})
    record = Record(folder, {
        "date": time.strftime("%Y-%m-%d %H:%M:%S %z"), "version": _version(),
        "machine": machine.describe(), "cores": cores, "quick": arguments.quick,
        "rounds": QUICK_ROUNDS if arguments.quick else FULL_ROUNDS, "workloads": []})
    begin = time.monotonic()
    _measure(arguments, cores, record)
    record.add("seconds", time.monotonic() - begin)
    print(report.write(folder))
    print(f"Written to {folder} in {record.raw['seconds']:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
