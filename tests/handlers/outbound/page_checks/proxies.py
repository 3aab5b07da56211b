"""A proxy on loopback: HTTP, CONNECT and SOCKS5. It notes what it is asked for."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(slots=True)
class Proxy:
    """Every name leads to loopback. `mood` is what it does instead of its work: "refuses",
    "wants a password", "is silent", "talks rubbish", "has its own error page"."""

    mood: str = ""
    asked: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            first = await reader.readexactly(1)
            if first == b"\x05":
                await self._socks(reader, writer)
            else:
                head = first + await reader.readuntil(b"\r\n\r\n")
                await self._http(head.decode("latin-1"), reader, writer)
        writer.close()

    async def _http(
        self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        method, address, _ = head.partition("\r\n")[0].split(" ")
        self.asked.append(address)
        answer = {
            "refuses": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            "wants a password": b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
            "talks rubbish": b"\x00\x01\x02 what?\r\n\r\n",
            "has its own error page": b"HTTP/1.1 404 Not Found\r\nX-Squid-Error: ERR_DNS_FAIL 0\r\nContent-Length: 0\r\n\r\n",
        }.get(self.mood)
        if answer:
            writer.write(answer)
            await writer.drain()
            return
        if self.mood == "is silent":
            await reader.read()
            return
        if method == "CONNECT":
            there = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            host, _, path = address.removeprefix("http://").partition("/")
            there = await asyncio.open_connection("127.0.0.1", int(host.rpartition(":")[2]))
            there[1].write(head.replace(address, "/" + path, 1).encode("latin-1"))
        await _join((reader, writer), there)

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly((await reader.readexactly(1))[0])
        writer.write(b"\x05\x00")
        _, _, _, kind = await reader.readexactly(4)
        if kind == 3:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        else:
            host = (await reader.readexactly(4 if kind == 1 else 16)).hex()
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked.append(f"{host}:{port}")
        if self.mood == "refuses":
            writer.write(b"\x05\x02\x00\x01" + bytes(6))
            await writer.drain()
            return
        there = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        await _join((reader, writer), there)


async def _join(one: Streams, other: Streams) -> None:
    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(16_384):
                writer.write(data)
                await writer.drain()
        writer.close()

    await asyncio.gather(pump(one[0], other[1]), pump(other[0], one[1]))
