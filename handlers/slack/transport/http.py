"""HTTP mode: Slack's requests."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import parse_qsl

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.request.async_internals import build_async_context
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.domain.redaction import told
from bot.sentences.operations import health
from handlers.slack.transport.admission import CLOSE, Bodies, content_length
from handlers.slack.transport.probes import Probes

log = logging.getLogger(__name__)

EVENTS = "/slack/events"
CHECK_BODY, CHECK_SECONDS = 256, 1.0
"""Slack's look at the certificate is not always signed: so much of a form is read without a signature."""


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
    app: AsyncApp, probes: Probes, *, drain: Drain | None = None, with_metrics: bool = True
) -> Starlette:
    """`POST /slack/events`, `GET /healthz`, `GET /readyz`, and `GET /metrics` unless it has a port of its own."""
    drain = drain or Drain()
    refusals, bodies = probes.refusals, Bodies()

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
            *probes.routes(("/healthz", "/readyz", *(("/metrics",) if with_metrics else ()))),
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
