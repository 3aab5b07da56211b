"""Page checks a second, 200 at once, beside a bare aiohttp loop of the same size in the same run.

The site is another process on loopback and takes 50 ms for each answer, so 4,000 a second is the
most there can be. The two are measured in turns, and the best turn of each counts.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address
from typing import Any

import aiohttp

from bot.domain.pages.status import PageToCheck, Status
from handlers.outbound.page_checks.guard import Address, Guard
from handlers.outbound.page_checks.probe_settings import ProbeSettings
from handlers.outbound.page_checks.prober import HttpProber
from tests.benchmarks.measuring import at_least

AT_ONCE = 200
TAKES = 0.05
CHECKS = 4_000
TURNS = 4
NEEDED = 0.7
NAME = "site.example.org"
HERE = IPv4Address("127.0.0.1")

SITE = f"""
import asyncio

BODY = b"<html><head><title>A page</title></head><body>" + b"<p>words</p>" * 150 + b"</body></html>"
HEAD = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html; charset=utf-8\\r\\nContent-Length: "
ANSWER = HEAD + str(len(BODY)).encode() + b"\\r\\n\\r\\n" + BODY


class Site(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.rest = transport, b""

    def data_received(self, data):
        *requests, self.rest = (self.rest + data).split(b"\\r\\n\\r\\n")
        for _ in requests:
            asyncio.get_running_loop().call_later({TAKES}, self.transport.write, ANSWER)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Site, "127.0.0.1", 0, backlog={4 * AT_ONCE})
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
"""


async def seconds(one: Callable[[int], Awaitable[None]]) -> float:
    """How long CHECKS take, AT_ONCE at a time, once the connections are open."""

    async def worker(numbers: Any) -> None:
        for number in numbers:
            await one(number)

    await asyncio.gather(*(one(number) for number in range(AT_ONCE)))
    numbers = iter(range(CHECKS))
    start = time.perf_counter()
    await asyncio.gather(*(worker(numbers) for _ in range(AT_ONCE)))
    return time.perf_counter() - start


async def bare(port: int) -> float:
    """aiohttp alone: GET, and the body read."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def one(number: int) -> None:
            async with session.get(f"http://127.0.0.1:{port}/page/{number}") as answer:
                await answer.read()

        return await seconds(one)


async def checks(port: int) -> float:
    """The prober, with its guard and its reading of the answer."""

    async def names(_: str) -> Sequence[str]:
        return [str(HERE)]

    def here(address: Address, at: int) -> bool:
        return address == HERE and at == port

    prober = HttpProber(
        ProbeSettings(direct=True, at_once=AT_ONCE, at_once_per_host=AT_ONCE, spacing=0.0),
        guard=Guard(allows=here, ports=frozenset({port})),
        resolve=names,
    )

    async def one(number: int) -> None:
        url = f"http://{NAME}:{port}/page/{number}"
        reading = await prober.probe(PageToCheck("web", f"web:{url}", url))
        if reading.status is not Status.UP:
            raise RuntimeError(reading.reason)

    try:
        return await seconds(one)
    finally:
        await prober.aclose()


def run() -> list[dict[str, Any]]:
    """One line: checks a second, the bare loop's requests a second, and the two ratios."""
    with subprocess.Popen([sys.executable, "-c", SITE], stdout=subprocess.PIPE, text=True) as site:
        try:
            assert site.stdout is not None
            port = int(site.stdout.readline())
            turns = [(asyncio.run(bare(port)), asyncio.run(checks(port))) for _ in range(TURNS)]
        finally:
            site.kill()
    alone = CHECKS / min(turn[0] for turn in turns)
    ours = CHECKS / min(turn[1] for turn in turns)
    limit = AT_ONCE / TAKES
    return [
        at_least(
            f"page checks, {AT_ONCE} at once",
            ours / alone,
            NEEDED,
            per_second=round(ours),
            limit_per_second=round(alone),
            of_the_limit=round(ours / limit, 3),
        )
    ]


if __name__ == "__main__":
    print(run())
