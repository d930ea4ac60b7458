# SPDX-License-Identifier: MIT
"""How the server ends: gracefully, twice asked, at its deadline; and how it starts again."""

import signal
import time
import unittest

from clients import LOOPBACK, Peer, Program
from harness import PeerglassTest
from timing import scaled, wait_until

TIME_WAIT = "06"  # in /proc/net/tcp


def in_time_wait(port):
    """Whether the kernel still keeps a connection of this local port."""
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(table, encoding="ascii") as lines:
            for line in list(lines)[1:]:
                local, _, state = line.split()[1:4]
                if int(local.rsplit(":", 1)[1], 16) == port and state == TIME_WAIT:
                    return True
    return False


class StopTest(PeerglassTest):

    def check_stop_within_a_second(self, server, clients):
        """The clients do nothing to help: nc and ncat never end first."""
        started = time.monotonic()
        self.assertEqual(server.stop(signal.SIGINT), 0)
        self.assertLess(time.monotonic() - started, scaled(1))
        endings = server.wait_for("disconnected", count=clients)
        self.assertEqual([ending["bytesCancelled"] for ending in endings], [0] * clients)
        self.assertEqual([ending["messagesCancelled"] for ending in endings], [0] * clients)
        self.assertEqual({ending["reason"] for ending in endings}, {"server-stopped"})

    def test_idle_netcats_do_not_hold_up_an_echo_server(self):
        server = self.serve("echo://127.0.0.1:0")
        people = [Program(self, name, LOOPBACK, str(server.port()))
                  for name in ("nc.openbsd", "ncat")]
        for person in people:
            person.write(b"hello\n")
            person.wait_text(b"hello\n")
        self.check_stop_within_a_second(server, clients=2)
        self.assertEqual([person.output() for person in people], [b"hello\n"] * 2)

    def test_idle_netcats_do_not_hold_up_a_chat_server(self):
        server = self.serve("chat://127.0.0.1:0?names=off")
        people = [Program(self, name, LOOPBACK, str(server.port()))
                  for name in ("nc.openbsd", "ncat")]
        server.wait_for("connected", count=2)
        self.check_stop_within_a_second(server, clients=2)
        for person in people:
            person.wait_text(b"Shutdown Server\n")

    def test_nothing_is_aborted_when_the_server_stops(self):
        server = self.serve("echo://127.0.0.1:0", "chat://127.0.0.1:0")
        echo, chat = Peer(self, server.port(0)), Peer(self, server.port(1))
        echo.echo(b"hello\n")
        chat.receive_line()
        server.send_signal(signal.SIGTERM)
        self.assertEqual(echo.receive_to_end(), (b"", "end"))
        words, how = chat.receive_to_end()
        self.assertEqual(how, "end")
        self.assertTrue(words.endswith(b"\n* Shutdown Server\n"), words)
        self.assertEqual(server.wait_exit(), 0)
        self.assert_counts(server, echo.port, echo.sent, echo.received)
        self.assert_counts(server, chat.port, chat.sent, chat.received)

    def test_delayed_messages_are_sent_before_the_end(self):
        server = self.serve("echo://127.0.0.1:0?delay=5min", options=("--log-traffic", "on"))
        peer = Peer(self, server.port())
        peer.send(b"on its way")
        server.wait_for("received", size=peer.sent)
        peer.finish_sending()
        server.send_signal(signal.SIGTERM)
        self.assertEqual(peer.receive_to_end(), (b"on its way", "end"))
        self.assertEqual(server.wait_exit(), 0)

    def test_the_same_port_again_at_once(self):
        first = self.serve("echo://localhost:0")
        port = first.port()
        peers = [Peer(self, port) for _ in range(5)]
        for peer in peers:
            peer.echo(b"hello")
        first.send_signal(signal.SIGTERM)
        for peer in peers:
            self.assertEqual(peer.receive_to_end(), (b"", "end"))
            peer.close()
        self.assertEqual(first.wait_exit(), 0)
        wait_until(lambda: in_time_wait(port), "a connection in TIME_WAIT on the server's side")
        second = self.serve(f"echo://localhost:{port}")
        self.assertEqual(second.port(), port)
        Peer(self, port).echo(b"hello again")


class DrainTest(PeerglassTest):
    """Something is left to send and the client does not take it."""

    def serve_unread(self, drain, graceful):
        """A server that holds a full queue, and has stopped reading, for a client that never
        reads."""
        server = self.serve("echo://127.0.0.1:0", graceful=graceful,
                            options=("--drain", drain, "--log-traffic", "on"))
        peer = Peer(self, server.port(), receive_buffer=4096)
        peer.flood(b"x" * 65536)
        server.wait_for("paused")
        return server, peer

    def check_second_signal(self, number):
        server, _ = self.serve_unread("60s", graceful=False)
        server.send_signal(number)
        server.wait_for("stopping")
        self.assertEqual(server.stop(number), 128 + number)

    def test_sigterm_twice(self):
        self.check_second_signal(signal.SIGTERM)

    def test_sigint_twice(self):
        self.check_second_signal(signal.SIGINT)

    def test_unread_queue_is_cut_short_at_the_deadline(self):
        server, peer = self.serve_unread("1s", graceful=True)
        started = time.monotonic()
        self.assertEqual(server.stop(signal.SIGTERM), 0)
        self.assertGreaterEqual(time.monotonic() - started, 0.99)
        ending = server.ending_of(peer.port)
        self.assertEqual(ending["reason"], "server-stopped", ending)
        self.assertGreater(ending["bytesCancelled"], 0)
        self.assertEqual(peer.receive_to_end()[1], "reset")  # cut short, not a whole answer

    def test_half_closed_client_that_never_reads(self):
        server = self.serve("echo://127.0.0.1:0",
                            options=("--drain", "1s", "--log-traffic", "on"))
        peer = Peer(self, server.port(), receive_buffer=4096)
        peer.send(b"x" * 512 * 1024)
        peer.finish_sending()
        server.wait_for("client-finished")
        started = time.monotonic()
        self.assertEqual(server.stop(signal.SIGTERM), 0)
        self.assertGreaterEqual(time.monotonic() - started, 0.99)
        ending = server.ending_of(peer.port)
        self.assertEqual(ending["reason"], "server-stopped", ending)
        self.assertEqual(ending["bytesReceived"], peer.sent, ending)
        self.assertEqual(ending["bytesQueued"], peer.sent, ending)
        self.assertGreater(ending["bytesCancelled"], 0)
        self.assertEqual(peer.receive_to_end()[1], "reset")  # cut short, not a whole answer

    def test_a_drain_that_the_client_helps_with_loses_nothing(self):
        server, peer = self.serve_unread("60s", graceful=True)
        server.send_signal(signal.SIGTERM)
        server.wait_for("stopping")
        peer.finish_sending()
        data, how = peer.receive_to_end()
        self.assertEqual(how, "end")
        self.assertEqual(data, b"x" * len(data))
        self.assertEqual(server.wait_exit(), 0)
        ending = self.assert_counts(server, peer.port, peer.sent, peer.received)
        self.assertEqual(ending["bytesCancelled"], 0, ending)


if __name__ == "__main__":
    unittest.main()
