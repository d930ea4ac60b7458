# SPDX-License-Identifier: MIT
"""What the machine is and has: cores, packages, limits."""

import os
import platform
import resource
import shutil

CORES = frozenset(os.sched_getaffinity(0))


def _siblings(core):
    path = f"/sys/devices/system/cpu/cpu{core}/topology/thread_siblings_list"
    try:
        with open(path, encoding="ascii") as file:
            text = file.read().strip()
    except OSError:
        return {core}
    cores = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        cores.update(range(int(first), int(last or first) + 1))
    return cores


def choose_cores():
    """One core for the server and one for the load, of different kernels where there are such.

    Both are the same where the machine has one alone: then a run says nothing.
    """
    cores = sorted(CORES)
    others = [core for core in cores[1:] if core not in _siblings(cores[0])]
    return cores[0], (others or cores[1:] or cores)[0]


def raise_descriptor_limit():
    """To the hard limit, which is returned."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def describe():
    """For the raw numbers; no name of the machine."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": len(CORES),
        "python": platform.python_version(),
        "load_average": os.getloadavg(),
    }


def _processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def has(program):
    return shutil.which(program) is not None
