"""A small internet on loopback: one site that may be reached, sites that may not, names, a proxy."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address

import pytest_asyncio
import trustme

from handlers.outbound.page_checks.guard import Address, Guard, is_public
from handlers.outbound.page_checks.probe_settings import ProbeSettings
from handlers.outbound.page_checks.prober import HttpProber
from tests.handlers.outbound.page_checks import sites
from tests.handlers.outbound.page_checks.names import LookUp, Zone, serve_names
from tests.handlers.outbound.page_checks.proxies import Proxy

HERE = IPv4Address("127.0.0.1")
SHORT = ProbeSettings(
    direct=True, connect=0.2, read=0.2, total=0.3, spacing=0.0, at_once_per_host=50
)
LONG = ProbeSettings(
    direct=True, connect=30.0, read=30.0, total=60.0, spacing=0.0, at_once_per_host=50
)


@dataclass(slots=True)
class Internet:
    """`ports` by name, as the targets write them; `reached` is every connection that a site got
    which nobody may reach; `heads` are the requests that the good sites got."""

    ports: dict[str, int] = field(default_factory=dict)
    reached: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    zone: Zone = field(default_factory=Zone)
    proxy: Proxy = field(default_factory=Proxy)
    trust: ssl.SSLContext = field(default_factory=lambda: ssl.create_default_context())
    forbidden: int = 0
    probers: dict[tuple[str, bool], HttpProber] = field(default_factory=dict)

    def allows(self, address: Address, port: int) -> bool:
        """The rule of the bot, and the good sites besides."""
        own = {number for name, number in self.ports.items() if name not in ("bad", "proxy", "dns")}
        return (address == HERE and port in own) or is_public(address, port)

    def prober(self, via: str, *, short: bool) -> HttpProber:
        """A prober that goes out by `via`: direct, http or socks."""
        known = self.probers.get((via, short))
        if known is None:
            base = SHORT if short else LONG
            scheme = {"http": "http", "socks": "socks5"}.get(via)
            proxy = f"{scheme}://127.0.0.1:{self.ports['proxy']}" if scheme else None
            known = self.probers[via, short] = HttpProber(
                ProbeSettings(
                    proxy=proxy,
                    direct=proxy is None,
                    connect=base.connect,
                    read=base.read,
                    total=base.total,
                    spacing=0.0,
                    at_once_per_host=50,
                ),
                guard=Guard(
                    proxied=proxy is not None,
                    allows=self.allows,
                    ports=frozenset({80, 443, *self.ports.values()}),
                ),
                resolve=LookUp(self.ports["dns"]),
                trust=self.trust,
            )
        return known


def certificate(authority: trustme.CA, until: datetime | None = None) -> ssl.SSLContext:
    """A server's side of TLS for secure.example.org."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("secure.example.org", not_after=until).configure_cert(context)
    return context


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def internet() -> AsyncIterator[Internet]:
    """The whole of it, for the tests of one module."""
    net = Internet()
    authority, stranger = trustme.CA(), trustme.CA()
    authority.configure_trust(net.trust)
    old = certificate(authority)
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    old.set_ciphers("AES128-SHA")
    past = datetime.now(UTC) - timedelta(days=2)
    visits: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
    async with AsyncExitStack() as stack:

        async def serve(
            name: str,
            handler: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
            context: ssl.SSLContext | None = None,
            host: str = "127.0.0.1",
            port: int = 0,
        ) -> None:
            async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                task = asyncio.current_task()
                assert task is not None
                visits[task] = writer
                try:
                    await handler(reader, writer)
                finally:
                    writer.close()
                    del visits[task]

            server = await asyncio.start_server(connected, host, port, ssl=context)
            stack.callback(server.close)
            if not port:
                net.ports[name] = server.sockets[0].getsockname()[1]
            if handler is forbidden:
                net.forbidden += 1

        async def good(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await sites.serve(reader, writer, net.heads)

        async def forbidden(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            net.reached.append(str(writer.get_extra_info("sockname")))
            writer.close()

        async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()

        async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
            await writer.drain()
            writer.close()

        await serve("good", good)
        await serve("bad", forbidden)
        for host in ("127.0.0.2", "::1"):
            for port in (net.ports["good"], net.ports["bad"]):
                with suppress(OSError):  # not every system has these
                    await serve(host, forbidden, host=host, port=port)
        await serve("tls", good, certificate(authority))
        await serve("unknown", good, certificate(stranger))
        await serve("expired", good, certificate(authority, past))
        await serve("old", good, old)
        await serve("mute", mute)
        await serve("plain", plain)
        await serve("proxy", net.proxy.serve)
        transport, net.ports["dns"] = await serve_names(net.zone)
        stack.callback(transport.close)
        yield net
        for prober in net.probers.values():
            await prober.aclose()
        # Some sites never end by themselves.
        for writer in visits.values():
            writer.transport.abort()
        await asyncio.gather(*visits, return_exceptions=True)


ANSWERS: dict[str, list[Sequence[str]]] = {
    "up.example.org": [["127.0.0.1"]],
    "secure.example.org": [["127.0.0.1"]],
    "other.example.org": [["127.0.0.1"]],
    "inside.example.org": [["127.0.0.2"]],
    "metadata.example.org": [["169.254.169.254"]],
    "inside6.example.org": [["::1"]],
    "mapped.example.org": [["::ffff:127.0.0.1"]],
    "nat64.example.org": [["64:ff9b::7f00:1"]],
    "both.example.org": [["127.0.0.1", "127.0.0.2"]],
    "good-and-inside6.example.org": [["127.0.0.1", "::1"]],
    "alias.example.org": [["CNAME localhost.", "127.0.0.2"]],
    "hundreds.example.org": [["127.0.0.1", *(f"127.0.1.{n}" for n in range(250))]],
    "rebinding.example.org": [["127.0.0.1"], ["127.0.0.2"]],
    "rebinding6.example.org": [["127.0.0.1"], ["127.0.0.1"], ["::1"]],
    "empty.example.org": [[]],
    "servfail.example.org": [["servfail"]],
    "silence.example.org": [["silence"]],
    "rubbish.example.org": [["rubbish"]],
}
