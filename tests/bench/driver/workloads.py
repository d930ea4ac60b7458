# SPDX-License-Identifier: MIT
"""What the servers are asked to do."""

from dataclasses import dataclass

from servers import echo_servers


@dataclass(frozen=True)
class Workload:
    """`clients` send (in a chat: receive), `idle` do nothing, `batch` messages go in one send."""

    name: str
    title: str
    kind: str
    servers: tuple
    clients: int
    size: int = 64
    batch: int = 1
    idle: int = 0

    def arguments(self, server):
        """benchload's."""
        return ["--kind", self.kind, "--clients", str(self.clients), "--idle", str(self.idle),
                "--size", str(self.size), "--batch", str(self.batch), "--gap", str(server.gap)]

    def connections(self):
        return self.clients + self.idle


def all_workloads(programs, optional):
    echo = tuple(echo_servers(programs, optional))
    return [
        Workload("ping-pong-50", "Ping-pong, 64 B, 50 clients", "echo", echo, clients=50),
    ]
