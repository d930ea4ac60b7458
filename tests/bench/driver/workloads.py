# SPDX-License-Identifier: MIT
"""What the servers are asked to do."""

from dataclasses import dataclass

import servers


@dataclass(frozen=True)
class Workload:
    """`clients` send (in a chat: receive), `idle` do nothing, `batch` messages go in one send.
    The first server is the one that the others are compared with."""

    name: str
    title: str
    kind: str
    servers: tuple
    clients: int
    size: int = 64
    batch: int = 1
    idle: int = 0
    unit: str = "message"

    def arguments(self, server):
        """benchload's."""
        idle = self.idle if server.takes_idle else 0
        return ["--kind", self.kind, "--clients", str(self.clients), "--idle", str(idle),
                "--size", str(self.size), "--batch", str(self.batch), "--gap", str(server.gap)]

    def connections(self, server):
        """Those that stay."""
        if self.kind == "connect":
            return 0
        sender = 1 if self.kind == "chat" else 0
        return self.clients + sender + (self.idle if server.takes_idle else 0)

    def why_not(self, server):
        """Why a server cannot take part; empty where it can."""
        if server.missing:
            return server.missing
        if self.connections(server) > server.most_clients:
            return f"it copes with {server.most_clients:,} clients at most"
        return ""


def all_workloads(programs):
    return _ping_pong(programs) + _other_echo(programs) + _chats(programs)


def _echo_servers(programs):
    return (*programs.bare("bareecho"), programs.peerglass(servers.PEERGLASS, servers.ECHO_SERVICE),
            programs.asio(), programs.libuv(), programs.qtcpsocket(), programs.python("echo"))


def _ping_pong(programs):
    echo = _echo_servers(programs)
    journal = programs.journal(servers.ECHO_SERVICE)
    threads = programs.peerglass(servers.PEERGLASS_THREADS, servers.ECHO_SERVICE, threads=4)
    alone = programs.peerglass(servers.PEERGLASS_ALONE, servers.ECHO_SERVICE, takes_idle=False)

    def workload(clients, idle=0, more=()):
        among = f" among {idle:,} idle ones" if idle else ""
        name = f"ping-pong-{clients}" + (f"-idle-{idle}" if idle else "")
        title = f"Ping-pong, 64 B, {clients:,} client{'s' if clients > 1 else ''}{among}"
        return Workload(name, title, "echo", echo + more, clients, idle=idle)

    return [workload(1), workload(50, more=(journal,)), workload(1000, more=(threads,)),
            workload(50, idle=1000), workload(50, idle=10000, more=(alone,))]


def _other_echo(programs):
    echo = _echo_servers(programs)
    return [
        Workload("pipelined", "Pipelined, 64 × 64 B in one send, 50 clients", "echo", echo, 50,
                 batch=64),
        Workload("bulk", "Bulk, 64 KiB, 10 clients", "echo", echo, 10, size=64 * 1024),
        Workload("connect", "Connect and close, 50 clients at once", "connect", echo, 50,
                 unit="connection"),
    ]


def _chats(programs):
    chat = (*programs.bare("barefanout"),
            programs.peerglass(servers.PEERGLASS, servers.RELAY_SERVICE),
            programs.ncat(), programs.python("chat"))
    names = programs.peerglass(servers.PEERGLASS_NAMES, servers.CHAT_SERVICE)
    journal = programs.journal(servers.RELAY_SERVICE)

    def workload(members, lines, more=()):
        how = f"bursts of {lines} lines" if lines > 1 else "single lines"
        name = f"chat-{members}-{'bursts' if lines > 1 else 'lines'}"
        title = f"Chat to {members:,} members, {how} of 64 B"
        return Workload(name, title, "chat", chat + more, members, batch=lines)

    return [workload(100, 1), workload(100, 20),
            workload(900, 1, more=(names,)), workload(900, 20, more=(journal,)),
            workload(5000, 1), workload(5000, 20)]
