# SPDX-License-Identifier: MIT
"""The select() echo server of the tutorials: a queue per client, one message per writable event.

A client is watched for writing only while its queue has messages. An empty read closes it, and
so does an exceptional condition.
"""

import queue
import select

from reference_life import listen_for_a_test, read_some, write_some


class SelectEchoServer:
    def __init__(self, listener):
        self._listener = listener
        self._readers = [listener]
        self._writers = []
        self._messages = {}

    def round(self):
        """One select() and what it found."""
        readable, writable, exceptional = select.select(
            self._readers, self._writers, self._readers)
        for sock in readable:
            if sock is self._listener:
                self._accept()
            elif sock in self._messages:
                self._read(sock)
        for sock in writable:
            if sock in self._messages:
                self._write(sock)
        for sock in exceptional:
            if sock in self._messages:
                self._close(sock)

    def _accept(self):
        client, _ = self._listener.accept()
        client.setblocking(False)
        self._readers.append(client)
        self._messages[client] = queue.Queue()

    def _read(self, client):
        data = read_some(client)
        if not data:
            self._close(client)
            return
        self._messages[client].put(data)
        if client not in self._writers:
            self._writers.append(client)

    def _write(self, client):
        try:
            message = self._messages[client].get_nowait()
        except queue.Empty:
            self._writers.remove(client)
            return
        if not write_some(client, message):
            self._close(client)

    def _close(self, client):
        self._readers.remove(client)
        if client in self._writers:
            self._writers.remove(client)
        del self._messages[client]
        client.close()


def serve(address, after_each_round=lambda: None):
    """Serves until Ctrl-C, which ends it quietly."""
    server = SelectEchoServer(listen_for_a_test(address))
    try:
        while True:
            server.round()
            after_each_round()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    serve("localhost")
