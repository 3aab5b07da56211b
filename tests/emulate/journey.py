"""The bot's journey, the same at either Slack: flag, refer, reject, overturn; told in messages."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.emulate.slacks import JSON, Slack, free_port

PAGE = "https://www.facebook.com/groups/1234567890/"
ANSWERS: JSON = {
    "category": {"type": "static_select", "selected_option": {"value": "crossing"}},
    "confidence": {"type": "static_select", "selected_option": {"value": "certain"}},
    "basis": {"type": "static_select", "selected_option": {"value": "both"}},
    "reason": {"type": "static_select", "selected_option": {"value": "terms"}},
    "ground": {"type": "plain_text_input", "value": "It offers crossings."},
}


@asynccontextmanager
async def bot(slack: Slack, folder: Path) -> AsyncIterator[str]:
    """`referral-bot run --mode http` against a Slack; yields the address of its request URL."""
    port = free_port()
    environment = os.environ | {
        "SLACK_API_URL": slack.address,
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_SIGNING_SECRET": slack.secret,
        "DATABASE_URL": f"sqlite:///{folder}/{slack.name}.db",
    }
    log = (folder / f"{slack.name}.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).parent / "referral-bot"),
        *("run", "--mode", "http", "--port", str(port)),
        env=environment,
        stdout=log,
        stderr=log,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        await until(lambda: _answers(f"{address}/readyz"), "the bot is ready")
        yield f"{address}/slack/events"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        log.close()


async def until(look: Callable[[], Any], what: str) -> Any:
    """What `look` finds, as soon as it finds something."""
    for _ in range(100):
        if found := await look():
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(f"never: {what}")


async def _answers(url: str) -> bool:
    async with httpx.AsyncClient(trust_env=False) as http:
        try:
            return (await http.get(url)).status_code == 200
        except httpx.TransportError:
            return False


class Person:
    """Types, clicks and fills forms as Slack passes it on: signed."""

    def __init__(self, slack: Slack, events: str, channel: JSON, user: str) -> None:
        self.slack, self.events, self.channel, self.user = slack, events, channel, user

    async def sends(self, fields: JSON) -> httpx.Response:
        """A signed request to the bot."""
        body, now = urlencode(fields), str(int(time.time()))
        signed = f"v0:{now}:{body}".encode()
        signature = hmac.new(self.slack.secret.encode(), signed, hashlib.sha256).hexdigest()
        headers = {
            "X-Slack-Signature": f"v0={signature}",
            "X-Slack-Request-Timestamp": now,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        async with httpx.AsyncClient(trust_env=False) as http:
            return await http.post(self.events, content=body, headers=headers)

    async def types(self, command: str, text: str) -> str:
        """A slash command; the answer's text."""
        team = await self.slack.call("auth.test")
        fields = {
            "token": "x",
            "team_id": team["team_id"],
            "team_domain": "referral-desk",
            "channel_id": self.channel["id"],
            "channel_name": self.channel["name"],
            "user_id": self.user,
            "user_name": "analyst",
            "command": command,
            "text": text,
            "api_app_id": "A000000001",
            "is_enterprise_install": "false",
            "response_url": "http://127.0.0.1:9/nowhere",
            "trigger_id": await self.slack.trigger(self.user),
        }
        answer = await self.sends(fields)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["text"])

    async def card(self, words: str) -> JSON:
        """The message in the channel that has these words."""

        async def look() -> JSON | None:
            history = await self.slack.call(
                "conversations.history", channel=self.channel["id"], include_all_metadata=True
            )
            messages: list[JSON] = history.get("messages", [])
            return next((one for one in messages if words in one.get("text", "")), None)

        found: JSON = await until(look, words)
        return found

    async def clicks(self, card: JSON, label: str) -> None:
        """A button of a message."""
        team = await self.slack.call("auth.test")
        block, button = next(
            (block, one)
            for block in card["blocks"]
            for one in block.get("elements", [])
            if one.get("type") == "button" and one["text"]["text"] == label
        )
        where = {"id": self.channel["id"], "name": self.channel["name"]}
        pressed = {
            "type": "block_actions",
            "token": "x",
            "team": {"id": team["team_id"], "domain": "referral-desk"},
            "user": {"id": self.user, "username": "analyst", "team_id": team["team_id"]},
            "api_app_id": "A000000001",
            "container": {
                "type": "message",
                "message_ts": card["ts"],
                "channel_id": self.channel["id"],
                "is_ephemeral": False,
            },
            "trigger_id": await self.slack.trigger(self.user),
            "channel": where,
            "message": card,
            "response_url": "http://127.0.0.1:9/nowhere",
            # emulate gives blocks no ids of their own
            "actions": [
                {**button, "block_id": block.get("block_id", "b"), "action_ts": str(time.time())}
            ],
        }
        answer = await self.sends({"payload": json.dumps(pressed)})
        assert answer.status_code == 200, answer.text

    async def fills(self, card: JSON, label: str) -> None:
        """The form behind a button: press, answer what it asks, submit."""
        before = len(self.slack.answers)
        await self.clicks(card, label)

        async def look() -> JSON | None:
            views = [
                answer["view"]
                for method, answer in self.slack.answers[before:]
                if method in ("views.open", "views.update") and answer.get("ok")
            ]
            return next((view for view in views[::-1] if view.get("submit")), None)

        view: JSON = await until(look, f"the form behind {label}")
        team = await self.slack.call("auth.test")
        asked = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
        values = {name: {name: ANSWERS[name]} for name in asked if name in ANSWERS}
        values["date"] = {
            "date": {"type": "datepicker", "selected_date": f"{datetime.now(UTC):%Y-%m-%d}"}
        }
        handed = {
            "type": "view_submission",
            "token": "x",
            "team": {"id": team["team_id"], "domain": "referral-desk"},
            "user": {"id": self.user, "username": "analyst", "team_id": team["team_id"]},
            "api_app_id": "A000000001",
            "view": {**view, "state": {"values": values}},
            "trigger_id": await self.slack.trigger(self.user),
            "response_urls": [],
        }
        answer = await self.sends({"payload": json.dumps(handed)})
        assert answer.status_code == 200, answer.text
        assert "errors" not in answer.text, answer.text


async def play(slack: Slack, folder: Path) -> list[str]:
    """The journey; returns all that the channel was told, oldest first."""
    rooms = (await slack.call("conversations.list"))["channels"]
    channel = next(one for one in rooms if one["name"] == "referrals")
    people = (await slack.call("users.list"))["members"]
    user = next(one["id"] for one in people if one["name"] == "analyst")
    await slack.call("conversations.join", channel=channel["id"])
    async with bot(slack, folder) as events:
        analyst = Person(slack, events, channel, user)
        assert "R-1 recorded" in await analyst.types("/flag", f"{PAGE} offers crossings")
        await analyst.fills(await analyst.card("not referred yet"), "Mark referred")
        await analyst.fills(await analyst.card("waiting for an answer"), "Rejected")
        await analyst.fills(await analyst.card("Rejected on"), "Appeal")
        await analyst.clicks(await analyst.card("Appealed on"), "Overturned: page closed")
        card = await analyst.card("Closed on")
        again = await analyst.types("/flag", "m.facebook.com/groups/1234567890?ref=share")

        async def thread() -> list[JSON] | None:
            answer = await slack.call("conversations.replies", channel=channel["id"], ts=card["ts"])
            lines: list[JSON] = answer["messages"][1:]
            return lines if len(lines) >= 4 else None

        lines = await until(thread, "four lines under the card")
    return [card["text"], *[line["text"] for line in lines], again]
