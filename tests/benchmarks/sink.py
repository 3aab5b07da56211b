"""A Slack that takes everything at once, so that it is not what is measured.

    python -m tests.benchmarks.sink PORT

It answers chat.postMessage and chat.update as Slack does: one message a second and channel, and 429
with `Retry-After` for what is too many.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any
from urllib.parse import parse_qsl

import orjson

from tests.benchmarks.wire import Framed

TEAM, BOT = "T0BENCH", "U0BOT"
_POSTS = frozenset({"chat.postmessage", "chat.update"})
"""In lower case, as heads come."""
_OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "


class Slack:
    """What the sink knows."""

    def __init__(self) -> None:
        self.last: dict[str, float] = {}
        self.ts = 1_700_000_000

    def answer(self, method: str, body: bytes, form: bool) -> tuple[dict[str, Any], float]:
        """The answer, and seconds to wait where it is too many."""
        if method in _POSTS:
            told = orjson.loads(body)
            channel = str(told.get("channel"))
            now = time.monotonic()
            if now - self.last.get(channel, 0.0) < 1.0:
                return {"ok": False, "error": "ratelimited"}, 1.0
            self.last[channel] = now
            self.ts += 1
            ts = told.get("ts") or f"{self.ts}.000100"
            return {"ok": True, "channel": channel, "ts": ts, "message": {}}, 0.0
        asked = dict(parse_qsl(body.decode())) if form else {}
        match method:
            case "auth.test":
                known = {"team_id": TEAM, "user_id": BOT, "bot_id": "B0BOT", "user": "referral-bot"}
                return {"ok": True, **known}, 0.0
            case "users.info":
                user = asked.get("user", "U0")
                name = {"display_name": f"Analyst {user}"}
                return {"ok": True, "user": {"id": user, "team_id": TEAM, "profile": name}}, 0.0
            case "conversations.info":
                channel = asked.get("channel", "C0")
                return {
                    "ok": True,
                    "channel": {
                        "id": channel,
                        "name": f"team-{channel.lower()}",
                        "is_member": True,
                    },
                }, 0.0
            case "users.list":
                lead = {"id": "U0LEAD", "team_id": TEAM, "is_admin": True}
                members = [{**lead, "profile": {"display_name": "Lead"}}]
                return {"ok": True, "members": members}, 0.0
            case "conversations.open":
                return {"ok": True, "channel": {"id": "D0"}}, 0.0
        return {"ok": True, "members": [], "messages": []}, 0.0


class _Answers(Framed):
    def __init__(self, slack: Slack) -> None:
        super().__init__()
        self._slack = slack

    def came(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        assert self.transport is not None
        if path.startswith("/response"):
            said = b"ok"
        else:
            method = path.rpartition("/")[2]
            answer, wait = self._slack.answer(method, body, b"application/x-www-form" in head)
            said = orjson.dumps(answer)
            if wait:
                self.transport.write(
                    b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 1\r\n"
                    b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
                    % (len(said), said)
                )
                return
        self.transport.write(b"%b%d\r\n\r\n%b" % (_OK, len(said), said))


async def main(port: int) -> None:
    """Serve until the process is ended."""
    slack = Slack()
    server = await asyncio.get_running_loop().create_server(
        lambda: _Answers(slack), "127.0.0.1", port
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
