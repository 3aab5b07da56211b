"""HTTP mode: uvicorn, until a signal ends it."""

from __future__ import annotations

import uvicorn

from handlers.slack.transport.connections import LimitedProtocol
from handlers.slack.transport.http import Drain, http_app
from handlers.wiring.assembly import Bot
from handlers.wiring.stopping import Server

CUT_SECONDS = 1
"""For connections that are still open when nothing is answered any more."""


async def serve(bot: Bot, host: str, port: int) -> None:
    """Answer Slack's requests until SIGTERM or Ctrl-C, and then finish what was taken."""
    drain = Drain()
    app = http_app(bot.app, bot.context, bot.delivery, drain=drain)
    config = uvicorn.Config(
        app,
        http=LimitedProtocol,
        host=host,
        port=port,
        log_level="info",
        log_config=None,
        lifespan="off",
        ws="none",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=CUT_SECONDS,
    )
    await Server(config, drain, lambda: bool(drain.inside or bot.context.background)).serve()
