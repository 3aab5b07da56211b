"""Events: to whom they go, and that Slack tries again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.responses import PlainTextResponse, Response

ROOM = "C0REFERRALS"
EVENTS = ["message.channels", "message.groups", "message.im", "app_mention"]


def subscribe(world: Any, *events: str) -> None:
    world.workspace.use_manifest(
        {
            "features": {"app_home": {"home_tab_enabled": True}},
            "oauth_config": {"scopes": {"bot": ["chat:write"]}},
            "settings": {"event_subscriptions": {"bot_events": list(events)}},
        }
    )


async def hear(world: Any, count: int) -> list[dict[str, Any]]:
    """The next events, as the app gets them."""
    heard: asyncio.Queue[Any] = asyncio.Queue()
    world.app.answer = lambda one: heard.put_nowait(one)
    async with asyncio.timeout(5):
        return [(await heard.get()).body["event"] for _ in range(count)]


@pytest.mark.parametrize(
    ("channel", "kind"), [(ROOM, "channel"), ("C0CASEWORK", "group"), ("D0ANALYST", "im")]
)
async def test_messages_reach_an_app_that_subscribed(world: Any, channel: str, kind: str) -> None:
    subscribe(world, *EVENTS)
    hearing = asyncio.create_task(hear(world, 1))
    await asyncio.sleep(0)
    await world.control.type("U0ANALYST", channel, "hello")
    (event,) = await hearing
    assert (event["type"], event["channel_type"], event["text"]) == ("message", kind, "hello")


async def test_mentions(world: Any) -> None:
    subscribe(world, "app_mention")
    hearing = asyncio.create_task(hear(world, 1))
    await asyncio.sleep(0)
    await world.control.type("U0ANALYST", ROOM, "hello @referral-bot")
    (event,) = await hearing
    assert (event["type"], event["text"]) == ("app_mention", "hello <@U0REFERRALBOT>")


async def test_an_app_that_did_not_subscribe_hears_nothing(world: Any) -> None:
    subscribe(world)
    await world.control.type("U0ANALYST", ROOM, "hello")
    assert (await world.control.post("home", as_="U0ANALYST"))["acknowledged"] is None
    assert world.app.heard == []


async def test_an_event_that_is_not_taken_comes_again_with_its_id(world: Any) -> None:
    done = asyncio.Event()

    def answer(heard: Any) -> Response:
        if heard.headers.get("x-slack-retry-num") == "2":
            done.set()
            return PlainTextResponse("")
        return PlainTextResponse("no", 500)

    world.app.answer = answer
    await world.control.post("home", as_="U0ANALYST", tab="messages")
    await asyncio.wait_for(done.wait(), 5)
    numbers = [one.headers.get("x-slack-retry-num") for one in world.app.heard]
    assert numbers == [None, "1", "2"]
    assert len({one.body["event_id"] for one in world.app.heard}) == 1
    assert world.app.heard[1].headers["x-slack-retry-reason"] == "http_error"
