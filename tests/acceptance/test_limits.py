# SPDX-License-Identifier: MIT
"""What clients may cost: one that never reads, a room of 900, ten thousand idle ones.

Figures of memory and speed say nothing under a sanitizer; there, only what arrives is checked.
"""

import os
import resource
import selectors
import socket
import statistics
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from clients import LOOPBACK, Peer
from harness import PeerglassTest
from timing import PATIENCE, SANITIZED, scaled

MIB = 1024 * 1024


def raise_descriptor_limit():
    """A fresh Debian user has 1,024; returns what there is now."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class NeverReadsTest(PeerglassTest):

    CLIENTS = 4
    # Of the process beside the queues: code that runs for the first time, buffers, the heap.
    SLACK = 8 * MIB

    def check(self, options):
        """Clients flood and never read: each costs its queue, and another one is served."""
        server = self.serve(f"echo://127.0.0.1:0?queue=1MiB{options}")
        bystander = Peer(self, server.port())
        bystander.echo(b"before")
        before = server.memory("VmRSS")
        peers = [Peer(self, server.port(), receive_buffer=4096) for _ in range(self.CLIENTS)]
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda peer: peer.flood(b"x" * 65536), peers))
        bystander.echo(b"during")
        server.wait_idle()
        if not SANITIZED:
            growth = server.memory("VmHWM") - before
            self.assertLess(growth, self.CLIENTS * MIB + self.SLACK)
        for peer in peers:
            peer.close()
            ending = server.ending_of(peer.port)
            self.assertEqual(ending["reason"], "reset-by-peer", ending)
            self.assertGreater(ending["bytesCancelled"], 0, ending)
            self.assertLessEqual(ending["bytesCancelled"], MIB, ending)
        bystander.echo(b"after")

    def test_large_messages(self):
        self.check("")

    def test_one_byte_messages(self):
        self.check("&read=1")

    def test_reading_pauses_and_resumes(self):
        server = self.serve("echo://127.0.0.1:0?queue=256KiB", options=("--log-traffic", "on"))
        peer = Peer(self, server.port(), receive_buffer=4096)
        peer.flood(b"x" * 65536)
        server.wait_for("paused")
        peer.finish_sending()
        data, how = peer.receive_to_end()
        self.assertEqual((len(data), how), (peer.sent, "end"))
        server.wait_for("resumed")
        self.assert_counts(server, peer.port, peer.sent, peer.received)

    def test_a_member_that_never_reads_is_disconnected(self):
        server = self.serve("chat://127.0.0.1:0?names=off&queue=256KiB")
        speaker, reader = Peer(self, server.port()), Peer(self, server.port())
        silent = Peer(self, server.port(), receive_buffer=4096)
        server.wait_for("connected", count=3)
        line = b"x" * 1023 + b"\n"
        for _ in range(1024):
            speaker.send(line)
            self.assertEqual(reader.receive(len(line)), line)
        ending = server.ending_of(silent.port)
        self.assertEqual(ending["reason"], "queue-overflow", ending)
        self.assertGreater(ending["bytesCancelled"], 0, ending)


class Members:
    """Many members of a room in one process: each compares what comes with what should."""

    def __init__(self, test, port, count, expected):
        self._selector = selectors.DefaultSelector()
        test.addCleanup(self._selector.close)
        self._expected = memoryview(expected)
        self._left = count
        for _ in range(count):
            peer = Peer(test, port)
            peer.socket.setblocking(False)
            self._selector.register(peer.socket, selectors.EVENT_READ, peer)

    def receive_all(self, seconds):
        """Ends when every member has got everything, complete and in order."""
        end = time.monotonic() + scaled(seconds)
        while self._left:
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"{self._left} members have not got everything")
            for key, _ in self._selector.select(left):
                self._receive(key.data)

    def _receive(self, peer):
        data = peer.socket.recv(262144)
        if data != self._expected[peer.received:peer.received + len(data)] or not data:
            raise AssertionError(f"wrong bytes after {peer.received}: {data[:40]!r}")
        peer.received += len(data)
        if peer.received == len(self._expected):
            self._selector.unregister(peer.socket)
            self._left -= 1


class LargeRoomTest(PeerglassTest):

    MEMBERS = 900
    LINES = 32768

    def test_many_short_lines_at_once(self):
        raise_descriptor_limit()
        server = self.serve("chat://127.0.0.1:0?names=off", "echo://127.0.0.1:0")
        lines = b"".join(b"%c\n" % (ord("!") + number % 89) for number in range(self.LINES))
        bystander, speaker = Peer(self, server.port(1)), Peer(self, server.port(0))
        members = Members(self, server.port(0), self.MEMBERS, lines)
        server.wait_for("connected", count=self.MEMBERS + 2)
        before = server.memory("VmHWM")
        done = threading.Event()
        with ThreadPoolExecutor() as pool:
            pinging = pool.submit(self.ping, bystander, done)
            try:
                speaker.send(lines)
                members.receive_all(seconds=20)
            finally:
                done.set()
        pings = pinging.result()
        self.assertGreater(len(pings), 2)
        self.assertLess(max(pings), scaled(1))
        if not SANITIZED:
            self.assertLess(server.memory("VmHWM") - before, 20 * MIB)

    @staticmethod
    def ping(peer, done):
        """How long each answer took until all was done."""
        times = []
        while not done.is_set():
            started = time.monotonic()
            peer.echo(b"ping")
            times.append(time.monotonic() - started)
        return times


class IdleClientsTest(PeerglassTest):

    WANTED = 1000 if SANITIZED else 10000
    RESERVE = 200  # descriptors that this process and the servers need for other things
    # One address has some 28,000 ports for this target, other tests' TIME_WAIT included.
    SOURCES = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")
    PINGS = 200
    ROUNDS = 25

    def connect_idle(self, port, count):
        for number in range(count):
            client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            self.addCleanup(client.close)
            client.settimeout(scaled(PATIENCE))
            client.bind((self.SOURCES[number % len(self.SOURCES)], 0))
            client.connect((LOOPBACK, port))

    def median(self, peer):
        times = []
        for _ in range(self.PINGS):
            started = time.perf_counter()
            peer.echo(b"ping")
            times.append(time.perf_counter() - started)
        return statistics.median(times)

    def best_of_each(self, *peers):
        """The best median of each. They take turns, so that a busy machine slows down all of
        them alike."""
        rounds = [[self.median(peer) for peer in peers] for _ in range(self.ROUNDS)]
        return [min(column) for column in zip(*rounds)]

    def stay_on_one_core(self):
        """Binds this process and the servers that it starts to one core. Waking a process on
        another core takes three times as long as the whole echo here, and the kernel may put
        one server on this core and one on another for as long as the test lasts."""
        cores = os.sched_getaffinity(0)
        self.addCleanup(os.sched_setaffinity, 0, cores)
        os.sched_setaffinity(0, {min(cores)})

    def test_active_client_among_idle_ones(self):
        self.stay_on_one_core()
        count = min(self.WANTED, raise_descriptor_limit() - self.RESERVE)
        empty, crowded = (self.serve("echo://127.0.0.1:0") for _ in range(2))
        active = [Peer(self, server.port()) for server in (empty, crowded)]
        self.connect_idle(crowded.port(), count)
        crowded.wait_for("connected", count=count + 1, seconds=20)
        alone, among = self.best_of_each(*active)
        print(f"{count} idle clients: {alone * 1e6:.0f} µs alone, {among * 1e6:.0f} µs among "
              f"them, factor {among / alone:.2f}", flush=True)
        if not SANITIZED:
            self.assertLessEqual(among, 3 * alone)


if __name__ == "__main__":
    unittest.main()
