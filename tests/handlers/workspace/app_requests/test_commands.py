"""Slash commands: what the app gets, and what becomes of its answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.responses import JSONResponse, Response

from handlers.workspace.state.model import SlashCommand
from tests.workspace_client import ControlRefused

ROOM = "C0REFERRALS"


async def test_the_form_of_a_command(world: Any) -> None:
    await world.control.type("U0ANALYST", ROOM, "/flag https://a.example/?x=1&y=<2> @second")
    (heard,) = world.app.heard
    form = heard.body
    assert form["command"] == "/flag"
    assert form["text"] == "https://a.example/?x=1&amp;y=&lt;2&gt; @second"
    assert (form["channel_id"], form["channel_name"]) == (ROOM, "referrals")
    assert (form["user_id"], form["user_name"]) == ("U0ANALYST", "analyst")
    assert (form["team_id"], form["api_app_id"]) == ("T0REFERRAL", "A0REFERRAL")
    assert form["team_domain"] == "referral-desk"
    assert form["is_enterprise_install"] == "false"
    assert form["response_url"].startswith(world.base_url)
    assert form["trigger_id"].count(".") == 2
    assert abs(int(heard.headers["x-slack-request-timestamp"]) - time.time()) < 5


@pytest.mark.parametrize(
    ("channel", "name"), [("C0CASEWORK", "privategroup"), ("D0ANALYST", "directmessage")]
)
async def test_the_channel_name_hides_private_places(world: Any, channel: str, name: str) -> None:
    await world.control.type("U0ANALYST", channel, "/flag")
    assert world.app.heard[0].body["channel_name"] == name


async def test_a_command_may_ask_for_markup(make_world: Any) -> None:
    world = await make_world(commands=[SlashCommand("/tell", should_escape=True)])
    await world.control.type(
        "U0ANALYST", ROOM, "/tell @second in #general: https://a.example/?x&y <b>"
    )
    assert world.app.heard[0].body["text"] == (
        "<@U0SECOND|second> in <#C0GENERAL|general>: <https://a.example/?x&amp;y> &lt;b&gt;"
    )


async def test_commands_from_a_manifest(world: Any) -> None:
    world.workspace.use_manifest(
        {
            "features": {
                "slash_commands": [{"command": "/seen", "description": "d", "usage_hint": "u"}],
                "shortcuts": [
                    {"name": "n", "type": "message", "callback_id": "c", "description": "d"}
                ],
                "app_home": {"home_tab_enabled": True},
            },
            "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
            "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
        }
    )
    state = await world.control.state("U0ANALYST")
    assert state["commands"] == [{"command": "/seen", "usage_hint": "u", "description": "d"}]
    assert state["shortcuts"][0]["callback_id"] == "c"
    assert world.workspace.scopes == {"commands", "chat:write"}
    with pytest.raises(ControlRefused, match="unknown_command"):
        await world.control.type("U0ANALYST", ROOM, "/flag")


async def test_words_that_are_no_command(world: Any) -> None:
    with pytest.raises(ControlRefused, match="unknown_command"):
        await world.control.type("U0ANALYST", ROOM, "/nonsense")
    assert world.app.heard == []


async def test_no_commands_in_threads(world: Any) -> None:
    ts = await world.post()
    with pytest.raises(ControlRefused, match="not supported in threads"):
        await world.control.type("U0ANALYST", ROOM, "/flag", thread_ts=ts)
    assert world.app.heard == []


async def until(events: AsyncIterator[Any], kind: str) -> AsyncIterator[Any]:
    """Events up to the first of a kind."""
    async for event in events:
        yield event
        if event["type"] == kind:
            return


async def private_texts(world: Any, user: str = "U0ANALYST", channel: str = ROOM) -> list[str]:
    shown = await world.control.messages(user, channel)
    return [one["text"] for one in shown if one["ephemeral"]]


async def test_an_empty_answer_shows_nothing(world: Any) -> None:
    answer = await world.control.type("U0ANALYST", ROOM, "/flag")
    assert answer["acknowledged"]["status"] == 200
    assert await world.control.messages("U0ANALYST", ROOM) == []


@pytest.mark.parametrize("said", ["Recorded.", {"text": "Recorded."}])
async def test_an_answer_is_private(world: Any, said: Any) -> None:
    world.app.answer = lambda heard: said
    await world.control.type("U0ANALYST", ROOM, "/flag")
    assert await private_texts(world) == ["Recorded."]
    assert await private_texts(world, "U0LEAD") == []


async def test_an_answer_to_all(world: Any) -> None:
    world.app.answer = lambda heard: {"response_type": "in_channel", "text": "Look."}
    await world.control.type("U0ANALYST", ROOM, "/flag")
    (shown,) = await world.control.messages("U0LEAD", ROOM)
    assert (shown["text"], shown["ephemeral"]) == ("Look.", False)


async def test_an_answer_that_slack_refuses_is_told_to_the_person(world: Any) -> None:
    faulty = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    world.app.answer = lambda heard: {"text": "x", "blocks": [faulty]}
    await world.control.type("U0ANALYST", ROOM, "/flag")
    (text,) = await private_texts(world)
    assert "invalid_blocks" in text
    assert "/blocks/0/text/text" in text
    assert any("invalid_blocks" in said for _, said in world.workspace.wire.complaints)


@pytest.mark.parametrize("status", [500, 404, 201])
async def test_any_status_but_200_is_a_failure(world: Any, status: int) -> None:
    world.app.answer = lambda heard: Response("no", status)
    answer = await world.control.type("U0ANALYST", ROOM, "/flag")
    assert answer["acknowledged"]["status"] == status
    (text,) = await private_texts(world)
    assert "operation_timeout" in text


async def test_no_answer_within_the_deadline(world: Any) -> None:
    world.workspace.deadline = 0.05
    released = asyncio.Event()

    async def slow(heard: Any) -> str:
        await released.wait()
        return "too late"

    world.app.answer = slow
    answer = await world.control.type("U0ANALYST", ROOM, "/flag")
    assert answer["acknowledged"]["status"] == 0
    (text,) = await private_texts(world)
    assert "operation_timeout" in text
    async with world.control.events("U0ANALYST") as events:
        released.set()
        late = [event async for event in until(events, "wire")][-1]
    assert "too late" in late["entry"]["complaints"][0]
    assert len(await private_texts(world)) == 1


async def test_an_app_that_is_not_there(world: Any) -> None:
    world.workspace.request_url = "http://127.0.0.1:9/slack/events"
    await world.control.type("U0ANALYST", ROOM, "/flag")
    (text,) = await private_texts(world)
    assert "operation_timeout" in text


async def test_only_this_machine_is_ever_called(world: Any) -> None:
    world.workspace.request_url = "http://slack.example/slack/events"
    with pytest.raises(ControlRefused, match="bad_request_url"):
        await world.control.type("U0ANALYST", ROOM, "/flag")


async def test_signatures_are_what_the_app_checks(world: Any) -> None:
    world.workspace.signing_secret = "another"
    answer = await world.control.type("U0ANALYST", ROOM, "/flag")
    assert answer["acknowledged"]["status"] == 401


# --- response URLs -----------------------------------------------------------


async def respond(world: Any, url: str, **body: Any) -> httpx.Response:
    response: httpx.Response = await world.http.post(url, json=body)
    return response


async def response_url(world: Any) -> str:
    await world.control.type("U0ANALYST", ROOM, "/flag")
    return str(world.app.heard[-1].body["response_url"])


async def test_a_response_url_works_five_times(world: Any) -> None:
    url = await response_url(world)
    for n in range(5):
        assert (await respond(world, url, text=str(n))).text == "ok"
    refused = await respond(world, url, text="one more")
    assert (refused.status_code, refused.json()["error"]) == (404, "used_url")
    assert await private_texts(world) == ["0", "1", "2", "3", "4"]


async def test_a_response_url_works_for_half_an_hour(world: Any) -> None:
    now = [0.0]
    world.workspace.response_urls.seconds = lambda: now[0]
    url = await response_url(world)
    now[0] = 30 * 60
    assert (await respond(world, url, text="x")).status_code == 200
    now[0] += 1
    assert (await respond(world, url, text="x")).json()["error"] == "expired_url"
    unknown = await respond(world, url.rsplit("/", 1)[0] + "/nonsense", text="x")
    assert unknown.json()["error"] == "invalid_url"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"delete_original": True}, "message_not_found"),
    ],
)
async def test_what_a_response_url_refuses(world: Any, body: Any, error: str) -> None:
    refused = await respond(world, await response_url(world), **body)
    assert refused.status_code in (400, 404)
    assert refused.json()["error"] == error


async def test_a_response_url_may_tell_all(world: Any) -> None:
    await respond(world, await response_url(world), text="Look.", response_type="in_channel")
    (shown,) = await world.control.messages("U0LEAD", ROOM)
    assert shown["text"] == "Look."


async def test_a_json_answer_of_the_app_may_be_empty(world: Any) -> None:
    world.app.answer = lambda heard: JSONResponse({})
    await world.control.type("U0ANALYST", ROOM, "/flag")
    (text,) = await private_texts(world)
    assert "no_text" in text


# --- plain messages ----------------------------------------------------------


async def test_other_text_is_a_message_of_the_person(world: Any) -> None:
    answer = await world.control.type("U0ANALYST", ROOM, "see https://a.example/x?a&b, @second <b>")
    (shown,) = await world.control.messages("U0LEAD", ROOM)
    assert shown["ts"] == answer["ts"]
    assert shown["text"] == "see <https://a.example/x?a&amp;b>, <@U0SECOND> &lt;b&gt;"
    (part,) = shown["blocks"][0]["elements"]
    assert [one["type"] for one in part["elements"]] == ["text", "link", "text", "user", "text"]
    assert part["elements"][1]["url"] == "https://a.example/x?a&b"


async def test_who_may_write_where(world: Any) -> None:
    await world.control.leave("U0ANALYST", ROOM)
    await world.control.archive("C0GENERAL")
    with pytest.raises(ControlRefused, match="not_in_channel"):
        await world.control.type("U0ANALYST", ROOM, "hello")
    with pytest.raises(ControlRefused, match="channel_not_found"):
        await world.control.type("U0SECOND", "C0CASEWORK", "hello")
    with pytest.raises(ControlRefused, match="is_archived"):
        await world.control.type("U0SECOND", "C0GENERAL", "hello")
    with pytest.raises(ControlRefused, match="no_text"):
        await world.control.type("U0LEAD", ROOM, "   ")
