# SPDX-License-Identifier: MIT
"""The select() loop that tutorials teach, in Python: `select_server.py echo` or `… chat`.

What the kernel does not take waits in a buffer per client, which is watched for writing then.
"""

import select
import socket
import sys

READ_SIZE = 64 * 1024


class SelectServer:
    def __init__(self, chat):
        self._chat = chat
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self._listener.setblocking(False)
        self._unsent = {}  # by client

    def serve(self):
        while True:
            waiting = [client for client, data in self._unsent.items() if data]
            readable, writable, _ = select.select([self._listener, *self._unsent], waiting, [])
            for client in writable:
                self._send(client, b"")
            for client in readable:
                if client is self._listener:
                    self._accept()
                elif client in self._unsent:
                    self._receive(client)

    def _accept(self):
        client, _ = self._listener.accept()
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._unsent[client] = b""

    def _receive(self, client):
        try:
            data = client.recv(READ_SIZE)
        except ConnectionError:
            data = b""
        if not data:
            self._close(client)
        elif self._chat:
            for other in list(self._unsent):
                if other is not client:
                    self._send(other, data)
        else:
            self._send(client, data)

    def _send(self, client, data):
        data = self._unsent[client] + data
        try:
            self._unsent[client] = data[client.send(data):]
        except BlockingIOError:
            self._unsent[client] = data
        except ConnectionError:
            self._close(client)

    def _close(self, client):
        del self._unsent[client]
        client.close()


if __name__ == "__main__":
    SelectServer(chat=sys.argv[1] == "chat").serve()
