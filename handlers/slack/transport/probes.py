"""What a balancer and a monitor ask: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.actions.recording.team import leads_of
from bot.domain.errors import StorageUnavailable
from bot.sentences.operations import health
from handlers.slack.context.app_context import AppContext
from handlers.slack.transport.admission import Refusals

READY_WITHIN = 2.0


class Delivers(Protocol):
    """What is asked of the delivery."""

    @property
    def refused(self) -> str | None:
        """Slack's word for refusing the bot itself, while it does."""

    @property
    def counts(self) -> Mapping[str, int]:
        """What was done since the start, by name."""


def _nothing() -> str:
    return ""


@dataclass(slots=True)
class Probes:
    """Looks at a bot. `way_in` says why no request of Slack's can come in now, or nothing."""

    context: AppContext
    delivery: Delivers
    refusals: Refusals = field(default_factory=Refusals)
    way_in: Callable[[], str] = _nothing

    def routes(self, paths: Iterable[str]) -> list[Route]:
        """These of the three paths."""
        answers = {"/healthz": self.healthz, "/readyz": self.readyz, "/metrics": self.metrics}
        return [Route(path, answers[path]) for path in paths]

    def app(self, *paths: str) -> Starlette:
        """An app of them alone, for a port of their own."""
        return Starlette(routes=self.routes(paths))

    async def healthz(self, _: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("ok")

    async def readyz(self, _: Request) -> Response:
        """Whether commands are recorded, and what is lacking although they are."""
        if reason := self.way_in() or await self._unready():
            return JSONResponse({"ready": False, "reason": reason}, 503)
        lacking = await self._degraded()
        return JSONResponse({"ready": True} | ({"degraded": lacking} if lacking else {}))

    async def metrics(self, request: Request) -> Response:
        """As the asker's Accept header wants them."""
        # A hundredth of a start and of its memory, where somebody asks.
        from handlers.slack.transport.metrics import metrics_of

        accept = request.headers.get("accept", "")
        content, kind = await metrics_of(
            self.context, self.delivery.counts, self.refusals.counts, accept
        )
        return Response(content, headers={"Content-Type": kind})

    async def _unready(self) -> str:
        if not self.context.directory.team:
            return health.NO_IDENTITY
        if self.delivery.refused:
            return health.bot_refused(self.delivery.refused)
        return await self.context.store.trouble(READY_WITHIN)

    async def _degraded(self) -> list[str]:
        try:
            async with asyncio.timeout(READY_WITHIN):
                leads = await self.context.read(lambda uow: leads_of(uow, self.context.config))
        except (TimeoutError, StorageUnavailable):
            return []
        return [] if leads else [health.NO_LEAD]
