# SPDX-License-Identifier: MIT
"""`peerglass-client load` against peerglassd and against other people's echo servers."""

import json
import resource
import socket
import subprocess
import unittest

from clients import LOOPBACK
from harness import PEERGLASS_CLIENT, SANITIZER_REPORT, PeerglassTest
from timing import PATIENCE, scaled, wait_until


def load(port, *options, stdout=subprocess.PIPE, **more):
    """One run to its end."""
    return subprocess.run([PEERGLASS_CLIENT, "load", "--host", LOOPBACK, "--port", str(port),
                           "--seconds", "300ms", *options],
                          stdin=subprocess.DEVNULL, check=False, stdout=stdout,
                          stderr=subprocess.PIPE, text=True, timeout=scaled(6 * PATIENCE), **more)


def free_port():
    """A port that was free a moment ago and that nobody else is given for now."""
    with socket.create_server((LOOPBACK, 0)) as other:
        return other.getsockname()[1]


class LoadTest(PeerglassTest):

    def report(self, result):
        """The report of a run in which all was right."""
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        self.assertEqual(result.stdout.count("\n"), 1, result)
        report = json.loads(result.stdout)
        self.assertGreater(report["messages"], 0)
        self.assertEqual(report["bytes"], report["messages"] * report["size"])
        self.assertGreaterEqual(report["seconds"], 0.3)
        self.assertLessEqual(report["p50Microseconds"], report["p99Microseconds"])
        self.assertLessEqual(report["p99Microseconds"], report["p999Microseconds"])
        self.assertLessEqual(report["p999Microseconds"], report["maxMicroseconds"])
        return report

    def failure(self, result, *named):
        """One sentence on standard error that names all of `named`, and no report."""
        self.assertEqual((result.returncode, result.stdout), (1, ""), result)
        self.assertNotRegex(result.stderr, SANITIZER_REPORT)
        self.assertEqual(result.stderr.count("\n"), 1, result)
        for text in named:
            self.assertIn(text, result.stderr)

    def test_report_that_cannot_be_written(self):
        server = self.serve("echo://127.0.0.1:0")
        for option in ((), ("--json",)):
            with open("/dev/full", "w", encoding="utf-8") as full:
                result = load(server.port(), *option, stdout=full)
            self.assertEqual(result.returncode, 1)
            self.assertEqual(result.stderr.count("\n"), 1, result)
            self.assertIn("cannot write standard output: No space left on device", result.stderr)

    def check_server(self, url, *options, threads="1"):
        server = self.serve(url, options=("--threads", threads))
        report = self.report(load(server.port(), "--json", *options))
        connections = report["clients"] + report["idle"]
        self.assertEqual(report["connected"], connections)
        endings = server.wait_for("disconnected", count=connections)
        self.assertEqual({ending["reason"] for ending in endings}, {"client-closed"})
        received = sum(ending["bytesReceived"] for ending in endings)
        self.assertEqual(sum(ending["bytesSent"] for ending in endings), received)
        self.assertEqual(sum(ending["bytesReceived"] == 0 for ending in endings), report["idle"])
        # What was on its way at the end of the time came back as well.
        self.assertEqual(received % report["size"], 0)
        later = received // report["size"] - report["messages"]
        self.assertGreaterEqual(later, 0)
        self.assertLessEqual(later, report["clients"] * report["depth"])

    def test_ping_pong(self):
        self.check_server("echo://127.0.0.1:0")

    def test_idle_ones_beside(self):
        self.check_server("echo://127.0.0.1:0", "--clients", "20", "--idle", "500")

    def test_many_on_their_way(self):
        self.check_server("echo://127.0.0.1:0", "--clients", "4", "--depth", "64")

    def test_bulk_with_a_small_queue(self):
        self.check_server("echo://127.0.0.1:0?queue=64KiB", "--clients", "2", "--size", "64KiB",
                          "--depth", "8")

    def test_several_threads(self):
        self.check_server("echo://127.0.0.1:0", "--clients", "40", "--depth", "4", threads="4")

    def test_a_short_backlog(self):
        self.check_server("echo://127.0.0.1:0?backlog=128", "--clients", "100", "--idle", "300")

    def test_text(self):
        server = self.serve("echo://127.0.0.1:0")
        result = load(server.port(), "--clients", "2")
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        for text in ("2 connected", "messages ", "bytes ", "p50 ", "p99 ", "p99.9 ", "max "):
            self.assertIn(text, result.stdout)

    def test_a_server_that_ends_some(self):
        server = self.serve("echo://127.0.0.1:0?clients=10")
        self.failure(load(server.port(), "--clients", "50"), "of 50 were connected")

    def test_a_server_that_is_no_echo(self):
        server = self.serve("chat://127.0.0.1:0")
        self.failure(load(server.port(), "--clients", "1", "--json"), "as byte 1, but")

    def test_a_server_that_is_killed(self):
        server = self.serve("echo://127.0.0.1:0", graceful=False)
        with subprocess.Popen([PEERGLASS_CLIENT, "load", "--host", LOOPBACK, "--port",
                               str(server.port()), "--seconds", "1min", "--json"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as client:
            server.wait_for("connected", count=50)
            server.kill()
            output, errors = client.communicate(timeout=scaled(PATIENCE))
        self.failure(subprocess.CompletedProcess([], client.returncode, output, errors),
                     "127.0.0.1:")

    def test_too_few_descriptors(self):
        server = self.serve("echo://127.0.0.1:0")
        limit = (100, 100)
        result = load(server.port(), "--clients", "20", "--idle", "200",
                      preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limit))
        self.failure(result, "20 clients and 200 idle ones need 2", "the limit is 100")

    def test_the_soft_limit_is_raised(self):
        server = self.serve("echo://127.0.0.1:0")
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        result = load(server.port(), "--clients", "150", "--json",
                      preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard)))
        self.assertEqual(self.report(result)["connected"], 150)

    def check_other(self, *command):
        """An echo server of other people; `{port}` stands for its port."""
        port = free_port()
        process = subprocess.Popen([word.format(port=port) for word in command],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        wait_until(lambda: self.listens(port), f"{command[0]} listening")
        report = self.report(load(port, "--clients", "5", "--idle", "2", "--depth", "3", "--json"))
        self.assertEqual(report["connected"], 7)

    def listens(self, port):
        """Seen from outside: a connection of ours would be one more client."""
        with open("/proc/net/tcp", encoding="ascii") as sockets:
            return any(line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
                       for line in list(sockets)[1:])

    def test_socat(self):
        self.check_other("socat", f"TCP-LISTEN:{{port}},bind={LOOPBACK},fork", "EXEC:cat")

    def test_ncat(self):
        self.check_other("ncat", "-l", "-k", LOOPBACK, "{port}", "-e", "/bin/cat")


if __name__ == "__main__":
    unittest.main()
