"""One call, as a plain value, whatever the network does."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.outbound.slack_client import Method, NoReply, SlackReply, calls_of, open_client

MESSAGE = {"channel": "C1", "text": "hello"}


async def asked(
    answer: bytes, *, seconds: float = 5.0, hang: bool = False
) -> tuple[SlackReply | NoReply, int]:
    """What a call comes to when the server answers with these bytes; how often it was asked."""
    handlers: list[asyncio.Task[None]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            if hang:
                await reader.read()
            writer.write(answer)
            await writer.drain()
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handlers.append(asyncio.create_task(serve(reader, writer)))

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with open_client("xoxb-1", f"http://127.0.0.1:{port}/api", seconds=seconds) as client:
        came = await calls_of(client)(Method.POST, MESSAGE)
    await asyncio.gather(*handlers, return_exceptions=True)
    server.close()
    await server.wait_closed()
    return came, len(handlers)


def http(status: str, body: bytes, *headers: str, kind: str = "application/json") -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        f"content-length: {len(body)}",
        f"content-type: {kind}",
        *headers,
    ]
    return "\r\n".join([*lines, "connection: close", "", ""]).encode() + body


async def test_an_answer() -> None:
    came, _ = await asked(http("200 OK", b'{"ok": true, "ts": "1.1"}'))
    assert came == SlackReply(200, {"ok": True, "ts": "1.1"})


async def test_a_refusal() -> None:
    came, _ = await asked(http("200 OK", b'{"ok": false, "error": "is_archived"}'))
    assert came == SlackReply(200, {"ok": False, "error": "is_archived"})


async def test_a_rate_limit_is_not_retried_by_the_client() -> None:
    answer = http(
        "429 Too Many Requests", b'{"ok": false, "error": "ratelimited"}', "Retry-After: 7"
    )
    came, times = await asked(answer)
    assert isinstance(came, SlackReply)
    assert (came.status, came.retry_after, times) == (429, "7", 1)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"Bad gateway", "text/plain"),
        (b"<html>Bad gateway</html>", "text/html"),
        (b"{not json", "application/json"),
        (b"", "application/json"),
    ],
)
async def test_a_proxys_error_page(body: bytes, kind: str) -> None:
    came, _ = await asked(http("502 Bad Gateway", body, kind=kind))
    assert came == SlackReply(502)


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "application/json"])
async def test_an_answer_that_is_not_slacks(kind: str) -> None:
    came, _ = await asked(http("200 OK", b"welcome to the hotel wifi", kind=kind))
    assert came == SlackReply(200) or (isinstance(came, NoReply) and came.reached)


async def test_a_connection_that_is_cut_is_not_tried_again() -> None:
    came, times = await asked(b"")
    assert isinstance(came, NoReply)
    assert came.reached
    assert times == 1


async def test_no_answer_in_time() -> None:
    came, times = await asked(b"", seconds=0.2, hang=True)
    assert isinstance(came, NoReply)
    assert came.reached
    assert times == 1


async def test_nobody_there_means_that_nothing_arrived() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/api/"
        async with open_client("xoxb-1", address) as client:
            came = await calls_of(client)(Method.POST, MESSAGE)
    assert isinstance(came, NoReply)
    assert not came.reached


async def test_a_client_that_retries_by_itself_is_not_taken() -> None:
    with pytest.raises(ValueError, match="twice"):
        calls_of(AsyncWebClient(token="xoxb-1"))
