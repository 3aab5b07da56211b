"""A page goes and comes back, and the bot's own prober sees it: over HTTP, on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.domain.lifecycle.referral import State
from handlers.outbound.page_checks.guard import Guard
from handlers.outbound.page_checks.probe_settings import ProbeSettings
from handlers.outbound.page_checks.prober import HttpProber
from tests.harness.with_slack.slack_harness import a_world, shipped
from tests.harness.with_slack.steps import flagged, refer


@dataclass
class Site:
    """A web site on loopback that answers everything with one status."""

    status: str = "200 OK"
    port: int = 0
    asked: list[str] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer."""
        self.asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        body = b"<html><title>Boats</title><p>We sell boats and tickets.</p></html>"
        head = f"HTTP/1.1 {self.status}\r\nContent-Type: text/html\r\nConnection: close\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def a_site() -> AsyncIterator[tuple[Site, HttpProber]]:
    """The site as pages.example.org, and a prober that may go nowhere else."""
    site = Site()
    server = await asyncio.start_server(site.answer, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]

    async def names(name: str) -> list[str]:
        assert name == "pages.example.org."
        return ["127.0.0.1"]

    prober = HttpProber(
        ProbeSettings(direct=True, spacing=0.0),
        guard=Guard(
            allows=lambda address, port: (str(address), port) == ("127.0.0.1", site.port),
            ports=frozenset({site.port}),
        ),
        resolve=names,
    )
    try:
        yield site, prober
    finally:
        await prober.aclose()
        server.close()
        await server.wait_closed()


async def test_gone_and_back(sqlite_url: str) -> None:
    on = shipped(page_checks={"platforms": ["web"], "direct": True})
    async with a_site() as (site, prober), a_world(sqlite_url, on, prober=prober) as world:
        await flagged(world, f"http://pages.example.org:{site.port}/boats")
        await refer(world, 1)
        await world.fast_forward(days=1, hours=3)
        assert len(site.asked) == 1
        assert site.asked[0].startswith("GET /boats HTTP/1.1\r\n")
        assert f"host: pages.example.org:{site.port}\r\n" in site.asked[0].lower()

        site.status = "404 Not Found"
        await world.fast_forward(days=2)
        (question,) = world.referrals.answers_in_threads
        assert question.shows("Looks gone (404, checked ", "What happened?")
        await world.analyst.clicks("Platform closed it", question)
        assert world.referral(1).state is State.CLOSED

        site.status = "200 OK"
        await world.fast_forward(days=2)
        back = world.referrals.answers_in_threads[-1]
        assert back.shows("Closed on ", "looks up again (200, checked ", "Reappeared?")
        await world.analyst.clicks("Reappeared", back)
        assert (world.referral(2).attempt, world.referral(2).state) == (2, State.FLAGGED)
        told = world.bot.database.read(lambda uow: uow.checks.history(1))
        assert [one.code for one in told][:3] == [200, 404, 404]
        assert all(len(one.sha256) == 64 for one in told if one.status)
        assert world.bot.database.read(lambda uow: uow.audit.verify())[1] == ()
