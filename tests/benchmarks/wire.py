"""Raw HTTP/1.1 for measuring: a server that only answers, and a client that only asks.

Both are an `asyncio.Protocol`, so that neither is what is measured. `load` asks over so many
connections as fast as it is answered; `paced` asks as people do, at moments of their own.
"""

from __future__ import annotations

import asyncio
import os
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

SERVER_CORE, CLIENT_CORE = 0, 1
_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


def pin(process: int, *cores: int) -> None:
    """Keep a process, with all its threads, on these cores, where there is more than one."""
    several = sorted(os.sched_getaffinity(0) | set(range(os.cpu_count() or 1)))
    if len(several) > 1:
        for thread in Path(f"/proc/{process or 'self'}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {several[core % len(several)] for core in cores})


class Framed(asyncio.Protocol, ABC):
    """Cuts a stream into heads and bodies by their Content-Length."""

    def __init__(self) -> None:
        self.waiting = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while True:
            end = self.waiting.find(_END)
            if end < 0:
                return
            head = self.waiting[:end].lower()
            at = head.find(_LENGTH)
            length = int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            whole = end + len(_END) + length
            if len(self.waiting) < whole:
                return
            body, self.waiting = self.waiting[end + len(_END) : whole], self.waiting[whole:]
            self.came(head, body)

    @abstractmethod
    def came(self, head: bytes, body: bytes) -> None:
        """One whole message; the head is in lower case."""


Request = Callable[[], bytes]
"""Makes the next request, whole."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a load came to: answers a second, their seconds at the middle and at 99 of 100."""

    rate: float
    p50: float
    p99: float
    answers: int
    refused: int


class _Asks(Framed):
    """Asks again and again on one connection, until its run has no more to ask."""

    def __init__(self, run: _Run) -> None:
        super().__init__()
        self._run = run
        self._since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._ask()

    def _ask(self) -> None:
        assert self.transport is not None
        asked = self._run.next()
        if asked is None:
            self.transport.close()
            return
        self._since = time.perf_counter()
        self.transport.write(asked)

    def came(self, head: bytes, body: bytes) -> None:
        self._run.answered(time.perf_counter() - self._since, head, body)
        self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        self._run.left()


class _AsksOnce(_Asks):
    """Asks one thing on one connection, due at `at`."""

    def __init__(self, run: _Run, at: float) -> None:
        super().__init__(run)
        self._at = at

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._since = self._at

    def came(self, head: bytes, body: bytes) -> None:
        self._run.answered(time.perf_counter() - self._since, head, body)
        assert self.transport is not None
        self.transport.close()


class _Run:
    def __init__(
        self,
        request: Request,
        connections: int,
        seconds: float,
        most: int,
        good: Callable[[bytes], bool],
    ) -> None:
        self._request, self._good = request, good
        self._ends, self._open, self._most = time.perf_counter() + seconds, connections, most
        self.took: list[float] = []
        self.refused = 0
        self.asked = 0
        self.done = asyncio.get_running_loop().create_future()

    def next(self) -> bytes | None:
        if self.asked >= self._most or time.perf_counter() > self._ends:
            return None
        self.asked += 1
        return self._request()

    def answered(self, seconds: float, head: bytes, body: bytes) -> None:
        self.took.append(seconds)
        if b" 200" not in head[:16] or not self._good(body):
            self.refused += 1

    def left(self) -> None:
        self._open -= 1
        if self._open == 0 and not self.done.done():
            self.done.set_result(None)

    def load(self, wall: float) -> Load:
        """What it came to, in so many seconds."""
        took = sorted(self.took) or [0.0]
        return Load(
            rate=len(self.took) / wall,
            p50=took[len(took) // 2],
            p99=took[min(len(took) - 1, len(took) * 99 // 100)],
            answers=len(self.took),
            refused=self.refused,
        )


async def load(
    port: int,
    request: Request,
    *,
    connections: int = 8,
    seconds: float = 3.0,
    most: int = 10**9,
    good: Callable[[bytes], bool] = lambda body: True,
) -> Load:
    """Ask over so many connections at once, each the next thing as soon as it is answered.

    Ends after `seconds` or `most` requests; `good` says whether an answer is the expected one.
    """
    loop = asyncio.get_running_loop()
    run = _Run(request, connections, seconds, most, good)
    began = time.perf_counter()
    for _ in range(connections):
        await loop.create_connection(lambda: _Asks(run), "127.0.0.1", port)
    await run.done
    return run.load(time.perf_counter() - began)


async def paced(port: int, request: Request, *, rate: float, seconds: float) -> Load:
    """Ask `rate` times a second at moments of chance, whatever is still to be answered.

    Each on a connection of its own. What is measured begins at the moment of asking, so what had to
    wait for others waited.
    """
    loop, chance = asyncio.get_running_loop(), Random(2018)
    moments = []
    at = 0.0
    while (at := at + chance.expovariate(rate)) < seconds:
        moments.append(at)
    run = _Run(request, len(moments), seconds + 60, len(moments), lambda body: True)
    began = time.perf_counter()

    async def ask(at: float) -> None:
        await asyncio.sleep(began + at - time.perf_counter())
        await loop.create_connection(lambda: _AsksOnce(run, began + at), "127.0.0.1", port)

    async with asyncio.TaskGroup() as asking:
        for moment in moments:
            asking.create_task(ask(moment))
    await run.done
    return run.load(time.perf_counter() - began)
