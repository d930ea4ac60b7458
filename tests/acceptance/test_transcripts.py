# SPDX-License-Identifier: MIT
"""Each tutorial's clients get from Peerglass what they get from the tutorial's server.

The transcripts (both byte streams and the end of every socket) are equal but for the differences
named here. Where TCP cuts a stream into pieces is not part of a transcript.
"""

import os
import signal
import subprocess
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import tutorial_clients
from clients import LOOPBACK
from harness import PEERGLASS_CLIENT, PeerglassTest
from timing import PATIENCE, scaled

HERE = os.path.dirname(os.path.abspath(__file__))


def without_shutdown_newline(conversation):
    """Peerglass ends the words `Shutdown Server` like every chat line, with a newline."""
    received = conversation.received
    if received.endswith(b"Shutdown Server\n"):
        received = received[:-1]
    return replace(conversation, received=received)


def first_bytes(conversation):
    """`burst` calls recv() once and closes: how much of the echo is there by then is a matter of
    time. That there is some, and that it is the start of what was sent, is not."""
    start = conversation.sent.startswith(conversation.received) and conversation.received != b""
    return replace(conversation, received=b"a start" if start else conversation.received)


def any_end(conversation):
    """Peerglass ends a client with urgent data in good order (`urgent=close`); the tutorial
    closes with the urgent byte unread, which the kernel turns into a reset."""
    ended = conversation.end in ("reset", "end of stream")
    return replace(conversation, end="ended by the server" if ended else conversation.end)


# The one list of differences: client, and what is made equal (its docstring says why).
NAMED_DIFFERENCES = {
    "burst": first_bytes,
    "chat": without_shutdown_newline,
    "urgent": any_end,
}

# Reference server, the service that plays it, its clients.
SELECT_ANY = ("reference_select_echo", "echo://any:0?read=1024&urgent=close",
              ("multi", "slow", "patient", "urgent"))
SELECT_LOCAL = ("reference_select_echo", "echo://localhost:0?read=1024&urgent=close",
                ("multi", "slow", "patient", "urgent"))
DELAYED = ("reference_delayed_echo", "echo://0.0.0.0:0?read=1024&delay=1s&urgent=close",
           ("burst", "patient"))
POLL = ("reference_poll_echo", "echo://localhost:0?read=1024&urgent=close",
        ("multi", "slow", "patient"))
CHAT = ("reference_select_chat", "chat://any:0?names=off&framing=read&read=1024", ("chat",))
TUTORIALS = (SELECT_ANY, SELECT_LOCAL, DELAYED, POLL, CHAT)


class Reference:
    """A reference server as a child process; it leaves when its standard input closes."""

    def __init__(self, test, module):
        self._process = subprocess.Popen(
            [sys.executable, "-B", os.path.join(HERE, module + ".py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        test.addCleanup(self._leave)
        self.port = int(self._process.stdout.readline())

    def interrupt(self):
        self._process.send_signal(signal.SIGINT)

    def wait_exit(self):
        return self._process.wait(scaled(PATIENCE))

    def _leave(self):
        self._process.stdin.close()
        self.wait_exit()
        self._process.stdout.close()


class TranscriptTest(PeerglassTest):

    def check(self, tutorial):
        """Runs every client against both servers, all at once: their pauses add up otherwise."""
        module, url, names = tutorial
        with ThreadPoolExecutor() as pool:
            waiting = {}
            for name in names:
                reference, server = Reference(self, module), self.serve(url)
                client = getattr(tutorial_clients, name)
                waiting[name] = [
                    pool.submit(client, (LOOPBACK, reference.port), reference.interrupt),
                    pool.submit(client, (LOOPBACK, server.port()),
                                lambda server=server: server.send_signal(signal.SIGINT))]
                if name in ("patient", "chat"):  # their interrupt ends both servers, with 0
                    waiting[name] += [pool.submit(self._exit_after, waiting[name][0], reference),
                                      pool.submit(self._exit_after, waiting[name][1], server)]
        for name, futures in waiting.items():
            with self.subTest(client=name, service=url):
                expected, actual, *statuses = [future.result() for future in futures]
                same = NAMED_DIFFERENCES.get(name, lambda conversation: conversation)
                self.assertEqual([same(one) for one in actual], [same(one) for one in expected])
                self.assertEqual([status for status in statuses if status != 0], [])

    @staticmethod
    def _exit_after(conversation, server):
        conversation.result()
        return server.wait_exit()

    def test_select_echo_server_on_all_addresses(self):
        self.check(SELECT_ANY)

    def test_select_echo_server_on_localhost(self):
        self.check(SELECT_LOCAL)

    def test_delayed_echo_server(self):
        self.check(DELAYED)

    def test_poll_echo_server(self):
        self.check(POLL)

    def test_select_chat_server(self):
        self.check(CHAT)


@unittest.skipUnless(PEERGLASS_CLIENT, "PEERGLASS_CLIENT is not set")
class ClientProgramTest(PeerglassTest):
    """peerglass-client is content with the tutorials' servers and with Peerglass."""

    @staticmethod
    def run_client(name, port):
        return subprocess.run([PEERGLASS_CLIENT, name, "--host", LOOPBACK, "--port", str(port)],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              timeout=scaled(3 * PATIENCE))

    def test_client_program_with_every_echo_server(self):
        with ThreadPoolExecutor() as pool:
            results = {}
            for module, url, _ in (SELECT_LOCAL, DELAYED, POLL):
                ports = {module: Reference(self, module).port, url: self.serve(url).port()}
                for name in ("burst",) if module == DELAYED[0] else ("multi", "slow", "burst"):
                    for server, port in ports.items():
                        results[name, server] = pool.submit(self.run_client, name, port)
        for (name, server), future in results.items():
            with self.subTest(client=name, server=server):
                self.assertEqual(future.result().returncode, 0, future.result())


if __name__ == "__main__":
    unittest.main()
