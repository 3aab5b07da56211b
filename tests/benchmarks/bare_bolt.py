"""The limit: a Bolt app that acknowledges and does nothing else, on the server the bot runs on.

    python -m tests.benchmarks.bare_bolt PORT

`process_before_response` and an `authorize` from memory, as the bot has them, through Bolt's own
ASGI adapter, the fastest way there is.
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

SECRET = "be" * 16


def app() -> Any:
    """The ASGI app."""

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id="T0BENCH",
            bot_user_id="U0BOT",
            bot_id="B0BOT",
            bot_token="xoxb-bench",
        )

    bolt = AsyncApp(signing_secret=SECRET, process_before_response=True, authorize=authorize)

    @bolt.command("/flag")
    async def flag(ack: Any) -> None:
        await ack("Recorded.")

    @bolt.action("do:close")
    async def close(ack: Any) -> None:
        await ack()

    return AsyncSlackRequestHandler(bolt, path="/slack/events")


if __name__ == "__main__":
    uvicorn.run(
        app(),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
        access_log=False,
        server_header=False,
    )
