"""What the control API shows to whom, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.workspace.state.model import AppInfo, SlackChannel, SlackMessage, SlackTeam, User
from tests.workspace_client import ControlRefused

ROOM = "C0REFERRALS"


async def channels(world: Any, user: str) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in (await world.control.state(user))["channels"]}


async def test_people_see_the_channels_that_they_may_see(world: Any) -> None:
    assert set(await channels(world, "U0ANALYST")) == {ROOM, "C0GENERAL", "C0CASEWORK", "D0ANALYST"}
    assert set(await channels(world, "U0SECOND")) == {ROOM, "C0GENERAL", "D0SECOND"}
    assert set(await channels(world, "U0PARTNER")) == {ROOM, "D0PARTNER"}
    direct = (await channels(world, "U0ANALYST"))["D0ANALYST"]
    assert (direct["kind"], direct["user"]) == ("im", "U0REFERRALBOT")


async def test_without_a_name_the_first_person_looks(world: Any) -> None:
    assert (await world.control.state())["me"] == "U0ANALYST"


async def test_a_workspace_of_ones_own(make_world: Any) -> None:
    team = SlackTeam("T1", "Desk", "desk")
    world = await make_world(
        team=team,
        users=[User("U1", "ann", team_id="T1")],
        channels=[SlackChannel("C1", "room", members=["U1", "UBOT"])],
        app=AppInfo("A1", "Bot", "UBOT", "B1", "bot"),
        notice="Demo data",
    )
    state = await world.control.state()
    assert (state["team"]["id"], state["app"]["bot_user_id"], state["notice"]) == (
        "T1",
        "UBOT",
        "Demo data",
    )
    assert [user["id"] for user in state["users"]] == ["U1", "UBOT", "USLACKBOT"]
    await world.post(channel="C1")


async def test_unread_marks(world: Any) -> None:
    await world.post("one")
    await world.post("two <@U0ANALYST>")
    await world.post("direct", channel="D0ANALYST")
    analyst = await channels(world, "U0ANALYST")
    assert (analyst[ROOM]["unread"], analyst[ROOM]["mentioned"]) == (2, True)
    assert (analyst["D0ANALYST"]["unread"], analyst["D0ANALYST"]["mentioned"]) == (1, True)
    assert not (await channels(world, "U0SECOND"))[ROOM]["mentioned"]
    await world.control.read("U0ANALYST", ROOM)
    assert (await channels(world, "U0ANALYST"))[ROOM]["unread"] == 0
    await world.control.type("U0ANALYST", ROOM, "mine")
    assert (await channels(world, "U0ANALYST"))[ROOM]["unread"] == 0
    assert (await channels(world, "U0SECOND"))[ROOM]["unread"] == 3


async def test_five_thousand_messages_come_in_pages(world: Any) -> None:
    for n in range(5000):
        world.workspace.post(SlackMessage(ROOM, "", "U0ANALYST", str(n)))
    newest = await world.control.get("messages", as_="U0ANALYST", channel=ROOM, limit=100)
    assert newest["has_more"]
    texts = [one["text"] for one in newest["messages"]]
    assert texts == [str(n) for n in range(4900, 5000)]
    older = await world.control.messages(
        "U0ANALYST", ROOM, before=newest["messages"][0]["ts"], limit=100
    )
    assert older[-1]["text"] == "4899"


async def test_private_answers_stand_at_their_place_among_pages(world: Any) -> None:
    await world.post("1")
    await world.call("chat.postEphemeral", channel=ROOM, user="U0ANALYST", text="2")
    stamps = [await world.post(str(n)) for n in (3, 4)]
    newest = await world.control.messages("U0ANALYST", ROOM, limit=2)
    assert [one["text"] for one in newest] == ["3", "4"]
    older = await world.control.messages("U0ANALYST", ROOM, before=stamps[0])
    assert [one["text"] for one in older] == ["1", "2"]


async def test_who_asks_for_what_is_not_theirs(world: Any) -> None:
    with pytest.raises(ControlRefused, match="channel_not_found"):
        await world.control.messages("U0SECOND", "C0CASEWORK")
    with pytest.raises(ControlRefused, match="user_not_found"):
        await world.control.state("U0NOBODY")
    with pytest.raises(ControlRefused, match="user_not_found"):
        await world.control.state("U0REFERRALBOT")
    with pytest.raises(ControlRefused, match="thread_not_found"):
        await world.control.messages("U0ANALYST", ROOM, thread_ts="1.1")
    with pytest.raises(ControlRefused, match="invalid_arguments"):
        await world.control.get("messages", as_="U0ANALYST", channel=ROOM, limit="many")
    with pytest.raises(ControlRefused, match="invalid_arguments"):
        await world.control.post("click", as_="U0ANALYST")


async def test_bodies_that_are_no_objects(world: Any) -> None:
    for body in (b"{", b"[]"):
        response = await world.http.post("/_control/type", content=body)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_json")


async def test_members_come_and_go(world: Any) -> None:
    await world.control.join("U0REFERRALBOT", "C0GENERAL")
    await world.post(channel="C0GENERAL")
    await world.control.leave("U0REFERRALBOT", "C0GENERAL")
    refused = await world.call("chat.postMessage", channel="C0GENERAL", text="x")
    assert refused["error"] == "not_in_channel"
    with pytest.raises(ControlRefused, match="not_in_ims"):
        await world.control.leave("U0ANALYST", "D0ANALYST")


async def test_the_wire_tells_what_went_over_it(world: Any) -> None:
    world.app.answer = lambda heard: {"text": "hello"}
    await world.control.type("U0ANALYST", ROOM, "/flag x")
    await world.call("chat.postMessage", channel="C0NOWHERE", text="x")
    to_app, to_slack = await world.control.wire()
    assert (to_app["direction"], to_app["name"], to_app["status"]) == ("to_app", "/flag", 200)
    assert to_app["response"] == {"text": "hello"}
    assert to_app["request"]["token"] == "[hidden]"
    assert "[hidden]" in to_app["request"]["response_url"]
    assert (to_slack["direction"], to_slack["name"]) == ("to_slack", "chat.postMessage")
    assert to_slack["response"]["error"] == "channel_not_found"
    assert [entry["n"] for entry in await world.control.wire(after=1)] == [2]


async def test_a_reset_empties_the_channels_and_keeps_the_clock(world: Any) -> None:
    await world.post()
    await world.control.move_clock(seconds=3600)
    await world.control.reset()
    assert await world.control.messages("U0ANALYST", ROOM) == []
    assert world.workspace.clock.offset.total_seconds() >= 3600
