"""HTTP mode: Slack's requests, and what a balancer and a monitor ask."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl

from prometheus_client.exposition import choose_encoder
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.request.async_internals import build_async_context
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.actions.recording.team import leads_of
from bot.domain.errors import StorageUnavailable
from bot.sentences.operations import health
from handlers.slack.context.app_context import AppContext
from handlers.slack.transport.metrics import metrics_of

EVENTS = "/slack/events"
LARGEST = 1024 * 1024
READY_WITHIN = 2.0


class Delivers(Protocol):
    """What is asked of the delivery."""

    @property
    def refused(self) -> str | None:
        """Slack's word for refusing the bot itself, while it does."""

    @property
    def counts(self) -> Mapping[str, int]:
        """What was done since the start, by name."""


@dataclass(slots=True)
class Drain:
    """Whether the bot is stopping, and how many of Slack's requests are being answered."""

    stopping: bool = False
    inside: int = 0


class DrainMiddleware:
    """503 while the bot is stopping; counts the requests that were taken."""

    def __init__(self, app: ASGIApp, drain: Drain) -> None:
        self._app = app
        self._drain = drain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if self._drain.stopping:
            refusal = PlainTextResponse(health.STOPPING, 503, headers={"Connection": "close"})
            await refusal(scope, receive, send)
            return
        self._drain.inside += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._drain.inside -= 1


def http_app(
    app: AsyncApp, context: AppContext, delivery: Delivers, *, drain: Drain | None = None
) -> Starlette:
    """`POST /slack/events`, `GET /healthz`, `GET /readyz`, `GET /metrics`."""
    drain = drain or Drain()

    async def events(request: Request) -> Response:
        if not _may_be_signed(request.headers):
            return PlainTextResponse("The signature is missing, wrong or too old.", 401)
        try:
            body = await request.body()
        except ClientDisconnect:
            return Response(status_code=400)
        try:
            bolt_request = _read(request, body)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            return PlainTextResponse("The body cannot be read.", 400)
        return to_starlette_response(await app.async_dispatch(bolt_request))

    async def readyz(_: Request) -> Response:
        reason = health.STOPPING if drain.stopping else await unready(context, delivery)
        if reason:
            return JSONResponse({"ready": False, "reason": reason}, 503)
        lacking = await degraded(context)
        return JSONResponse({"ready": True} | ({"degraded": lacking} if lacking else {}))

    async def metrics(request: Request) -> Response:
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        registry = await metrics_of(context, delivery.counts)
        return Response(encode(registry), headers={"Content-Type": content_type})

    return Starlette(
        routes=[
            Route(
                EVENTS,
                events,
                methods=["POST"],
                middleware=[Middleware(DrainMiddleware, drain=drain)],
                max_body_size=LARGEST,
            ),
            Route("/healthz", _healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
        ]
    )


def _may_be_signed(headers: Headers) -> bool:
    """Whether Bolt's check can read these headers; it raises where the stamp is no number of
    seconds, or the signature isn't ASCII. What is left out is refused by Bolt."""
    stamp = headers.get("x-slack-request-timestamp", "0")
    return (
        stamp.isascii()
        and stamp.isdigit()
        and len(stamp) <= 12
        and headers.get("x-slack-signature", "").isascii()
    )


def _read(request: Request, body: bytes) -> AsyncBoltRequest:
    """The request as Bolt reads it. Raises what Bolt raises for a body that cannot be read."""
    bolt_request = to_async_bolt_request(request, body)
    if not isinstance(bolt_request.body, dict):
        raise TypeError("not a JSON object")
    if body and not bolt_request.body:
        # Bolt takes a form in which somebody wrote "payload" for a click, and reads nothing in it.
        bolt_request.body = dict(parse_qsl(bolt_request.raw_body, keep_blank_values=True))
        build_async_context(bolt_request.context, bolt_request.body)
    return bolt_request


async def _healthz(_: Request) -> Response:
    return PlainTextResponse("ok")


async def unready(context: AppContext, delivery: Delivers) -> str:
    """Why the bot cannot serve now, or nothing."""
    if not context.directory.team:
        return health.NO_IDENTITY
    if delivery.refused:
        return health.bot_refused(delivery.refused)

    return await context.store.trouble(READY_WITHIN)


async def degraded(context: AppContext) -> list[str]:
    """What the bot lacks although commands are recorded."""
    try:
        async with asyncio.timeout(READY_WITHIN):
            leads = await context.read(lambda uow: leads_of(uow, context.config))
    except (TimeoutError, StorageUnavailable):
        return []
    return [] if leads else [health.NO_LEAD]
