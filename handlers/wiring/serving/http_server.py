"""HTTP mode: uvicorn, until a signal ends it."""

from __future__ import annotations

import uvicorn

from bot.sentences.operations import health
from handlers.slack.transport.connections import LimitedProtocol
from handlers.slack.transport.http import Drain, http_app
from handlers.slack.transport.probes import Probes
from handlers.wiring.assembly import Bot
from handlers.wiring.serving.beside import beside
from handlers.wiring.serving.stopping import Server

CUT_SECONDS = 1
"""For connections that are still open when nothing is answered any more."""


async def serve(bot: Bot, host: str, port: int, metrics_port: int | None = None) -> None:
    """Answer Slack's requests until SIGTERM or Ctrl-C, and then finish what was taken.

    With `metrics_port` /metrics is there and not beside Slack's requests.
    Raises SetupError where that port cannot be had.
    """
    drain = Drain()
    probes = Probes(
        bot.context, bot.delivery, way_in=lambda: health.STOPPING if drain.stopping else ""
    )
    app = http_app(bot.app, probes, drain=drain, with_metrics=metrics_port is None)
    config = uvicorn.Config(
        app,
        http=LimitedProtocol,
        host=host,
        port=port,
        log_config=None,
        lifespan="off",
        ws="none",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=CUT_SECONDS,
    )
    async with beside(metrics_port, host, lambda: probes.app("/metrics", "/healthz")):
        await Server(config, drain, lambda: bool(drain.inside or bot.context.background)).serve()
