"""A relay before PostgreSQL that can go silent: it takes what is sent, and nothing comes any more."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Self

from sqlalchemy import make_url


class SilentRelay:
    """Passes bytes on between its own port and a server; `silence` ends that without closing anything.

    Connections that were silenced stay silent for ever, as after a firewall forgot them; once
    `speak` is called, new ones pass.
    """

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self._target = str(address.query.get("host") or address.host)
        self._target_port = int(str(address.query.get("port") or address.port or 5432))
        self._silent = threading.Event()
        self._pairs: list[tuple[socket.socket, socket.socket | None, threading.Event]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        query = {name: value for name, value in address.query.items() if name != "host"}
        own = address.set(host="127.0.0.1", port=self.port, query=query)
        self.url = own.render_as_string(hide_password=False)
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for here, there, dead in self._pairs:
            dead.set()
            for one in (here, there):
                if one is not None:
                    with suppress(OSError):
                        one.shutdown(socket.SHUT_RDWR)
                    one.close()

    @property
    def taken(self) -> int:
        """How many connections were made to it."""
        return len(self._pairs)

    def silence(self) -> None:
        """From now on nothing passes, on any connection."""
        self._silent.set()
        for _, _, dead in self._pairs:
            dead.set()

    def speak(self) -> None:
        """New connections pass again."""
        self._silent.clear()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
            except OSError:
                return
            dead = threading.Event()
            if self._silent.is_set():
                dead.set()
                self._pairs.append((here, None, dead))
                continue
            there = self._connect()
            self._pairs.append((here, there, dead))
            for source, sink, change in (
                (here, there, self.to_server),
                (there, here, self.to_client),
            ):
                pumped = (source, sink, dead, change)
                threading.Thread(target=_pump, args=pumped, daemon=True).start()

    def to_server(self, told: bytes) -> bytes:
        """What becomes of what a client says."""
        return told

    def to_client(self, told: bytes) -> bytes:
        """What becomes of what the server says."""
        return told

    def _connect(self) -> socket.socket:
        if not self._target.startswith("/"):
            return socket.create_connection((self._target, self._target_port))
        there = socket.socket(socket.AF_UNIX)
        there.connect(f"{self._target}/.s.PGSQL.{self._target_port}")
        return there


def _pump(
    source: socket.socket,
    sink: socket.socket,
    dead: threading.Event,
    change: Callable[[bytes], bytes],
) -> None:
    with suppress(OSError):
        while told := source.recv(65536):
            if not dead.is_set():
                sink.sendall(change(told))
        if not dead.is_set():
            sink.shutdown(socket.SHUT_WR)


@contextmanager
def silent_relay(url: str) -> Iterator[SilentRelay]:
    """One before this database, until the end of the block."""
    with SilentRelay(url) as relay:
        yield relay
