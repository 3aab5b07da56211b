"""Live updates: who is told what."""

from __future__ import annotations

import asyncio
from typing import Any

from handlers.workspace.state.live import WAITING_LIMIT, Live

ROOM = "C0REFERRALS"


async def told(world: Any, user: str, doing: Any, last: str) -> list[dict[str, Any]]:
    """What one person is told from now until an event of the type `last`."""
    heard: list[dict[str, Any]] = []
    async with world.control.events(user) as events:
        work = asyncio.create_task(doing())
        async with asyncio.timeout(5):
            async for event in events:
                heard.append(event)
                if event["type"] == last:
                    break
        await work
    return [event for event in heard if event["type"] != "wire"]


async def test_messages_and_their_changes(world: Any) -> None:
    async def doing() -> None:
        ts = await world.post("one")
        await world.call("chat.update", channel=ROOM, ts=ts, text="two")
        await world.post("reply", thread_ts=ts)
        lone = await world.post("lone")
        await world.call("chat.delete", channel=ROOM, ts=lone)

    heard = await told(world, "U0ANALYST", doing, "message_deleted")
    assert [event["type"] for event in heard] == [
        "message",
        "message_changed",
        "message",
        "message_changed",
        "message",
        "message_deleted",
    ]
    assert heard[1]["message"]["text"] == "two"
    assert heard[3]["message"]["reply_count"] == 1
    assert heard[-1]["ts"]


async def test_people_outside_hear_nothing_of_private_channels(world: Any) -> None:
    async def doing() -> None:
        await world.post("secret", channel="C0CASEWORK")
        await world.call("chat.postEphemeral", channel=ROOM, user="U0ANALYST", text="only analyst")
        await world.post("open")

    heard = await told(world, "U0SECOND", doing, "message")
    assert [event["message"]["text"] for event in heard] == ["open"]


async def test_everything_else_that_is_told(world: Any) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}

    async def doing() -> None:
        await world.call("views.publish", user_id="U0ANALYST", view=home)
        await world.control.archive("C0GENERAL")
        await world.control.move_clock(seconds=60)
        await world.control.faults({"method": "*", "fault": "slow", "seconds": 0})
        await world.control.reset()

    heard = await told(world, "U0ANALYST", doing, "reset")
    assert [event["type"] for event in heard] == ["home", "channel", "clock", "faults", "reset"]
    assert heard[2]["clock"]["offset_seconds"] >= 60
    assert heard[3]["faults"]["rules"][0]["fault"] == "slow"


async def test_the_wire_is_told_without_secrets(world: Any) -> None:
    async with world.control.events("U0ANALYST") as events:
        await world.http.post("/api/auth.test", data={"token": world.workspace.bot_token})
        entry = (await anext(events))["entry"]
    assert (entry["name"], entry["request"]) == ("auth.test", {"token": "[hidden]"})


async def test_a_stream_for_nobody(world: Any) -> None:
    refused = await world.http.get("/_control/events", params={"as": "U0NOBODY"})
    assert (refused.status_code, refused.json()["error"]) == (404, "user_not_found")


def test_a_listener_that_lags_behind_starts_afresh() -> None:
    live = Live()
    with live.listening("U1") as listener:
        for _ in range(WAITING_LIMIT + 1):
            live.tell(lambda: {"type": "message"})
        assert listener.queue.qsize() == 1
        assert listener.queue.get_nowait() == {"type": "reset"}
    live.tell(lambda: {"type": "message"})
    assert listener.queue.empty()
