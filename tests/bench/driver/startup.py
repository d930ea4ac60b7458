# SPDX-License-Identifier: MIT
"""The processor time that a server takes until it listens."""

import servers
from processes import RunningServer

RUNS = 20


def _start_once(server, cores):
    running = RunningServer(server.command, cores[0])
    running.stop()
    return running.cpu_at_start


def measure(programs, cores):
    """Seconds of each start, by server."""
    candidates = (programs.bare("bareecho")[0], programs.qtcpsocket(),
                  programs.peerglass(servers.PEERGLASS, servers.ECHO_SERVICE))
    return {server.name: [_start_once(server, cores) for _ in range(RUNS)]
            for server in candidates}
