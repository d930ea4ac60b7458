# SPDX-License-Identifier: MIT
"""The poll() echo server of the tutorials: interest switches between reading and both.

It wakes up every second, and tells hang-up and error apart from the end of a stream.
"""

import queue
import select

from reference_life import listen_for_a_test, read_some, write_some

TIMEOUT = 1000  # milliseconds
READ_ONLY = select.POLLIN | select.POLLPRI | select.POLLHUP | select.POLLERR
READ_WRITE = READ_ONLY | select.POLLOUT


class PollEchoServer:
    def __init__(self, listener):
        self._listener = listener
        self._clients = {}
        self._messages = {}
        self._poller = select.poll()
        self._poller.register(listener, READ_ONLY)

    def round(self):
        """One poll() and what it found."""
        for descriptor, flags in self._poller.poll(TIMEOUT):
            if descriptor == self._listener.fileno():
                self._accept()
            elif flags & (select.POLLIN | select.POLLPRI):
                self._read(descriptor)
            elif flags & (select.POLLHUP | select.POLLERR):
                self._close(descriptor)
            elif flags & select.POLLOUT:
                self._write(descriptor)

    def _accept(self):
        client, _ = self._listener.accept()
        client.setblocking(False)
        self._clients[client.fileno()] = client
        self._messages[client.fileno()] = queue.Queue()
        self._poller.register(client, READ_ONLY)

    def _read(self, descriptor):
        data = read_some(self._clients[descriptor])
        if not data:
            self._close(descriptor)
            return
        self._messages[descriptor].put(data)
        self._poller.modify(descriptor, READ_WRITE)

    def _write(self, descriptor):
        try:
            message = self._messages[descriptor].get_nowait()
        except queue.Empty:
            self._poller.modify(descriptor, READ_ONLY)
            return
        if not write_some(self._clients[descriptor], message):
            self._close(descriptor)

    def _close(self, descriptor):
        self._poller.unregister(descriptor)
        del self._messages[descriptor]
        self._clients.pop(descriptor).close()


def main():
    server = PollEchoServer(listen_for_a_test("localhost"))
    try:
        while True:
            server.round()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
