"""What is asked of a request before Bolt sees it: headers that Slack may have signed now, and a body that
comes within a time, a size, and a size of all bodies that are read at once."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import Counter

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.sentences.operations import health

log = logging.getLogger(__name__)

LARGEST = 1024 * 1024
ALL_AT_ONCE = 16 * LARGEST
"""Bytes of all bodies that have not ended yet."""
SECONDS = 5.0
"""Slack waits 3 s for an answer: what takes longer to arrive is not hers."""
CLOSE = {"Connection": "close"}
OLDEST_SECONDS = 300
"""How far a request's stamp may be from this machine's clock, as Slack says."""
SAY_AGAIN_SECONDS = 60.0
UNSIGNED, WRONG, OLD = "unsigned", "wrong signature", "too old"
_STAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


class Refusals:
    """Counts refused requests by reason; of each reason the log has a line a minute at most."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter({UNSIGNED: 0, WRONG: 0, OLD: 0})
        self._said: dict[str, float] = {}

    def of_headers(self, headers: Headers) -> bool:
        """Whether these headers alone say that Slack did not send the request now."""
        stamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
            self.counts[UNSIGNED] += 1
            return True
        age = int(time.time()) - int(stamp)
        if abs(age) > OLDEST_SECONDS:
            self._refuse(OLD, health.refused_as_old(age))
            return True
        return False

    def of_signature(self) -> None:
        """The signature was not made with our secret."""
        self._refuse(WRONG, health.REFUSED_SIGNATURE)

    def _refuse(self, reason: str, sentence: str) -> None:
        self.counts[reason] += 1
        now = time.monotonic()
        if now - self._said.get(reason, -SAY_AGAIN_SECONDS) >= SAY_AGAIN_SECONDS:
            self._said[reason] = now
            log.warning("%s", sentence)


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
