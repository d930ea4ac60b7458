# SPDX-License-Identifier: MIT
"""Servers and loads as processes, each on its core."""

import fcntl
import json
import os
import select
import signal
import subprocess
import time

import machine

PATIENCE = 60  # seconds that anything may take before it counts as hanging

# States of a socket in /proc/net/tcp (include/net/tcp_states.h of Linux).
ESTABLISHED = "01"
LISTENING = "0A"


class Failure(Exception):
    """A server or its load did not do what it should; the text says what."""


def _start(command, core, **streams):
    """On that core, or where it likes for None. The child inherits where this process may run."""
    here = os.sched_getaffinity(0)
    os.sched_setaffinity(0, machine.CORES if core is None else {core})
    try:
        return subprocess.Popen(command, **streams)
    except OSError as error:
        raise Failure(f"{command[0]} cannot be run: {error.strerror}") from error
    finally:
        os.sched_setaffinity(0, here)


def _end(process):
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Drain:
    """Reads what a server prints, on the load's core. Ends with the server."""

    def __init__(self, program, core):
        reader, self.writer = os.pipe()
        fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, 1024 * 1024)
        self._process = _start([program], core, stdin=reader, stdout=subprocess.PIPE, text=True)
        os.close(reader)

    def handed_over(self):
        """The server has the writing end now, or never will."""
        os.close(self.writer)

    def lines(self):
        """How many there were; to be asked when the server has ended."""
        return int(self._process.communicate(timeout=PATIENCE)[0])


class RunningServer:
    """A server that listens on one port of 127.0.0.1. `cpu_at_start` are the seconds of processor
    time until it did."""

    def __init__(self, command, core, output=subprocess.DEVNULL):
        self.process = _start(command, core, stdin=subprocess.DEVNULL, stdout=output,
                              stderr=subprocess.DEVNULL)
        self.pid = self.process.pid
        try:
            self.port = self._wait_for_port()
        except Failure:
            self.stop()
            raise
        self.cpu_at_start = self.cpu_seconds()

    def _wait_for_port(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            port = self._listening_port()
            if port:
                return port
            if self.process.poll() is not None:
                raise Failure(f"it ended with status {self.process.returncode}")
            time.sleep(0.001)
        raise Failure("it does not listen")

    def _listening_port(self):
        """The port that a socket of the process listens on, whatever the server prints."""
        return next((port for port, state in self._sockets() if state == LISTENING), None)

    def _sockets(self):
        """Local port and state of each TCP socket of the process, IPv4."""
        own = {target for target in self._descriptors() if target.startswith("socket:[")}
        with open("/proc/net/tcp", encoding="ascii") as table:
            for row in list(table)[1:]:
                fields = row.split()
                if f"socket:[{fields[9]}]" in own:
                    yield int(fields[1].partition(":")[2], 16), fields[3]

    def _descriptors(self):
        folder = f"/proc/{self.pid}/fd"
        targets = []
        for name in os.listdir(folder):
            try:
                targets.append(os.readlink(f"{folder}/{name}"))
            except OSError:
                pass  # closed in between
        return targets

    def wait_for_clients(self, count):
        """Until it has accepted so many."""
        deadline = time.monotonic() + PATIENCE
        while sum(state == ESTABLISHED for _, state in self._sockets()) < count:
            if time.monotonic() > deadline:
                raise Failure(f"it has accepted too few clients within {PATIENCE} s")
            time.sleep(0.005)

    def peak_memory(self):
        """Bytes in memory at most."""
        return self._memory("status", "VmHWM:")

    def memory(self):
        """Bytes in memory now."""
        return self._memory("smaps_rollup", "Rss:")

    def _memory(self, file, key):
        with open(f"/proc/{self.pid}/{file}", encoding="utf-8") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith(key)) * 1024

    def cpu_seconds(self):
        return time.clock_gettime(_cpu_clock(self.pid))

    def stop(self):
        _end(self.process)


def _cpu_clock(pid):
    """The clock of another process, as clock_getcpuclockid() makes it (Linux: CPUCLOCK_SCHED)."""
    return (~pid << 3) | 2


class Load:
    """A benchload process with its connections to one server."""

    def __init__(self, program, core, server, arguments):
        command = [program, "--server", str(server.pid), "--port", str(server.port), *arguments]
        self.process = _start(command, core, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, bufsize=1)
        self._answer()

    def ask(self, command):
        """What it answers to `probe`, `slice MS` or `count N`."""
        try:
            self.process.stdin.write(command + "\n")
        except BrokenPipeError:
            pass  # its answer tells why
        return self._answer()

    def _answer(self):
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            raise Failure("its load hangs")
        line = self.process.stdout.readline()
        if not line:
            raise Failure(self.process.stderr.read().strip() or "its load has ended")
        return json.loads(line)

    def stop(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()
