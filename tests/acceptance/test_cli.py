# SPDX-License-Identifier: MIT
"""The command line of peerglassd: what it refuses, and with which words and exit status."""

import json
import os
import re
import socket
import subprocess
import tempfile
import unittest

from clients import LOOPBACK
from harness import PEERGLASSD, SANITIZER_REPORT, PeerglassTest
from timing import PATIENCE, scaled

NOT_HAD = 1
WRONG_COMMAND_LINE = 2


def run(*arguments):
    """A run that is expected to end by itself."""
    return subprocess.run([PEERGLASSD, *arguments], stdin=subprocess.DEVNULL, check=False,
                          capture_output=True, text=True, timeout=scaled(PATIENCE))


class RefusalTest(PeerglassTest):

    def check(self, arguments, status, *named):
        """One sentence on standard error that names all of `named`; records alone elsewhere."""
        log = () if "--log" in arguments else ("--log", "json")
        result = run(*log, *arguments)
        self.assertEqual(result.returncode, status, result)
        self.assertNotRegex(result.stderr, SANITIZER_REPORT)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertTrue(result.stderr.endswith("\n"), result.stderr)
        for text in named:
            self.assertIn(text, result.stderr)
        for line in result.stdout.splitlines():
            self.assertIsInstance(json.loads(line), dict)
        return [json.loads(line)["event"] for line in result.stdout.splitlines()]

    def taken_port(self):
        """A port that somebody else listens on."""
        other = socket.create_server((LOOPBACK, 0))
        self.addCleanup(other.close)
        return str(other.getsockname()[1])

    def free_port(self):
        """A port that was free a moment ago and that nobody else is given for now."""
        with socket.create_server((LOOPBACK, 0)) as other:
            return str(other.getsockname()[1])

    def test_port_in_use(self):
        port = self.taken_port()
        events = self.check([f"echo://{LOOPBACK}:{port}"], NOT_HAD, port)
        self.assertNotIn("listening", events)

    def test_one_of_several_services_cannot_be_had(self):
        taken, free = self.taken_port(), self.free_port()
        events = self.check([f"echo://{LOOPBACK}:{free}", f"chat://{LOOPBACK}:{taken}"],
                            NOT_HAD, taken)
        self.assertNotIn("listening", events)
        self.assertNotIn("connected", events)
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection((LOOPBACK, int(free)), scaled(PATIENCE))

    def test_two_services_on_one_port(self):
        for first, second in (("echo://127.0.0.1", "chat://127.0.0.1"),
                              ("echo://localhost", "chat://localhost"),
                              ("echo://127.0.0.1", "chat://any"),
                              ("echo://any", "chat://127.0.0.1")):
            with self.subTest(first=first, second=second):
                port = self.free_port()
                self.check([f"{first}:{port}", f"{second}:{port}"], NOT_HAD,
                           "address already in use. "
                           f"The service {first}:{port} has this port; choose another for one of them.")

    def test_link_local_address_without_its_interface(self):
        for host in ("fe80::1", "fe80::1%nowhere"):
            with self.subTest(host=host):
                self.check([f"echo://[{host}]:0"], NOT_HAD, "needs an interface of this machine",
                           "such as [fe80::1%eth0]")

    def test_address_of_another_machine(self):
        self.check(["echo://192.0.2.1:0"], NOT_HAD, "192.0.2.1")

    def test_log_file_that_cannot_be_had(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "missing", "log")
            self.check(["--log-file", path, f"echo://{LOOPBACK}:0"], NOT_HAD, path)

    def test_wrong_command_lines(self):
        for arguments, named in (
                (["ech0://127.0.0.1:0"], ("ech0",)),
                (["not a url"], ("not a url",)),
                (["echo://127.0.0.1"], ("port",)),
                (["echo://127.0.0.1:65536"], ("65536",)),
                (["echo://example.invalid:0"], ("example.invalid",)),
                (["echo://127.0.0.1:0?raed=1"], ("raed",)),
                (["echo://127.0.0.1:0?read=many"], ("read", "many")),
                (["echo://127.0.0.1:0?read=2MiB"], ("read", "queue")),
                (["echo://127.0.0.1:0?read=1&read=2"], ("read",)),
                (["echo://127.0.0.1:0?names=off"], ("names",)),
                (["chat://127.0.0.1:0?framing=read"], ("framing",)),
                (["chat://127.0.0.1:0?delay=1s"], ("delay",)),
                (["echo://127.0.0.1:0", "chat://127.0.0.1:0?line=0B"], ("line",)),
                (["--colour"], ("colour",)),
                (["--log", "xml"], ("--log", "xml")),
                (["--log", "json", "--log", "text"], ("--log is given more than once",)),
                (["--drain", "soon"], ("--drain", "soon")),
                (["--drain", "1h"], ("with ms, s or min, at most 1440min (24 hours)",)),
                (["--threads", "0"], ("--threads", "0")),
                (["--threads", "1", "--threads", "2"], ("--threads is given more than once",)),
                (["--log-size", "1MiB"], ("--log-size", "--log-file")),
                (["--log-file", "x", "--log-size", "1MB"], ("with B, KiB, MiB, GiB or TiB",)),
                (["--memory-limit", "lots"], ("--memory-limit", "lots", "256MiB")),
                (["--memory-limit", "1048575"], ("--memory-limit", "from 1MiB")),
                (["--memory-limit", "1048577MiB"], ("--memory-limit", "1TiB")),
                (["--memory-limit", "1MB"], ("with B, KiB, MiB, GiB or TiB",)),
                (["--log-traffic", "perhaps"], ("--log-traffic", "perhaps"))):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.check(arguments, WRONG_COMMAND_LINE, *named), [])

    def test_a_wrong_argument_cannot_drive_the_terminal(self):
        result = run("echo://127.0.0.1:0?\x1b[31mred\n=1")
        self.assertEqual(result.returncode, WRONG_COMMAND_LINE, result)
        self.assertNotIn("\x1b", result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)

    def test_help_and_version(self):
        result = run("--help")
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        for option in ("--threads", "--drain", "--memory-limit", "--log", "--log-file", "--log-traffic"):
            self.assertIn(option, result.stdout)
        result = run("--version")
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        self.assertTrue(re.fullmatch(r"peerglassd \d+\.\d+\.\d+\n", result.stdout), result)

    def test_without_a_service_the_two_usual_ones(self):
        """Only where both ports are free: the defaults cannot be moved."""
        try:
            for port in (10000, 8008):
                socket.create_server((LOOPBACK, port)).close()
        except OSError:
            self.skipTest("port 10000 or 8008 is in use")
        server = self.serve()
        ports = {server.wait_for("listening", service=url)[0]["port"]
                 for url in ("echo://localhost:10000", "chat://localhost:8008")}
        self.assertEqual(ports, {10000, 8008})


if __name__ == "__main__":
    unittest.main()
