"""One question → its answer: GET, redirects by hand, the beginning of the body, and no more."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import socket
import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp
import httpx

from bot.domain.pages.status import Answer, Question
from handlers.outbound.page_checks import transports
from handlers.outbound.page_checks.guard import Guard, Target, TargetRefused
from handlers.outbound.page_checks.host_limiter import HostLimiter, WaitTooLong
from handlers.outbound.page_checks.probe_settings import ProbeSettings

log = logging.getLogger(__name__)

_MOVED = frozenset({301, 302, 303, 307, 308})
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
# Encodings of text that sites have. Python knows others, some of which are slow on purpose-made text.
_CHARSET = re.compile(
    r"charset\s*=\s*[\"']?(utf-8|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gb2312|gbk|gb18030|big5)\b",
    re.IGNORECASE,
)


class _Broken(Exception):
    """An answer that breaks the rules of HTTP; `str()` says how in plain words."""


@dataclass(frozen=True, slots=True)
class _Hop:
    status: int
    location: str | None
    body: bytes = b""
    text: str = ""


class Fetcher:
    """Asks within the settings' limits; every hop passes the guard. Raises nothing."""

    def __init__(
        self,
        settings: ProbeSettings,
        guard: Guard,
        resolve: transports.Resolve | None,
        trust: ssl.SSLContext | None,
    ) -> None:
        self._settings = settings
        self._guard = guard
        self._names = transports.SystemNames() if settings.direct and resolve is None else None
        self._limiter = HostLimiter(
            at_once=settings.at_once,
            at_once_per_host=settings.at_once_per_host,
            spacing=settings.spacing,
        )
        trust = trust or transports.trusted()
        self._transport: httpx.AsyncBaseTransport
        if settings.proxy is not None:
            self._transport = transports.proxied(settings.proxy, trust, settings.at_once)
        else:
            lookup = resolve or self._names
            assert lookup is not None
            self._transport = transports.direct(guard, lookup, trust, settings.at_once)
        self._headers = httpx.Headers(
            {
                "User-Agent": settings.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
                "Accept-Language": settings.languages,
                "Accept-Encoding": "identity",
            }
        )
        self._limits = {
            "timeout": {
                "connect": settings.connect,
                "read": settings.read,
                "write": settings.read,
                "pool": None,
            }
        }

    async def ask(self, question: Question) -> Answer:
        """The answer to a question; what goes wrong is its fault, in plain words."""
        asked: list[str] = []
        target: Target | None = None
        try:
            target = self._guard.target(question.url)
            left = self._settings.total
            clock = asyncio.get_running_loop().time
            while True:
                async with self._limiter.slot(target.host, self._settings.patience):
                    began = clock()
                    async with asyncio.timeout(left):
                        hop = await self._get(target)
                    left -= clock() - began
                if hop.location is None:
                    return Answer(
                        question,
                        target.url,
                        hop.status,
                        hop.text,
                        hashlib.sha256(hop.body).hexdigest(),
                        redirects=tuple(asked),
                    )
                asked.append(target.url)
                if len(asked) > self._settings.most_redirects:
                    raise _Broken("too many redirects")
                target = self._guard.target(hop.location, target.url)
        except Exception as error:
            # Whatever a page makes the libraries raise, the sweep over the others goes on.
            fault = _fault(error)
            log.debug("a page check failed: %s (%s)", fault, type(error).__name__)
            return Answer(
                question, target.url if target else "", fault=fault, redirects=tuple(asked)
            )

    async def aclose(self) -> None:
        """End all connections and look-ups."""
        await self._transport.aclose()
        if self._names is not None:
            self._names.close()

    async def _get(self, target: Target) -> _Hop:
        request = httpx.Request(
            "GET", target.url, headers=self._headers, extensions=dict(self._limits)
        )
        request.headers.encoding = "ascii"  # else it is found out again for each of them
        if request.url.raw_host.decode("ascii") != target.host.strip("[]"):
            raise TargetRefused("not an address")
        response = await self._transport.handle_async_request(request)
        try:
            if self._guard.proxied and _is_the_proxys(response):
                raise _Broken("the proxy gave no answer of the page's")
            if response.status_code in _MOVED and "location" in response.headers:
                return _Hop(response.status_code, response.headers["location"])
            response.headers.encoding = "latin-1"
            raw = bytearray()
            assert isinstance(response.stream, httpx.AsyncByteStream)
            async for chunk in response.stream:
                raw += chunk[: self._settings.most_bytes - len(raw)]
                if len(raw) >= self._settings.most_bytes:
                    break
        finally:
            await response.aclose()
        body = _decoded(bytes(raw), response.headers, self._settings.most_bytes)
        return _Hop(response.status_code, None, body, _text(body, response.headers))


def _is_the_proxys(response: httpx.Response) -> bool:
    """Whether a proxy answered in the page's place (RFC 9209, and what Squid says)."""
    headers = response.headers
    return (
        response.status_code == httpx.codes.PROXY_AUTHENTICATION_REQUIRED
        or "error=" in headers.get("proxy-status", "")
        or "x-squid-error" in headers
    )


def _decoded(raw: bytes, headers: httpx.Headers, most: int) -> bytes:
    """At most `most` bytes of what was compressed though nobody asked for that."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if not raw or encoding in ("", "identity"):
        return raw
    if encoding not in _WINDOWS:
        raise _Broken("an encoding that nobody asked for")
    try:
        return zlib.decompressobj(_WINDOWS[encoding]).decompress(raw, most)
    except zlib.error:
        raise _Broken("broken answer") from None


def _text(body: bytes, headers: httpx.Headers) -> str:
    found = _CHARSET.search(headers.get("content-type", ""))
    return body.decode(found[1].lower() if found else "utf-8", "replace")


_FAULTS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (WaitTooLong, "waited too long for its turn"),
    (ssl.SSLCertVerificationError, "its certificate is not valid"),
    (ssl.SSLError, "no secure connection"),
    (socket.gaierror, "no such name"),
    ((aiohttp.ClientSSLError,), "no secure connection"),
    ((aiohttp.ServerDisconnectedError, ConnectionError), "the connection broke off"),
    ((aiohttp.ClientResponseError, aiohttp.ClientPayloadError), "broken answer"),
    (TimeoutError, "timed out"),
    (aiohttp.ClientConnectionError, "no connection"),
    (httpx.ProxyError, "the proxy refused"),
    (httpx.TimeoutException, "timed out"),
    (httpx.ConnectError, "no connection"),
)


def _fault(error: BaseException) -> str:
    """What went wrong, from the error and what it was raised from."""
    chain = tuple(_chain(error))
    for link in chain:
        if isinstance(link, TargetRefused | _Broken):
            return str(link)
    for kinds, words in _FAULTS:
        if any(isinstance(link, kinds) for link in chain):
            return words
    return "broken answer"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
