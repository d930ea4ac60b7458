# SPDX-License-Identifier: MIT
"""What an idle connection takes: in the server, and in the kernel for both of its ends."""

import os
import time

import servers
from processes import Failure, Load, RunningServer
from workloads import Workload

CONNECTIONS = 10_000
QUIET = 0.5  # seconds after which the kernel has given back what the last server had


def _kernel_memory():
    """What the kernel has allocated for itself, and the pages of TCP's buffers, in bytes."""
    with open("/proc/meminfo", encoding="ascii") as file:
        slab = next(int(line.split()[1]) * 1024 for line in file if line.startswith("Slab:"))
    with open("/proc/net/sockstat", encoding="ascii") as file:
        fields = next(line.split() for line in file if line.startswith("TCP:"))
    return slab + int(fields[fields.index("mem") + 1]) * os.sysconf("SC_PAGE_SIZE")


def _measure(server, workload, programs, cores):
    time.sleep(QUIET)
    running = RunningServer(server.command, cores[0])
    try:
        user, kernel = running.memory(), _kernel_memory()
        load = Load(programs.load, cores[1], running, workload.arguments(server))
        try:
            running.wait_for_clients(workload.connections(server))
            count = workload.connections(server)
            return {"name": server.name, "connections": count,
                    "user": (running.memory() - user) / count,
                    "kernel": (_kernel_memory() - kernel) / count}
        finally:
            load.stop()
    finally:
        running.stop()


def measure(programs, cores):
    """Bytes for each connection, and what was left out and why."""
    echo = (programs.bare("bareecho")[0],
            programs.peerglass(servers.PEERGLASS, servers.ECHO_SERVICE),
            programs.asio(), programs.libuv(), programs.qtcpsocket())
    workload = Workload("memory", "Memory", "echo", echo, clients=1, idle=CONNECTIONS - 1)
    results, left_out = [], {}
    for server in echo:
        try:
            if server.missing:
                raise Failure(server.missing)
            results.append(_measure(server, workload, programs, cores))
        except Failure as failure:
            left_out[server.name] = str(failure)
    return {"servers": results, "left_out": left_out}
