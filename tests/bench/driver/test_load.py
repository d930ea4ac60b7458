# SPDX-License-Identifier: MIT
"""Every kind of load against servers that are no reference for speed here: that both still work."""

import os
import unittest
from contextlib import ExitStack

from processes import Failure, Load, RunningServer
from servers import CHAT_SERVICE, ECHO_SERVICE, PEERGLASS, RELAY_SERVICE, Programs
from workloads import Workload

PROGRAMS = Programs(os.environ.get("PEERGLASS_PROGRAMS", ""), [])


def counted(server, messages, **how):
    """What the load says of so many messages."""
    workload = Workload("test", "Test", servers=(), clients=4, **how)
    with ExitStack() as stack:
        running = RunningServer(server.command, None)
        stack.callback(running.stop)
        arguments = [*workload.arguments(server), "--sleeps", "1"]
        load = Load(PROGRAMS.load, None, running, arguments)
        stack.callback(load.stop)
        running.wait_for_clients(workload.connections(server))
        load.ask("probe")
        return load.ask(f"count {messages}")


class Loads(unittest.TestCase):
    def check(self, server, messages, **how):
        answer = counted(server, messages, **how)
        self.assertEqual(answer["messages"], messages)
        self.assertEqual(sum(answer["times"].values()), messages)
        self.assertGreater(answer["cpu_ns"], 0)

    def test_echo(self):
        for server in (PROGRAMS.bare("bareecho")[0], PROGRAMS.qtcpsocket(),
                       PROGRAMS.python("echo"), PROGRAMS.peerglass(PEERGLASS, ECHO_SERVICE)):
            for how in ({}, {"idle": 3}, {"batch": 5}, {"size": 1024 * 1024}):
                with self.subTest(server=server.name, **how):
                    self.check(server, 40, kind="echo", **how)

    def test_connections(self):
        for server in (PROGRAMS.bare("bareecho")[0], PROGRAMS.qtcpsocket(),
                       PROGRAMS.python("echo"), PROGRAMS.peerglass(PEERGLASS, ECHO_SERVICE)):
            with self.subTest(server=server.name):
                self.check(server, 40, kind="connect")

    def test_chat(self):
        for server in (PROGRAMS.bare("barefanout")[0], PROGRAMS.python("chat"),
                       PROGRAMS.peerglass(PEERGLASS, RELAY_SERVICE),
                       PROGRAMS.peerglass(PEERGLASS, CHAT_SERVICE)):
            for batch in (1, 5):
                with self.subTest(server=server.name, batch=batch):
                    self.check(server, 40, kind="chat", batch=batch)

    def test_a_server_that_cannot_be_run_is_a_failure(self):
        with self.assertRaisesRegex(Failure, "cannot be run"):
            RunningServer(["/nonexistent/server"], None)


if __name__ == "__main__":
    unittest.main()
