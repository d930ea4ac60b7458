# SPDX-License-Identifier: MIT
"""What every reference server needs to be run by a test, and the tutorials did not have.

A port of its own that it prints, an end when the test goes away, and an end in any case.
"""

import os
import signal
import socket
import sys
import threading

LONGEST_LIFE = 600  # seconds


def listen_for_a_test(address, reuse=False):
    """A listening socket on a free port, which is printed; bounds the life of the process."""
    signal.alarm(LONGEST_LIFE)
    threading.Thread(target=_leave_with_the_test, daemon=True).start()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if reuse:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setblocking(False)
    listener.bind((address, 0))
    listener.listen(5)
    print(listener.getsockname()[1], flush=True)
    return listener


def _leave_with_the_test():
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)


def read_some(client):
    """What recv(1024) brings; a connection that failed counts as one that ended.

    The tutorials let that error stop the server, which is no behaviour to compare with.
    """
    try:
        return client.recv(1024)
    except ConnectionError:
        return b""


def write_some(client, data):
    """One send; whether the connection is still there."""
    try:
        client.send(data)
        return True
    except ConnectionError:
        return False
