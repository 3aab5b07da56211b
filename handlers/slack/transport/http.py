"""HTTP mode: Slack's requests, and what a balancer and a monitor ask."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl

from prometheus_client.exposition import choose_encoder
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.request.async_internals import build_async_context
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.actions.recording.team import leads_of
from bot.domain.errors import StorageUnavailable
from bot.domain.redaction import told
from bot.sentences.operations import health
from handlers.slack.context.app_context import AppContext
from handlers.slack.transport.admission import CLOSE, Bodies, Refusals, content_length
from handlers.slack.transport.metrics import metrics_of

log = logging.getLogger(__name__)

EVENTS = "/slack/events"
CHECK_BODY, CHECK_SECONDS = 256, 1.0
"""Slack's look at the certificate is not always signed: so much of a form is read without a signature."""
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

    refusals, bodies = Refusals(), Bodies()

    async def events(request: Request) -> Response:
        if refusals.of_headers(request.headers):
            if await _looks_at_certificate(request, bodies):
                return Response()
            return PlainTextResponse(health.NOT_SLACKS, 401, CLOSE)
        body = await bodies.read(request)
        if isinstance(body, Response):
            return body
        try:
            bolt_request = _read(request, body)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            return PlainTextResponse(health.UNREADABLE_BODY, 400)
        try:
            answer = to_starlette_response(await app.async_dispatch(bolt_request))
        except Exception as error:
            # Bolt, over a payload in which something is not what Slack says it is.
            log.warning("a request could not be read: %s", told(error))
            return PlainTextResponse(health.UNREADABLE_BODY, 400)
        if answer.status_code == 401:
            refusals.of_signature()
        elif answer.status_code == 404 and bolt_request.body.get("type") == "event_callback":
            # Slack switches an app off whose events fail: one that nobody listens to is taken.
            return Response()
        return answer

    async def readyz(_: Request) -> Response:
        reason = health.STOPPING if drain.stopping else await unready(context, delivery)
        if reason:
            return JSONResponse({"ready": False, "reason": reason}, 503)
        lacking = await degraded(context)
        return JSONResponse({"ready": True} | ({"degraded": lacking} if lacking else {}))

    async def metrics(request: Request) -> Response:
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        registry = await metrics_of(context, delivery.counts, refusals.counts)
        return Response(encode(registry), headers={"Content-Type": content_type})

    return Starlette(
        routes=[
            *(
                Route(
                    path,
                    events,
                    methods=["POST"],
                    middleware=[Middleware(DrainMiddleware, drain=drain)],
                )
                for path in (EVENTS, f"{EVENTS}/")
            ),
            Route("/healthz", _healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
        ]
    )


async def _looks_at_certificate(request: Request, bodies: Bodies) -> bool:
    """Whether Slack looks that the address answers with a good certificate."""
    if request.query_params.get("ssl_check") == "1":
        return True
    if not 0 < content_length(request) <= CHECK_BODY:
        return False
    body = await bodies.read(request, CHECK_BODY, CHECK_SECONDS)
    return isinstance(body, bytes) and ("ssl_check", "1") in parse_qsl(body.decode("latin-1"))


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
