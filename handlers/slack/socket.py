"""Socket Mode: Slack's requests over a WebSocket that the bot opens; no public address needed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)


@asynccontextmanager
async def socket(app: AsyncApp, app_token: str) -> AsyncIterator[None]:
    """Connected for as long as the block runs; the client reconnects by itself.

    Slack's address is that of the app's own client. Raises SlackApiError where Slack refuses the
    app token.
    """
    client = AsyncWebClient(base_url=app.client.base_url, timeout=app.client.timeout)
    handler = AsyncSocketModeHandler(app, app_token, web_client=client)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


async def run_socket(app: AsyncApp, app_token: str, stop: asyncio.Event) -> None:
    """Listen until `stop` is set."""
    async with socket(app, app_token):
        log.info("connected to Slack over Socket Mode")
        await stop.wait()
