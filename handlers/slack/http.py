"""HTTP mode: Slack's requests, and what a balancer and a monitor ask."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.ports import UnitOfWork
from handlers.slack.app import BotApp
from handlers.slack.bodies import read_body
from handlers.slack.desk import Desk
from handlers.slack.metrics import metrics_text

log = logging.getLogger(__name__)

EVENTS = "/slack/events"
LARGEST = 1024 * 1024
READY_WITHIN = 2.0
_TOLD = frozenset(
    {
        b"content-type",
        b"content-length",
        b"x-slack-signature",
        b"x-slack-request-timestamp",
        b"x-slack-retry-num",
        b"x-slack-retry-reason",
    }
)
"""What is read, and but for the length told to Bolt: other headers would reach its own switches,
and are not signed."""


class Delivers(Protocol):
    """What is asked of the delivery."""

    @property
    def refused(self) -> str | None:
        """Slack's word for refusing the bot itself, while it does."""

    @property
    def counts(self) -> Mapping[str, int]:
        """What was done since the start, by name."""


@dataclass(slots=True)
class Door:
    """Whether Slack's requests are taken (503 where not), and how many are being answered."""

    closed: bool = False
    inside: int = 0


STOPPING = "The bot is stopping."


def http_app(app: BotApp, desk: Desk, delivery: Delivers, *, door: Door | None = None) -> ASGIApp:
    """`POST /slack/events`, `GET /healthz`, `GET /readyz`, `GET /metrics`.

    Raises ValueError for an app that was built without a signing secret.
    """
    door = door or Door()
    events = Events(app, door)

    async def readyz(_: Request) -> Response:
        reason = STOPPING if door.closed else await unready(desk, delivery)
        if reason:
            return JSONResponse({"ready": False, "reason": reason}, 503)
        return JSONResponse({"ready": True})

    async def metrics(_: Request) -> Response:
        return PlainTextResponse(
            await metrics_text(desk, delivery.counts), media_type="text/plain; version=0.0.4"
        )

    others = Starlette(
        routes=[
            Route(EVENTS, _only_post, methods=["POST"]),
            Route("/healthz", _healthz, methods=["GET"]),
            Route("/readyz", readyz, methods=["GET"]),
            Route("/metrics", metrics, methods=["GET"]),
        ]
    )

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        # Slack's requests go past Starlette's layers: they cost as much as Bolt itself.
        if scope["type"] == "http" and scope["path"] == EVENTS and scope["method"] == "POST":
            await events(scope, receive, send)
        else:
            await others(scope, receive, send)

    return site


class Events:
    """Takes Slack's requests: size and signature first, before anything is parsed."""

    def __init__(self, app: BotApp, door: Door) -> None:
        self._app = app
        self._door = door
        # Raises ValueError for an empty one.
        self._verifier = SignatureVerifier(app.signing_secret)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """503 while stopping, 401 for what Slack did not sign within five minutes, 413, 400, or
        Bolt's answer."""
        if self._door.closed:
            stopping = PlainTextResponse(STOPPING, 503, headers={"Connection": "close"})
            await stopping(scope, receive, send)
            return
        self._door.inside += 1
        try:
            headers = {
                name.decode("latin-1"): value.decode("latin-1")
                for name, value in scope["headers"]
                if name in _TOLD
            }
            answer = await self._answer(headers, receive)
            if isinstance(answer, Response):
                await answer(scope, receive, send)
            else:
                await _send(answer, send)
        finally:
            self._door.inside -= 1

    async def _answer(self, headers: dict[str, str], receive: Receive) -> BoltResponse | Response:
        try:
            body = await _body(headers.pop("content-length", "0"), receive)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return PlainTextResponse("The body is too large.", 413)
        if not self._signed(headers, body):
            return PlainTextResponse("The signature is missing, wrong or too old.", 401)
        try:
            said = read_body(body.decode(), headers.get("content-type", ""))
            # "Socket mode" to Bolt means that the body is read already.
            asked = AsyncBoltRequest(body=said, headers=dict(headers), mode="socket_mode")
        except (ValueError, AttributeError, TypeError, KeyError):
            return PlainTextResponse("The body cannot be read.", 400)
        answer: BoltResponse = await self._app.async_dispatch(asked)
        return answer

    def _signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and signature.isascii()):
            return False
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except (ValueError, UnicodeDecodeError):
            return False


async def _body(length: str, receive: Receive) -> bytes | None:
    """The body, or None as soon as it is known to be too large. Raises ClientDisconnect."""
    if not length.isdigit() or int(length[:12]) > LARGEST:
        return None
    chunks = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunks += message.get("body", b"")
        if len(chunks) > LARGEST:
            return None
        if not message.get("more_body", False):
            return bytes(chunks)


async def _send(answer: BoltResponse, send: Send) -> None:
    body = answer.body.encode()
    headers = [
        (name.encode("latin-1"), value.encode("latin-1"))
        for name, values in answer.headers.items()
        for value in values
    ]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _only_post(_: Request) -> Response:
    """Never asked: what is posted there goes to `Events`; other methods get 405 by this route."""
    raise AssertionError("posted requests do not come here")


async def _healthz(_: Request) -> Response:
    return PlainTextResponse("ok")


async def unready(desk: Desk, delivery: Delivers) -> str:
    """Why the bot cannot serve now, or nothing."""
    if not desk.directory.team:
        return "Slack has not said yet whose token this is."
    if delivery.refused:
        return f"Slack refuses the bot: {delivery.refused}."

    def look(uow: UnitOfWork) -> None:
        uow.settings.get("demo")

    try:
        async with asyncio.timeout(READY_WITHIN):
            await desk.read(look)
    except TimeoutError:
        return "The database does not answer in time."
    except Exception as error:
        log.warning("not ready: %s", error)
        return f"The database cannot be used ({type(error).__name__})."
    return ""
