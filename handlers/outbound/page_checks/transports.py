"""How a check's requests leave: straight to checked addresses, or through the team's proxy.

Both are httpx transports, used without a client: there are no cookies, no redirects and no
settings from the environment to switch off. docs/decisions/0006-page-checks.md says why.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult
from httpx_aiohttp import AiohttpTransport

from handlers.outbound.page_checks.guard import Guard

Resolve = Callable[[str], Awaitable[Sequence[str]]]
"""An absolute name (with the dot at its end) → all its addresses, as text; OSError if none."""

LOOK_UPS = 8
HEADERS = 100
FIELD = 8_190
"""The longest header line that is read; with HEADERS of them an answer's head stays under 1 MB."""


def trusted() -> ssl.SSLContext:
    """The certificates that a browser would trust, or those that SSL_CERT_FILE names."""
    return httpx.create_ssl_context()


class SystemNames:
    """Look-ups by the system's resolver, in threads of their own, so that slow name servers do
    not hold up anything else."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOK_UPS, "look-up")

    async def __call__(self, name: str) -> Sequence[str]:
        """As Resolve says."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _look_up, name)
        return [str(entry[4][0]) for entry in found]

    def close(self) -> None:
        """End the threads without waiting for name servers."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(name: str) -> list[tuple[int, int, int, str, tuple[str, int] | tuple[int, bytes]]]:
    return socket.getaddrinfo(  # type: ignore[return-value]
        name, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
    )


class _CheckedNames(AbstractResolver):
    def __init__(self, guard: Guard, resolve: Resolve) -> None:
        self._guard = guard
        self._resolve = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        # With its dot a name is absolute: no search list of this machine makes it an inside one.
        found = list(dict.fromkeys(await self._resolve(host.rstrip(".") + ".")))
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        self._guard.check_all(found, port)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        """Nothing is held here."""


def direct(guard: Guard, resolve: Resolve, trust: ssl.SSLContext, at_once: int) -> AiohttpTransport:
    """Requests from this machine. The connection goes to an address that the guard has checked,
    while the URL keeps its name, so that Host, SNI and certificate are those of the name."""

    def checked_socket(info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = info
        guard.check(str(address[0]), int(address[1]))
        return socket.socket(family, kind, protocol)

    def session() -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=_CheckedNames(guard, resolve),
                use_dns_cache=False,
                socket_factory=checked_socket,
                ssl=trust,
                limit=at_once,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            max_line_size=FIELD,
            max_field_size=FIELD,
            max_headers=HEADERS,
            read_bufsize=2**15,
        )

    return AiohttpTransport(verify=trust, client=session)


class _Proxied(httpx.AsyncBaseTransport):
    """httpx's own, which leaves the connection open when a SOCKS proxy refuses or is silent (its
    httpcore forgets the stream). Tracing, which httpx offers, names the stream; so it is closed."""

    def __init__(self, transport: httpx.AsyncHTTPTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        opened: list[Any] = []

        async def trace(event: str, info: Mapping[str, Any]) -> None:
            if event.endswith("connect_tcp.complete"):
                opened.append(info["return_value"])

        request.extensions["trace"] = trace
        try:
            return await self._transport.handle_async_request(request)
        except BaseException:
            for stream in opened:
                await stream.aclose()
            raise

    async def aclose(self) -> None:
        await self._transport.aclose()


def proxied(url: str, trust: ssl.SSLContext, at_once: int) -> httpx.AsyncBaseTransport:
    """Requests through an HTTP, HTTPS or SOCKS proxy, which looks the names up.

    No connection is kept: httpx's pool is slow with many idle ones, and a proxy may go out by
    another address each time.
    """
    proxy = httpx.Proxy(url, ssl_context=trust if url.startswith("https") else None)
    return _Proxied(
        httpx.AsyncHTTPTransport(
            verify=trust,
            trust_env=False,
            http2=False,
            proxy=proxy,
            limits=httpx.Limits(max_connections=at_once, max_keepalive_connections=0),
        )
    )
