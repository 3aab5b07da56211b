"""Signed requests as Slack sends them: `/flag` of a page nobody flagged before, and clicks."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote_plus, urlencode

import orjson

from tests.benchmarks.bare_bolt import SECRET
from tests.benchmarks.sink import TEAM

CHANNELS = tuple(f"C0BENCH{n}" for n in range(8))
PEOPLE = tuple(f"U0BENCH{n:02}" for n in range(30))
_RUN = int(time.time())


def signed(port: int, body: bytes) -> bytes:
    """A whole request with the body, signed now."""
    stamp = str(int(time.time())).encode()
    base = b"v0:%b:%b" % (stamp, body)
    signature = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest().encode()
    return (
        b"POST /slack/events HTTP/1.1\r\nhost: 127.0.0.1:%d\r\n"
        b"user-agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\naccept: application/json,*/*\r\n"
        b"content-type: application/x-www-form-urlencoded\r\n"
        b"x-slack-request-timestamp: %b\r\nx-slack-signature: v0=%b\r\n"
        b"content-length: %d\r\n\r\n%b" % (port, stamp, signature, len(body), body)
    )


def flags(port: int, slack: str) -> Callable[[], bytes]:
    """Each call: a `/flag` of a page of its own, with a note."""
    counting = itertools.count(time.time_ns() // 1000)

    def make() -> bytes:
        n = next(counting)
        form = {
            "token": "verification",
            "team_id": TEAM,
            "team_domain": "bench",
            "channel_id": CHANNELS[n % len(CHANNELS)],
            "channel_name": "team",
            "user_id": PEOPLE[n % len(PEOPLE)],
            "user_name": "analyst",
            "command": "/flag",
            "text": f"https://www.facebook.com/groups/{n}/ offers crossings, number on the page",
            "api_app_id": "A0BENCH",
            "is_enterprise_install": "false",
            "response_url": f"{slack}/response/{n}",
            "trigger_id": f"{n}.{_RUN}.bench",
        }
        return signed(port, urlencode(form).encode())

    return make


def clicks(port: int, slack: str, waiting: Iterator[tuple[int, str, str]]) -> Callable[[], bytes]:
    """Each call: **Closed** pressed on the card of the next (number, what it carries, channel)."""
    counting = itertools.count(time.time_ns() // 1000)

    def make() -> bytes:
        n = next(counting)
        number, carried, channel = next(waiting)
        ts = f"{1_700_000_000 + number}.000100"
        user = PEOPLE[n % len(PEOPLE)]
        action = {
            "type": "button",
            "action_id": "do:close",
            "block_id": "buttons",
            "action_ts": f"{n // 1_000_000}.{n % 1_000_000:06}",
            "value": carried,
            "text": {"type": "plain_text", "text": "Closed"},
        }
        payload: dict[str, object] = {
            "type": "block_actions",
            "token": "verification",
            "team": {"id": TEAM, "domain": "bench"},
            "user": {"id": user, "username": "analyst", "name": "analyst", "team_id": TEAM},
            "api_app_id": "A0BENCH",
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": f"{n}.{_RUN}.click",
            "container": {
                "type": "message",
                "message_ts": ts,
                "channel_id": channel,
                "is_ephemeral": False,
            },
            "channel": {"id": channel, "name": "team"},
            "state": {"values": {}},
            "response_url": f"{slack}/response/{n}",
            "actions": [action],
            "message": {
                "type": "message",
                "user": "U0BOT",
                "ts": ts,
                "text": f"R-{number} Facebook group",
                "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 300}}],
            },
        }
        return signed(port, b"payload=" + quote_plus(orjson.dumps(payload)).encode())

    return make
