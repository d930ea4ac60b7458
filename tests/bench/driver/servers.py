# SPDX-License-Identifier: MIT
"""The servers that are measured: how each is started, and what it cannot do."""

import sys
from dataclasses import dataclass
from pathlib import Path

import machine

BARE = "bare epoll loop"
BARE_AGAIN = "bare epoll loop again (A/A)"
PEERGLASS = "peerglassd"
PEERGLASS_JOURNAL = "peerglassd, journal of every message"
PEERGLASS_NAMES = "peerglassd, with names"
PEERGLASS_THREADS = "peerglassd, 4 threads on one core"
PEERGLASS_ALONE = "peerglassd without idle clients"
QTCPSOCKET = "QTcpServer + QTcpSocket"
ASIO = "Boost.Asio"
LIBUV = "libuv"
NCAT = "ncat --broker"
PYTHON = "Python select()"

ECHO_SERVICE = "echo://127.0.0.1:0"
# What the others do, too: they know no names.
RELAY_SERVICE = "chat://127.0.0.1:0?names=off"
CHAT_SERVICE = "chat://127.0.0.1:0"

SELECT_CLIENTS = 1000  # select() ends at 1,024 descriptors


@dataclass(frozen=True)
class Server:
    """`most_clients`: what it copes with; `gap`: microseconds between two connections, for one
    whose backlog is short; `drained`: its standard output goes to a pipe that is read;
    `takes_idle`: has the workload's idle clients; `missing`: why it cannot be run."""

    name: str
    command: tuple
    most_clients: int = sys.maxsize
    gap: int = 0
    drained: bool = False
    takes_idle: bool = True
    missing: str = ""


class Programs:
    """The built programs, and the servers that are made of them. `optional` names those that were
    built although they need not be."""

    def __init__(self, folder, optional):
        self._folder = Path(folder)
        self._optional = optional
        self.load = self._own("benchload")
        self.drain = self._own("drain")

    def _own(self, program):
        return str(self._folder / "bench" / program)

    def bare(self, program):
        return Server(BARE, (self._own(program),)), Server(BARE_AGAIN, (self._own(program),))

    def peerglass(self, name, service, *options, threads=1, **how):
        """As users run it, but for one I/O thread unless said, as the other servers have one."""
        command = (str(self._folder / "peerglassd"), "--threads", str(threads), *options, service)
        return Server(name, command, **how)

    def journal(self, service):
        return self.peerglass(PEERGLASS_JOURNAL, service, "--log-traffic", "on", drained=True)

    def qtcpsocket(self):
        return Server(QTCPSOCKET, (self._own("qtsocketecho"),))

    def asio(self):
        return self._if_built(ASIO, "asioecho", "libboost-dev")

    def libuv(self):
        return self._if_built(LIBUV, "uvecho", "libuv1-dev")

    def _if_built(self, name, program, package):
        missing = "" if program in self._optional else f"{package} was not there when this was built"
        return Server(name, (self._own(program),), missing=missing)

    @staticmethod
    def ncat():
        missing = "" if machine.has("ncat") else "ncat is not installed"
        command = ("ncat", "--listen", "--broker", "--max-conns", "2000", "127.0.0.1", "0")
        return Server(NCAT, command, most_clients=SELECT_CLIENTS, gap=300, missing=missing)

    @staticmethod
    def python(kind):
        script = Path(__file__).parent.parent / "servers" / "select_server.py"
        return Server(PYTHON, (sys.executable, "-B", str(script), kind),
                      most_clients=SELECT_CLIENTS)
