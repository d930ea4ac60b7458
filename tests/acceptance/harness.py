# SPDX-License-Identifier: MIT
"""Runs the built peerglassd and reads its records; the base class of the tests.

The programs are named by the environment (PEERGLASSD, PEERGLASS_CLIENT), which CTest sets.
"""

import json
import os
import re
import signal
import subprocess
import threading
import time
import unittest

import accounts
from timing import PATIENCE, scaled, wait_until

PEERGLASSD = os.environ.get("PEERGLASSD", "")
PEERGLASS_CLIENT = os.environ.get("PEERGLASS_CLIENT", "")

SANITIZER_REPORT = re.compile(
    r"ERROR: \w+Sanitizer|WARNING: \w+Sanitizer|runtime error:|SUMMARY: \w+Sanitizer")


class Server:
    """One peerglassd: its process, its records (JSON lines), what it complained about."""

    def __init__(self, *services, options=(), log="json", umask=-1):
        self.records = []
        self.lines = []
        self.complaints = ""
        self._broken_lines = []
        self._json = log == "json"
        self._ended = False
        self._services = len(services)
        self._ports = {}  # by service id; the first of each, where `localhost` has two sockets
        self._changed = threading.Condition()
        self.process = subprocess.Popen(
            [PEERGLASSD, "--log", log, *options, *services], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, umask=umask)
        self._threads = [threading.Thread(target=target, daemon=True)
                         for target in (self._read_records, self._read_complaints)]
        for thread in self._threads:
            thread.start()

    def _read_records(self):
        for line in self.process.stdout:
            with self._changed:
                self.lines.append(line)
                if self._json:
                    self._parse(line)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _parse(self, line):
        try:
            record = json.loads(line.decode("utf-8"))
            if not isinstance(record, dict) or not line.endswith(b"\n"):
                raise ValueError("not one object on one line")
            self.records.append(record)
        except ValueError as error:
            self._broken_lines.append(f"{error}: {line!r}")

    def _read_complaints(self):
        for line in self.process.stderr:
            self.complaints += line.decode("utf-8", "replace")

    def wait_for(self, event, count=1, seconds=PATIENCE, **fields):
        """The first `count` records of this event with these fields, once there are so many."""
        found = []
        seen = 0
        end = time.monotonic() + scaled(seconds)
        with self._changed:
            while True:
                found += [record for record in self.records[seen:] if record["event"] == event
                          and all(record.get(key) == fields[key] for key in fields)]
                seen = len(self.records)
                left = end - time.monotonic()
                if len(found) >= count:
                    return found[:count]
                if self._ended or left <= 0:
                    raise AssertionError(
                        f"{len(found)} of {count} records {event} {fields} within "
                        f"{scaled(seconds):g} s. {self.story()}")
                self._changed.wait(left)

    def story(self):
        """What a failed test needs to tell about the server."""
        return (f"status {self.process.poll()}; last records: {self.records[-12:]}; "
                f"complaints: {self.complaints!r}")

    def wait_listening(self):
        """Waits until every service listens."""
        listening = 0
        while len(self._ports) < self._services:
            listening += 1
            record = self.wait_for("listening", count=listening)[-1]
            self._ports.setdefault(record["serviceId"], record["port"])

    def port(self, index=0):
        """The real port of a service, counted as on the command line, which gives the ids."""
        return sorted(self._ports.items())[index][1]

    def ending_of(self, port, seconds=PATIENCE):
        """The `disconnected` record of the client that connected from this port."""
        client = self.wait_for("connected", port=port)[0]["client"]
        return self.wait_for("disconnected", client=client, seconds=seconds)[0]

    def memory(self, what):
        """VmRSS or VmHWM of the process, in bytes."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith(what + ":"):
                    return int(line.split()[1]) * 1024
        raise AssertionError(f"no {what} in /proc/{self.process.pid}/status")

    def wait_idle(self, seconds=PATIENCE):
        """Waits until the server's processor time stands still: all is done that can be done.
        A server that spins never gets there."""
        last = [self._processor_time(), time.monotonic()]

        def idle():
            now = self._processor_time()
            if now != last[0]:
                last[:] = [now, time.monotonic()]
            return time.monotonic() - last[1] > 0.3
        wait_until(idle, "a server that has nothing to do", seconds)

    def _processor_time(self):
        """In clock ticks, of all threads."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])  # utime and stime, proc(5)

    def running(self):
        return self.process.poll() is None

    def send_signal(self, number):
        self.process.send_signal(number)

    def wait_exit(self, seconds=PATIENCE):
        """The exit status, once all output has been read; kills a server that does not end."""
        try:
            status = self.process.wait(scaled(seconds))
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"peerglassd did not end within {scaled(seconds):g} s. "
                                 + self.story()) from None
        for thread in self._threads:
            thread.join()
        self.process.stdout.close()
        self.process.stderr.close()
        return status

    def stop(self, number=signal.SIGINT, seconds=PATIENCE):
        """Asks for a graceful stop and returns the exit status."""
        self.send_signal(number)
        return self.wait_exit(seconds)

    def kill(self):
        self.process.kill()
        self.wait_exit()

    def faults(self, graceful):
        """Sentences about everything that no run may show."""
        found = list(self._broken_lines)
        if SANITIZER_REPORT.search(self.complaints):
            found.append(self.complaints)
        if graceful and self._json:
            found += accounts.problems(self.records)
        return found


class PeerglassTest(unittest.TestCase):
    """A test whose servers are stopped and whose accounts are checked at its end."""

    maxDiff = 2000

    def serve(self, *services, options=(), log="json", graceful=True, umask=-1):
        """Starts a server and waits until it listens. It is to end by a graceful stop, in the
        test or after it, unless `graceful` is False."""
        server = Server(*services, options=options, log=log, umask=umask)
        self.addCleanup(self._finish, server, graceful)
        if log == "json":
            server.wait_listening()
        return server

    def _finish(self, server, graceful):
        if server.running():
            self.assertEqual(server.stop(), 0, server.complaints)
        elif not server.process.stdout.closed:
            self.fail(f"peerglassd ended by itself. {server.story()}")
        self.assertEqual(server.faults(graceful), [])

    def assert_counts(self, server, peer_port, sent, received):
        """The bytes that the client counted are those in the server's record of it."""
        ending = server.ending_of(peer_port)
        self.assertEqual(ending["bytesReceived"] + ending["bytesDiscarded"], sent, ending)
        self.assertEqual(ending["bytesSent"], received, ending)
        return ending
