# SPDX-License-Identifier: MIT
"""The select() chat server of the tutorials.

Each recv(1024), stripped and with a newline, goes to every other client. SIGINT says
`Shutdown Server` to all, closes each, then the listener.
"""

import select
import signal
import sys

from reference_life import listen_for_a_test, read_some, write_some


class SelectChatServer:
    def __init__(self, listener):
        self._listener = listener
        self._addresses = {}  # client: its address; its length is the count of clients

    def round(self):
        readable, _, _ = select.select([self._listener, *self._addresses], [], [])
        for sock in readable:
            if sock is self._listener:
                client, address = self._listener.accept()
                self._addresses[client] = address
            elif sock in self._addresses:
                self._relay(sock)

    def _relay(self, sender):
        data = read_some(sender)
        if not data:
            self._close(sender)
            return
        for client in list(self._addresses):
            if client is not sender and not write_some(client, data.strip() + b"\n"):
                self._close(client)

    def _close(self, client):
        del self._addresses[client]
        client.close()

    def shut_down(self):
        for client in list(self._addresses):
            write_some(client, b"Shutdown Server")
            self._close(client)
        self._listener.close()


def main():
    server = SelectChatServer(listen_for_a_test("0.0.0.0", reuse=True))

    def end(_number, _frame):
        server.shut_down()
        sys.exit(0)

    signal.signal(signal.SIGINT, end)
    while True:
        server.round()


if __name__ == "__main__":
    main()
