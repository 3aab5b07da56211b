"""The limit: a Bolt app that acknowledges and does nothing else, on the server the bot runs on.

    python -m tests.benchmarks.bare_bolt PORT [trivial]

`process_before_response` and an `authorize` from memory, as the bot has them, through Bolt's own
ASGI adapter, the fastest way there is. With `trivial` no Bolt: the client's own limit.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from tests.benchmarks.wire import Framed

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


class _Trivial(Framed):
    def came(self, head: bytes, body: bytes) -> None:
        assert self.transport is not None
        self.transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nRecorded.")


async def _trivial(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Trivial, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    port = int(sys.argv[1])
    if "trivial" in sys.argv:
        asyncio.run(_trivial(port))
    else:
        uvicorn.run(
            app(),
            host="127.0.0.1",
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
        )
