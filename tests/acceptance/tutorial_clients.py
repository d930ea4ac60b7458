# SPDX-License-Identifier: MIT
"""The tutorials' clients written anew: the same calls, sizes and pauses.

Each returns one Conversation per socket. `interrupt` is called where the user of the tutorial
would press Ctrl-C in the server's terminal.
"""

import socket
import time
from dataclasses import dataclass

from timing import PATIENCE, scaled


@dataclass
class Conversation:
    """The two byte streams of one socket, and who ended it how."""

    sent: bytes = b""
    received: bytes = b""
    end: str = ""


class Talker:
    """A blocking socket that keeps its transcript; the time limit turns a hang into an error."""

    def __init__(self, address):
        self.conversation = Conversation()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.settimeout(scaled(PATIENCE))
        self._socket.connect(address)

    def send(self, data, flags=0):
        self._socket.sendall(data, flags)
        self.conversation.sent += data

    def receive(self, size):
        """One recv()."""
        data = self._socket.recv(size)
        self.conversation.received += data
        return data

    def receive_line(self):
        """As many recv() as one line needs: each reader of a chat shows lines."""
        line = b""
        while not line.endswith(b"\n"):
            part = self.receive(1)
            if not part:
                raise AssertionError(f"the end came within the line {line!r}")
            line += part
        return line

    def receive_to_end(self):
        """Until the server ends it."""
        try:
            while self.receive(1024):
                pass
            self._close("end of stream")
        except ConnectionResetError:
            self._close("reset")

    def close(self):
        self._close("closed by the client")

    def _close(self, how):
        self.conversation.end = how
        self._socket.close()


def multi(address, _interrupt):
    """Two sockets side by side send three parts each and read the echo of each part."""
    talkers = [Talker(address), Talker(address)]
    for message in ("This is the message. ", "It will be sent ", "in parts."):
        for talker in talkers:
            talker.send(message.encode())
        for talker in talkers:
            talker.receive(1024)
    return _closed(talkers)


def slow(address, _interrupt):
    """Waits 1 s, sends two parts 1.5 s apart, then reads 16 bytes at a time."""
    talker = Talker(address)
    time.sleep(1)
    expected = 0
    for message in ("Part one of the message.", "Part two of the message."):
        talker.send(message.encode())
        expected += len(message)
        time.sleep(1.5)
    while len(talker.conversation.received) < expected and talker.receive(16):
        pass
    return _closed([talker])


def burst(address, _interrupt):
    """Four numbered messages on two sockets with no read between; receives once, closes."""
    talkers = [Talker(address), Talker(address)]
    words = ("This is the message ", "It will be sent ", "in parts ", "in 中文")
    for number, message in enumerate(words):
        for talker in talkers:
            talker.send(f"{message}{number}".encode())
    for talker in talkers:
        talker.receive(1024)
    return _closed(talkers)


def patient(address, interrupt):
    """Echoes one message, and is there when the server ends."""
    talker = Talker(address)
    talker.send(b"still there?")
    while len(talker.conversation.received) < len(talker.conversation.sent):
        talker.receive(1024)
    interrupt()
    talker.receive_to_end()
    return [talker.conversation]


def urgent(address, _interrupt):
    """Makes its socket exceptional on the server's side."""
    talker = Talker(address)
    talker.send(b"hello")
    while len(talker.conversation.received) < len(talker.conversation.sent):
        talker.receive(1024)
    talker.send(b"!", socket.MSG_OOB)
    talker.receive_to_end()
    return [talker.conversation]


def chat(address, interrupt):
    """Three people in a room. Each speaks when the others have read what came before."""
    ada = Talker(address)
    bob = Talker(address)
    _say([ada], bob, b"Bob is here\n")  # an answer shows that the server knows both
    cyd = Talker(address)
    _say([ada, bob], cyd, b"Cyd is here\n")
    room = [ada, bob, cyd]
    _say(room, ada, b"  hello everybody \r\n")
    _say(room, bob, b"no newline")
    _say(room, cyd, "in 中文 3\n".encode())
    _say(room, bob, b"two\nlines\n", lines=2)
    _say(room, cyd, b"x" * 1000 + b"\n")
    ada.close()
    _say([bob, cyd], bob, b"Ada has left\n")
    interrupt()
    bob.receive_to_end()
    cyd.receive_to_end()
    return [talker.conversation for talker in room]


def _say(room, speaker, data, lines=1):
    speaker.send(data)
    for talker in room:
        for _ in range(lines if talker is not speaker else 0):
            talker.receive_line()


def _closed(talkers):
    for talker in talkers:
        talker.close()
    return [talker.conversation for talker in talkers]
