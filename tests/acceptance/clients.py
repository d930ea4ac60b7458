# SPDX-License-Identifier: MIT
"""Clients to test with: a socket in this process, and other people's programs."""

import socket
import subprocess
import threading
import time

from timing import PATIENCE, scaled

LOOPBACK = "127.0.0.1"


class Peer:
    """A TCP client whose every call is bounded in time and which counts what it moves."""

    def __init__(self, test, port, receive_buffer=None):
        self.sent = 0
        self.received = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        test.addCleanup(self.close)
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(scaled(PATIENCE))
        self.socket.connect((LOOPBACK, port))
        self.port = self.socket.getsockname()[1]

    def send(self, data):
        self.socket.sendall(data)
        self.sent += len(data)

    def receive(self, count):
        """Exactly `count` bytes."""
        data = bytearray()
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise AssertionError(f"the end came after {bytes(data)!r}, not {count} bytes")
            data += part
        self.received += count
        return bytes(data)

    def receive_line(self):
        """Up to and with the next newline."""
        line = b""
        while not line.endswith(b"\n"):
            line += self.receive(1)
        return line

    def receive_to_end(self):
        """Everything that still comes, and how the stream ended: `end` or `reset`."""
        data = bytearray()
        try:
            while part := self.socket.recv(65536):
                data += part
            how = "end"
        except ConnectionResetError:
            how = "reset"
        self.received += len(data)
        return bytes(data), how

    def echo(self, data):
        """Sends and gets the same back."""
        self.send(data)
        answer = self.receive(len(data))
        if answer != data:
            raise AssertionError(f"sent {data!r}, got {answer!r}")

    def flood(self, data, quiet=0.5, most=64 * 1024 * 1024):
        """Sends until nothing has been taken for `quiet` seconds, which a server that pauses
        reading brings about, or until `most` bytes have gone."""
        self.socket.settimeout(scaled(quiet))
        try:
            while self.sent < most:
                self.sent += self.socket.send(data)
        except TimeoutError:
            pass
        finally:
            self.socket.settimeout(scaled(PATIENCE))

    def finish_sending(self):
        self.socket.shutdown(socket.SHUT_WR)

    def close(self):
        self.socket.close()


class Program:
    """Someone else's client as a child: what is written to it, and what it has printed so far."""

    def __init__(self, test, *command):
        self._output = bytearray()
        self._changed = threading.Condition()
        self._ended = False
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT)
        test.addCleanup(self.end)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        while part := self.process.stdout.read1(65536):
            with self._changed:
                self._output += part
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def output(self):
        with self._changed:
            return bytes(self._output)

    def wait_output(self, condition, what, seconds=PATIENCE):
        """Waits until the whole output so far meets the condition; returns it."""
        end = time.monotonic() + scaled(seconds)
        with self._changed:
            while not condition(bytes(self._output)):
                left = end - time.monotonic()
                if left <= 0 or self._ended:
                    raise AssertionError(f"{self.process.args[0]}: no {what} in "
                                         f"{bytes(self._output)!r} (ended: {self._ended})")
                self._changed.wait(left)
            return bytes(self._output)

    def wait_text(self, text, seconds=PATIENCE):
        return self.wait_output(lambda output: text in output, repr(text), seconds)

    def finish_input(self):
        self.process.stdin.close()

    def wait_exit(self, seconds=PATIENCE):
        try:
            status = self.process.wait(scaled(seconds))
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.process.args} did not end; "
                                 f"output {self.output()!r}") from None
        self._reader.join()
        return status

    def end(self):
        """Kills the program if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.wait_exit()
        for stream in (self.process.stdin, self.process.stdout):
            try:
                stream.close()
            except BrokenPipeError:
                pass  # what was not yet flushed to a program that has gone


def pump(command, data, read_size=65536, pause=0.0, seconds=60):
    """Pushes the data through a program's pipes, reading at the given pace.

    Returns its output and its exit status. The pause is the pace of a slow reader, not a wait.
    """
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        guard = threading.Timer(scaled(seconds), process.kill)
        guard.start()
        feeder = threading.Thread(target=_feed, args=(process.stdin, data))
        feeder.start()
        output = bytearray()
        while part := process.stdout.read1(read_size):
            output += part
            if pause:
                time.sleep(pause)
        feeder.join()
        status = process.wait()
        guard.cancel()
    return bytes(output), status


def _feed(stream, data):
    try:
        stream.write(data)
        stream.close()
    except BrokenPipeError:
        pass  # the program ended early: its output and its status tell
