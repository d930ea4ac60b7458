# SPDX-License-Identifier: MIT
"""The log of peerglassd, as JSON, as text and as a file: nothing a client sends can break it."""

import json
import os
import re
import signal
import stat
import tempfile
import unicodedata
import unittest

from clients import Peer
from harness import PeerglassTest
from timing import wait_until

TRAFFIC = ("--log-traffic", "on")

# What would end a line, forge a record, or drive a terminal.
NASTY = [text.encode() for text in (
    "\n", "\r", "\r\n", "\\", '"}', '"}\n{"seq":1,"event":"stopped"}\n', "\x1b[2J\x1b]0;owned\x07",
    "\x00", "\x7f", "\x85", "\x9b31m", "\u202e", "\u2066", "\u200b", "\u2028", "\u2029", "\ufeff",
    "中文", "\n2026-11-22 15:03:26.318412+01:00 #1 disconnected client-closed\n")]
NASTY += [b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf0\x9f\x98", bytes(range(256))]

TEXT_RECORD = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d) \S.*", re.DOTALL)


def unprintable(text):
    """Control, format, surrogate, private and separator characters, but for the space."""
    return [character for character in text if character != " "
            and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")]


class NastyBytesTest(PeerglassTest):

    def talk(self, ports):
        """Sends every nasty thing to an echo, to a room with names and to one without."""
        echo, named, relay = [Peer(self, port) for port in ports]
        for data in NASTY:
            echo.echo(data)
            named.send(data + b"\n/nick a" + data + b"\n/me " + data + b"\n")
            relay.send(data + b"\n")
        for peer in (echo, named, relay):
            peer.finish_sending()
            self.assertEqual(peer.receive_to_end()[1], "end")

    SERVICES = ("echo://127.0.0.1:0", "chat://127.0.0.1:0", "chat://127.0.0.1:0?names=off")

    def test_json(self):
        server = self.serve(*self.SERVICES, options=TRAFFIC)
        self.talk([server.port(index) for index in range(3)])
        server.wait_for("disconnected", count=3)
        self.assertEqual(server.stop(), 0)
        self.assertEqual(server.faults(graceful=True), [])  # a line that is not one object is one
        for line in server.lines:
            self.assertEqual(unprintable(line.decode()[:-1]), [])

    def test_text(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "log")  # tells the ports: text is for people
            server = self.serve(*self.SERVICES, options=(*TRAFFIC, "--log-file", path), log="text")
            listening = wait_until(lambda: self.listening(path, 3), "three listening records")
            self.talk([record["port"] for record in listening])
            self.assertEqual(server.stop(), 0)
            with open(path, "rb") as log:
                records = [json.loads(line) for line in log]
        self.assertEqual(len(server.lines), len(records))
        for line in server.lines:
            text = line.decode()
            self.assertTrue(text.endswith("\n") and TEXT_RECORD.fullmatch(text[:-1]), text)
            self.assertEqual(unprintable(text[:-1]), [], text)

    @staticmethod
    def listening(path, count):
        """The `listening` records of a log file, once there are so many."""
        if not os.path.exists(path):
            return None
        with open(path, "rb") as log:
            whole = [line for line in log if line.endswith(b"\n")]
        records = [record for record in map(json.loads, whole) if record["event"] == "listening"]
        return records if len(records) >= count else None


class LogFileTest(PeerglassTest):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "log")

    def serve_logged(self):
        return self.serve("echo://127.0.0.1:0", options=("--log-file", self.path), umask=0o022)

    @staticmethod
    def records(path):
        with open(path, encoding="utf-8") as log:
            return [json.loads(line) for line in log]

    def assert_private(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o600)

    def test_new_file_is_private_whatever_the_umask(self):
        server = self.serve_logged()
        wait_until(lambda: os.path.exists(self.path), "the log file")
        self.assert_private()
        self.assertEqual(server.stop(), 0)
        self.assertEqual(self.records(self.path), server.records)

    def test_appends_to_what_is_there(self):
        with open(self.path, "w", encoding="utf-8") as log:
            log.write('{"earlier":true}\n')
        server = self.serve_logged()
        self.assertEqual(server.stop(), 0)
        self.assertEqual(self.records(self.path), [{"earlier": True}, *server.records])

    def test_sighup_reopens_it_after_a_rename(self):
        server = self.serve_logged()
        Peer(self, server.port()).echo(b"before")
        server.wait_for("connected")
        old = self.path + ".1"
        wait_until(lambda: "connected" in str(self.records(self.path)), "the first client")
        os.rename(self.path, old)
        server.send_signal(signal.SIGHUP)
        wait_until(lambda: os.path.exists(self.path), "the new log file")
        self.assert_private()
        Peer(self, server.port()).echo(b"after")
        self.assertEqual(server.stop(), 0)
        self.assertEqual(self.records(old) + self.records(self.path), server.records)
        self.assertIn("stopped", str(self.records(self.path)))


if __name__ == "__main__":
    unittest.main()
