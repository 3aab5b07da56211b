"""Bodies of requests: read within a time, a size, and a size of all that are read at once."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.sentences.operations import health

LARGEST = 1024 * 1024
ALL_AT_ONCE = 16 * LARGEST
"""Bytes of all bodies that have not ended yet."""
SECONDS = 5.0
"""Slack waits 3 s for an answer: what takes longer to arrive is not hers."""
CLOSE = {"Connection": "close"}


class Bodies:
    """Reads bodies; knows how much of unfinished ones is held."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.held = 0
        self._seconds = seconds

    async def read(
        self, request: Request, largest: int = LARGEST, seconds: float | None = None
    ) -> bytes | Response:
        """The body, or what is answered where it does not come."""
        if content_length(request) > largest:
            return PlainTextResponse(health.BODY_TOO_LARGE, 413, CLOSE)
        body = bytearray()
        try:
            async with asyncio.timeout(self._seconds if seconds is None else seconds):
                async for chunk in request.stream():
                    body += chunk
                    self.held += len(chunk)
                    if len(body) > largest:
                        return PlainTextResponse(health.BODY_TOO_LARGE, 413, CLOSE)
                    if self.held > ALL_AT_ONCE:
                        return PlainTextResponse(health.TOO_MUCH_AT_ONCE, 503, CLOSE)
        except TimeoutError:
            return PlainTextResponse(health.BODY_TOO_SLOW, 408, CLOSE)
        except ClientDisconnect:
            return Response(status_code=400)
        finally:
            self.held -= len(body)
        return bytes(body)


def content_length(request: Request) -> int:
    """How long the body is said to be; 0 where that is not said."""
    said = request.headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0
