"""Sites on loopback that behave: GET /NAME is answered as BEHAVIOURS[NAME] says."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import unquote_to_bytes

Behaviour = Callable[[asyncio.StreamWriter, str], Awaitable[None]]

PAGE = b"<html><body>A page that is there.</body></html>"
ZEROS = bytes(16_384)
MANY = 400
"""Pieces of 16 KiB or lines of headers: far more than a check may read."""


def ok(*headers: bytes, body: bytes = b"", length: bool = True) -> bytes:
    """An answer with status 200."""
    lines = [b"HTTP/1.1 200 OK", *headers]
    if length:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def said(answer: bytes) -> Behaviour:
    """Says this and ends the connection."""

    async def behave(writer: asyncio.StreamWriter, rest: str) -> None:
        writer.write(answer)
        await writer.drain()

    return behave


def over_and_over(start: bytes, piece: bytes, *, every: float = 0.0, times: int = 0) -> Behaviour:
    """Says `start`, then `piece` again and again (`times`, or until the other side leaves)."""

    async def behave(writer: asyncio.StreamWriter, rest: str) -> None:
        writer.write(start)
        left = times or -1
        while left and not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(every)
            left -= 1

    return behave


async def redirect(writer: asyncio.StreamWriter, rest: str) -> None:
    """302 to what stands behind the slash, with its percent-encoding undone once."""
    where = unquote_to_bytes(rest).replace(b"\r", b"").replace(b"\n", b"")
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: " + where + b"\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


async def hops(writer: asyncio.StreamWriter, rest: str) -> None:
    """`N/TO`: N redirects to itself, then one to what follows."""
    number, _, where = rest.partition("/")
    left = int(number)
    to = f"/hops/{left - 1}/{where}" if left else unquote_to_bytes(where).decode()
    writer.write(
        f"HTTP/1.1 301 Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")
    )
    await writer.drain()


async def slow_hops(writer: asyncio.StreamWriter, rest: str) -> None:
    """A redirect to itself, each a little within the time between two pieces."""
    await asyncio.sleep(0.12)
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: /slow_hops/x\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


async def reset(writer: asyncio.StreamWriter, rest: str) -> None:
    """Breaks the connection off with RST."""
    one = writer.get_extra_info("socket")
    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def status(writer: asyncio.StreamWriter, rest: str) -> None:
    """Any status line and headers: what stands behind the slash, undone."""
    writer.write(unquote_to_bytes(rest))
    await writer.drain()


def _bomb(levels: int = 1) -> bytes:
    data = gzip.compress(bytes(4_000_000))
    for _ in range(levels - 1):
        data = gzip.compress(data)
    return data


def _deflated() -> bytes:
    return zlib.compress(bytes(4_000_000))


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
BEHAVIOURS: dict[str, Behaviour] = {
    "up": said(ok(b"Content-Type: text/html", b"Set-Cookie: id=1; Path=/", body=PAGE)),
    "redirect": redirect,
    "hops": hops,
    "slow_hops": slow_hops,
    "reset": reset,
    "status": status,
    "nothing": said(b""),
    "silence": said(b""),
    "silence-after-head": said(ok(length=False)),
    "silence-in-body": said(ok(b"Content-Length: 1000", body=b"half", length=False)),
    "head-by-drops": over_and_over(b"HTTP/1.1 200 OK\r\nX: ", b"a", every=0.02),
    "body-by-drops": over_and_over(ok(b"Content-Length: 100000", length=False), b"a", every=0.02),
    "chunks-by-drops": over_and_over(CHUNKED, b"1\r\na\r\n", every=0.02),
    "endless": over_and_over(ok(length=False), ZEROS),
    "endless-chunks": over_and_over(CHUNKED, b"4000\r\n" + ZEROS + b"\r\n"),
    "endless-chunk-extension": over_and_over(CHUNKED + b"5;", b"a" * 4096, times=MANY),
    "endless-trailers": over_and_over(CHUNKED + b"0\r\n", b"X-T: " + b"a" * 200 + b"\r\n"),
    "endless-head": over_and_over(b"HTTP/1.1 200 OK\r\n", b"X-H: " + b"a" * 200 + b"\r\n"),
    "endless-line": over_and_over(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 4096, times=MANY),
    "endless-status-line": over_and_over(b"HTTP/1.1 200 ", b"a" * 4096, times=MANY),
    "endless-interim": over_and_over(b"", b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"),
    "huge": over_and_over(ok(b"Content-Length: 10000000000", length=False), ZEROS),
    "gzip-bomb": said(ok(b"Content-Encoding: gzip", body=_bomb())),
    "gzip-bomb-in-gzip": said(ok(b"Content-Encoding: gzip, gzip", body=_bomb(2))),
    "deflate-bomb": said(ok(b"Content-Encoding: deflate", body=_deflated())),
    "gzip-broken": said(ok(b"Content-Encoding: gzip", body=b"\x1f\x8b but not really")),
    "brotli": said(ok(b"Content-Encoding: br", body=b"\x0b\x02\x80abc\x03")),
    "too-short": said(ok(b"Content-Length: 5000", body=PAGE, length=False)),
    "too-long": said(ok(b"Content-Length: 5", body=PAGE, length=False)),
    "length-below-zero": said(ok(b"Content-Length: -5", body=PAGE, length=False)),
    "length-of-words": said(ok(b"Content-Length: many", body=PAGE, length=False)),
    "two-lengths": said(ok(b"Content-Length: 5", b"Content-Length: 47", body=PAGE, length=False)),
    "length-and-chunks": said(
        ok(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b"zz\r\n", length=False)
    ),
    "bad-chunk": said(CHUNKED + b"zz\r\nnot a number\r\n"),
    "cut-chunk": said(CHUNKED + b"ffff\r\nonly this"),
    "no-colon": said(b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n"),
    "nul-in-head": said(b"HTTP/1.1 200 OK\r\nX: a\x00b\r\nContent-Length: 0\r\n\r\n"),
    "cr-in-head": said(b"HTTP/1.1 200 OK\r\nX: a\rLocation: b\r\nContent-Length: 0\r\n\r\n"),
    "folded-head": said(b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n"),
    "ssh": said(b"SSH-2.0-OpenSSH_9.9\r\n"),
    "old-http": said(PAGE),
    "http2": said(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18)),
    "http-9": said(b"HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n"),
    "switch": said(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
    ),
    "cookies": said(ok(*(b"Set-Cookie: c%d=%s" % (i, b"v" * 4000) for i in range(60)), body=PAGE)),
    "refresh": said(
        ok(b"Refresh: 0; url=http://127.0.0.2/", body=b'<meta http-equiv=refresh content="0">')
    ),
}

STAYS = frozenset({"silence", "silence-after-head", "silence-in-body"})
"""Those that say nothing more, for as long as the other side stays."""


async def serve(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heads: list[str]
) -> None:
    """One connection: one request, one behaviour. What was asked is noted in `heads`."""
    with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        heads.append(head)
        name, _, rest = head.split(" ")[1].lstrip("/").partition("/")
        await BEHAVIOURS.get(name.partition("?")[0], said(ok(body=PAGE)))(writer, rest)
        if name in STAYS:
            await reader.read()
    with suppress(ConnectionError, OSError):
        writer.close()
