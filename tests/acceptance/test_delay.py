# SPDX-License-Identifier: MIT
"""`delay` holds back one service's messages and nobody else's."""

import select
import time
import unittest

from clients import Peer
from harness import PeerglassTest
from timing import PATIENCE, scaled


class DelayTest(PeerglassTest):

    # What a clock that counts milliseconds may cut off.
    ROUNDING = 0.005

    def test_others_are_answered_while_a_message_waits(self):
        server = self.serve("echo://127.0.0.1:0?delay=1s", "echo://127.0.0.1:0")
        late, prompt = Peer(self, server.port(0)), Peer(self, server.port(1))
        started = time.monotonic()
        late.send(b"late")
        answers = 0
        while not select.select([late.socket], [], [], 0)[0]:
            prompt.echo(b"prompt")
            answers += 1
            self.assertLess(time.monotonic() - started, scaled(PATIENCE))
        self.assertGreaterEqual(time.monotonic() - started, 1 - self.ROUNDING)
        self.assertEqual(late.receive(4), b"late")
        self.assertGreater(answers, 50)

    def test_each_message_waits_its_own_time_and_order_is_kept(self):
        server = self.serve("echo://127.0.0.1:0?read=1&delay=300ms")
        peer = Peer(self, server.port())
        for _ in range(2):
            started = time.monotonic()
            peer.echo(b"abc")
            self.assertGreaterEqual(time.monotonic() - started, 0.3 - self.ROUNDING)

    def test_half_closed_client_gets_the_delayed_echo_and_then_the_end(self):
        server = self.serve("echo://127.0.0.1:0?delay=300ms")
        peer = Peer(self, server.port())
        started = time.monotonic()
        peer.send(b"all of it")
        peer.finish_sending()
        self.assertEqual(peer.receive_to_end(), (b"all of it", "end"))
        self.assertGreaterEqual(time.monotonic() - started, 0.3 - self.ROUNDING)
        self.assert_counts(server, peer.port, peer.sent, peer.received)


if __name__ == "__main__":
    unittest.main()
