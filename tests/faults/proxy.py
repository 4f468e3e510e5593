"""A relay before a Neo4j that reads Bolt's messages by their lengths, and does harm at one of them."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress
from enum import StrEnum
from itertools import count
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_HANDSHAKE_OF_CLIENT, _HANDSHAKE_OF_SERVER = 20, 4
_NEWER_WAY = b"\0\0\x01\xff"
_END = b"\0\0"


class Harm(StrEnum):
    """What befalls a message: the line is cut before it, or somewhere within it, or it comes late."""

    CUT = "cut"
    TRUNCATE = "truncate"
    DELAY = "delay"


class Proxy:
    """The relay; `messages` counts those that came, both ways together."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 7687)
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        self.url = f"{parts.scheme}://{parts.username}:{parts.password}@127.0.0.1:{port}"
        self._open: list[socket.socket] = []
        self.arm(None, 0)
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, harm: Harm | None, message: int, seconds: float = 0.0, share: float = 0.5) -> None:
        """The harm that is done once, at the so-many-th message from now; of one cut short so much of it comes."""
        self._harm, self._at, self._seconds, self._share = harm, message, seconds, share
        self._count = count(1)
        self.messages = 0
        self.done = False

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(self._server)
                self._open += [near, far]
                for one, other, first in ((near, far, _HANDSHAKE_OF_CLIENT), (far, near, _HANDSHAKE_OF_SERVER)):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    threading.Thread(target=self._relay, args=(one, other, first), daemon=True).start()

    def _relay(self, one: socket.socket, other: socket.socket, first: int) -> None:
        with suppress(OSError, EOFError):
            # Without the newer way of agreeing on a version, which has no fixed length, both sides take the older one.
            other.sendall(_exactly(one, first).replace(_NEWER_WAY, bytes(4)))
            while self._pass(_message(one), other):
                pass
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _pass(self, message: bytes, other: socket.socket) -> bool:
        """Whether the line still stands."""
        self.messages = next(self._count)
        if self._harm is not None and self.messages == self._at:
            self.done = True
            if self._harm is Harm.CUT:
                return False
            if self._harm is Harm.TRUNCATE:
                other.sendall(message[: int(len(message) * self._share)])
                return False
            time.sleep(self._seconds)
        other.sendall(message)
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in (self._listening, *self._open):
            one.close()


def _exactly(one: socket.socket, length: int) -> bytes:
    got = b""
    while len(got) < length:
        more = one.recv(length - len(got))
        if not more:
            raise EOFError
        got += more
    return got


def _message(one: socket.socket) -> bytes:
    """One message as it came: chunks, each with its length before it, up to an empty one."""
    whole = b""
    while True:
        length = _exactly(one, 2)
        whole += length
        if length == _END and len(whole) > 2:
            return whole
        whole += _exactly(one, struct.unpack(">H", length)[0])
