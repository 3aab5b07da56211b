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
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class LimitedBodies:
    """The same limits of time and size round an application that reads bodies itself, as the stand-in
    for Slack does."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST, seconds: float = SECONDS) -> None:
        self._app = app
        self._largest = largest
        self._seconds = seconds
        self.held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if content_length(Request(scope)) > self._largest:
            await PlainTextResponse(health.BODY_TOO_LARGE, 413, CLOSE)(scope, receive, send)
            return
        body = _Body(self, receive, self._largest, self._seconds)
        began = False

        async def sent(message: Message) -> None:
            nonlocal began
            if body.refused is None:  # what an application says of it is not heard
                began = True
                await send(message)

        try:
            await self._app(scope, body.receive, sent)
        except Exception:
            if body.refused is None:
                raise
        finally:
            self.held -= body.size
        if body.refused is not None and not began:
            await body.refused(scope, receive, send)


class _BodyRefused(Exception):
    """A body that is not read on."""


class _Body:
    """One body as it is read; once it has ended, whatever is waited for may take its time."""

    def __init__(
        self, limits: LimitedBodies, receive: Receive, largest: int, seconds: float
    ) -> None:
        self._limits = limits
        self._receive = receive
        self._largest = largest
        self._seconds = seconds
        self._until: float | None = None
        self._ended = False
        self.refused: Response | None = None
        """What is answered where it is not read on."""
        self.size = 0

    async def receive(self) -> Message:
        if self._ended:
            return await self._receive()
        if self._until is None:  # from the first time that somebody wants to read it
            self._until = asyncio.get_running_loop().time() + self._seconds
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise self._refuse(health.BODY_TOO_SLOW, 408) from None
        length = len(message.get("body", b""))
        self.size += length
        self._limits.held += length
        if self.size > self._largest:
            raise self._refuse(health.BODY_TOO_LARGE, 413)
        if self._limits.held > max(ALL_AT_ONCE, 2 * self._largest):
            raise self._refuse(health.TOO_MUCH_AT_ONCE, 503)
        self._ended = not message.get("more_body", False)
        return message

    def _refuse(self, why: str, status: int) -> _BodyRefused:
        self.refused = PlainTextResponse(why, status, CLOSE)
        return _BodyRefused(why)


def content_length(request: Request) -> int:
    """How long the body is said to be; 0 where that is not said."""
    said = request.headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0
