# SPDX-License-Identifier: MIT
"""The servers that are measured: how each is started, and what it cannot do."""

import sys
from dataclasses import dataclass
from pathlib import Path

BARE = "bare epoll loop"
BARE_AGAIN = "bare epoll loop again (A/A)"
PEERGLASS = "peerglassd"
ASIO = "Boost.Asio"
LIBUV = "libuv"
QTCPSOCKET = "QTcpServer + QTcpSocket"
PYTHON = "Python select()"


@dataclass(frozen=True)
class Server:
    """`most_clients`: what it copes with; `gap`: microseconds between two connections, for one
    whose backlog is short; `drained`: its standard output goes to a pipe that is read."""

    name: str
    command: tuple
    most_clients: int = sys.maxsize
    gap: int = 0
    drained: bool = False


class Programs:
    """The built programs, by folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.own = self.folder / "bench"
        self.load = str(self.own / "benchload")

    def peerglassd(self, name, *arguments, **how):
        command = (str(self.folder / "peerglassd"), "--threads", "1", *arguments)
        return Server(name, command, **how)

    def bench(self, name, program):
        return Server(name, (str(self.own / program),))


def echo_servers(programs, optional):
    """Those of every echo workload, as far as they were built; the bare loop is the first."""
    servers = [
        programs.bench(BARE, "bareecho"),
        programs.bench(BARE_AGAIN, "bareecho"),
        programs.peerglassd(PEERGLASS, "echo://127.0.0.1:0"),
        programs.bench(QTCPSOCKET, "qtsocketecho"),
    ]
    if "asioecho" in optional:
        servers.append(programs.bench(ASIO, "asioecho"))
    if "uvecho" in optional:
        servers.append(programs.bench(LIBUV, "uvecho"))
    return servers
