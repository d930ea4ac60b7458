# SPDX-License-Identifier: MIT
"""Other people's programs as clients: nc.openbsd, ncat, socat and telnet, byte for byte."""

import hashlib
import os
import signal
import unittest

from clients import LOOPBACK, Peer, Program, pump
from harness import PeerglassTest

MIB = 1024 * 1024


class BulkTest(PeerglassTest):
    """8 MiB of random bytes through `nc.openbsd -N`, which half-closes after sending."""

    def check(self, url, **pace):
        server = self.serve(url)
        data = os.urandom(8 * MIB)
        output, status = pump(["nc.openbsd", "-N", LOOPBACK, str(server.port())], data, **pace)
        self.assertEqual(len(output), len(data))
        self.assertEqual(hashlib.sha256(output).digest(), hashlib.sha256(data).digest())
        self.assertEqual(status, 0)
        ending = server.wait_for("disconnected")[0]
        self.assertEqual(ending["reason"], "client-closed", ending)
        for key in ("bytesReceived", "bytesQueued", "bytesSent"):
            self.assertEqual(ending[key], len(data), ending)

    def test_8_mib_come_back_whole(self):
        self.check("echo://127.0.0.1:0")

    def test_8_mib_read_slowly(self):
        self.check("echo://127.0.0.1:0", pause=0.01)

    def test_8_mib_with_delay(self):
        self.check("echo://127.0.0.1:0?delay=200ms")

    def test_8_mib_with_a_small_queue(self):
        self.check("echo://127.0.0.1:0?queue=64KiB")

    def test_8_mib_with_small_reads_read_slowly(self):
        self.check("echo://127.0.0.1:0?read=1024&queue=64KiB", pause=0.01)


class LineTest(PeerglassTest):
    """One line there and back, as somebody who tries the server out would do it.

    telnet sends CR LF for the newline that it is given, and prints a newline for either.
    """

    def test_nc_openbsd_that_stays(self):
        server = self.serve("echo://127.0.0.1:0")
        client = Program(self, "nc.openbsd", LOOPBACK, str(server.port()))
        client.write(b"hello\n")
        client.wait_text(b"hello\n")
        client.finish_input()  # without -N that is no end for the server
        client.end()
        ending = server.wait_for("disconnected")[0]
        self.assertEqual(ending["reason"], "client-closed", ending)
        self.assertEqual(client.output(), b"hello\n")

    def test_ncat(self):
        self.check_line_then_end("ncat")

    def test_socat(self):
        self.check_line_then_end("socat", "-")

    def check_line_then_end(self, program, *first):
        server = self.serve("echo://127.0.0.1:0")
        target = ([f"TCP:{LOOPBACK}:{server.port()}"] if program == "socat"
                  else [LOOPBACK, str(server.port())])
        client = Program(self, program, *first, *target)
        client.write("in 中文 3\n".encode())
        client.wait_text("in 中文 3\n".encode())
        client.finish_input()
        self.assertEqual(client.wait_exit(), 0)
        self.assertEqual(client.output(), "in 中文 3\n".encode())
        ending = server.wait_for("disconnected")[0]
        self.assertEqual(ending["reason"], "client-closed", ending)

    def test_telnet_in_echo(self):
        server = self.serve("echo://127.0.0.1:0")
        client = Program(self, "telnet", LOOPBACK, str(server.port()))
        client.wait_text(b"Escape character")
        client.write(b"hello from telnet\n")
        client.wait_text(b"\nhello from telnet\n")
        client.end()
        ending = server.wait_for("disconnected")[0]
        self.assertEqual(ending["bytesReceived"], len("hello from telnet\r\n"), ending)

    def test_telnet_in_a_room(self):
        server = self.serve("chat://127.0.0.1:0?names=off")
        reader = Peer(self, server.port())
        client = Program(self, "telnet", LOOPBACK, str(server.port()))
        client.wait_text(b"Escape character")
        client.write(b"hello from telnet\n")
        self.assertEqual(reader.receive_line(), b"hello from telnet\n")
        reader.send(b"hello to telnet\r\n")
        client.wait_text(b"\nhello to telnet\n")


class RoomTest(PeerglassTest):
    """Two people with ncat in a chat room."""

    def room(self, url):
        server = self.serve(url)
        people = [Program(self, "ncat", LOOPBACK, str(server.port())) for _ in range(2)]
        server.wait_for("connected", count=2)
        return server, people

    def leave(self, *people):
        """The server has ended the connection; ncat goes when its input ends too."""
        for person in people:
            person.finish_input()
            self.assertEqual(person.wait_exit(), 0)

    def test_names_off_relays_the_bare_lines(self):
        server, (ada, bob) = self.room("chat://127.0.0.1:0?names=off")
        ada.write(b"hello Bob\n")
        bob.wait_text(b"hello Bob\n")
        bob.write(b"  hello Ada \r\n\n")
        ada.wait_text(b"hello Ada\n")
        ada.write("in 中文 3\n".encode())
        bob.wait_text(b" 3\n")
        self.assertEqual(server.stop(signal.SIGINT), 0)
        self.leave(ada, bob)
        self.assertEqual(ada.output(), b"hello Ada\nShutdown Server\n")
        self.assertEqual(bob.output(), "hello Bob\nin 中文 3\nShutdown Server\n".encode())

    def test_names_on_tells_who_speaks(self):
        server, (ada, bob) = self.room("chat://127.0.0.1:0")
        for person in (ada, bob):
            person.wait_output(lambda output: output.count(b"\n") >= 2, "two lines of greeting")
        ada.write(b"/nick Ada\n")
        bob.wait_text(b"Ada\n")
        bob.write(b"/nick Bob\n")
        ada.wait_text(b"Bob\n")
        ada.write(b"hello Bob\n")
        bob.wait_text(b"\n<Ada> hello Bob\n")
        bob.write(b"hello Ada\r\n")
        ada.wait_text(b"\n<Bob> hello Ada\n")
        self.assertNotIn(b"<Ada>", ada.output())
        self.assertEqual(server.stop(signal.SIGINT), 0)
        self.leave(ada, bob)
        for person in (ada, bob):
            lines = person.output().split(b"\n")
            self.assertEqual(lines[-2:], [b"* Shutdown Server", b""])
            self.assertEqual([line for line in lines[:2] if not line.startswith(b"* ")], [])

    def test_names_on_says_who_joins_and_leaves(self):
        server, (ada, bob) = self.room("chat://127.0.0.1:0")
        bob.write(b"/nick Bob\n")
        ada.wait_text(b"Bob\n")
        cyd = Program(self, "ncat", LOOPBACK, str(server.port()))
        guest = server.wait_for("connected", count=3)[2]["client"]
        joined = f"* guest-{guest} joined\n".encode()
        ada.wait_text(joined)
        bob.wait_text(joined)
        bob.write(b"/quit\n")
        ada.wait_text(b"* Bob left (client-closed)\n")
        cyd.wait_text(b"* Bob left (client-closed)\n")
        self.leave(bob)

    def test_text_without_a_newline_under_framing_read(self):
        server, (ada, bob) = self.room("chat://127.0.0.1:0?names=off&framing=read&read=1024")
        ada.write(b"no newline")
        bob.wait_text(b"no newline\n")
        bob.write(b" two\nlines ")
        ada.wait_text(b"two\nlines\n")
        self.assertEqual(server.stop(signal.SIGINT), 0)
        self.leave(bob)
        self.assertEqual(bob.output(), b"no newline\nShutdown Server\n")

    def test_last_line_without_a_newline_is_taken_at_the_end(self):
        _, (ada, bob) = self.room("chat://127.0.0.1:0?names=off")
        ada.write(b"good bye")
        ada.finish_input()
        bob.wait_text(b"good bye\n")


if __name__ == "__main__":
    unittest.main()
