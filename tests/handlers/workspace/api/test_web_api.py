"""Tokens, scopes, arguments, rate limits: what every Web API method has in common."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from handlers.workspace.api.web_api import METHODS, PostRate


async def test_a_call_needs_a_token(world: Any) -> None:
    assert (await world.http.post("/api/auth.test")).json()["error"] == "not_authed"
    wrong = {"Authorization": "Bearer xoxb-wrong"}
    assert (await world.http.post("/api/auth.test", headers=wrong)).json()[
        "error"
    ] == "invalid_auth"


async def test_the_token_may_come_as_an_argument(world: Any) -> None:
    answer = await world.http.post("/api/auth.test", data={"token": world.workspace.bot_token})
    assert answer.json()["user_id"] == "U0REFERRALBOT"
    assert answer.json()["bot_id"] == "B0REFERRAL"
    asked = await world.http.get("/api/auth.test", params={"token": world.workspace.bot_token})
    assert asked.json()["ok"]


async def test_methods_that_are_none(world: Any) -> None:
    assert (await world.call("chat.shout"))["error"] == "unknown_method"


async def test_api_test_says_what_it_was_told(world: Any) -> None:
    assert (await world.http.post("/api/api.test", data={"a": "1"})).json() == {
        "ok": True,
        "args": {"a": "1"},
    }
    assert (await world.http.get("/api/api.test?error=my_error")).json()["error"] == "my_error"


async def test_each_token_opens_its_own_methods(world: Any) -> None:
    app_token = {"Authorization": f"Bearer {world.workspace.app_token}"}
    opened = (await world.http.post("/api/apps.connections.open", headers=app_token)).json()
    assert opened["url"].startswith(world.base_url.replace("http", "ws"))
    assert (await world.call("apps.connections.open"))["error"] == "not_allowed_token_type"
    refused = (await world.http.post("/api/chat.postMessage", headers=app_token)).json()
    assert refused["error"] == "not_allowed_token_type"


@pytest.mark.parametrize(("body", "error"), [(b"{", "invalid_json"), (b"[]", "json_not_object")])
async def test_bodies_that_are_no_objects(world: Any, body: bytes, error: str) -> None:
    headers = {
        "Authorization": f"Bearer {world.workspace.bot_token}",
        "Content-Type": "application/json",
    }
    answer = await world.http.post("/api/chat.postMessage", content=body, headers=headers)
    assert answer.json()["error"] == error


async def test_a_missing_argument_is_named(world: Any) -> None:
    refused = await world.call("chat.postMessage", text="x")
    assert refused["error"] == "invalid_arguments"
    assert "channel" in refused["response_metadata"]["messages"][0]


@pytest.mark.parametrize(
    ("scope", "method", "args"),
    [
        ("chat:write", "chat.postMessage", {"channel": "C0REFERRALS", "text": "x"}),
        (
            "chat:write",
            "chat.postEphemeral",
            {"channel": "C0REFERRALS", "user": "U0ANALYST", "text": "x"},
        ),
        ("channels:history", "conversations.history", {"channel": "C0REFERRALS"}),
        ("groups:history", "conversations.history", {"channel": "C0CASEWORK"}),
        ("im:history", "conversations.history", {"channel": "D0ANALYST"}),
        ("groups:read", "conversations.info", {"channel": "C0CASEWORK"}),
        ("channels:read", "conversations.list", {}),
        ("channels:join", "conversations.join", {"channel": "C0GENERAL"}),
        ("im:write", "conversations.open", {"users": "U0ANALYST"}),
        ("users:read", "users.info", {"user": "U0ANALYST"}),
        ("files:write", "files.getUploadURLExternal", {"filename": "a.csv", "length": 1}),
        ("team:read", "team.info", {}),
    ],
)
async def test_a_scope_that_is_missing(make_world: Any, scope: str, method: str, args: Any) -> None:
    from handlers.workspace.state.defaults import EVERY_SCOPE

    world = await make_world(scopes=EVERY_SCOPE)
    assert (await world.call(method, **args))["ok"]
    poorer = await make_world(scopes=EVERY_SCOPE - {scope})
    refused = await poorer.call(method, **args)
    assert (refused["error"], refused["needed"]) == ("missing_scope", scope)
    assert scope not in refused["provided"].split(",")


async def test_emails_need_a_scope_of_their_own(make_world: Any) -> None:
    world = await make_world(scopes={"users:read"})
    assert "email" not in (await world.call("users.info", user="U0ANALYST"))["user"]["profile"]
    world = await make_world()
    user = (await world.call("users.info", user="U0ANALYST"))["user"]
    assert user["profile"]["email"] == "analyst@example.com"
    assert (await world.call("users.lookupByEmail", email="analyst@example.com"))["user"][
        "id"
    ] == "U0ANALYST"


async def test_people(world: Any) -> None:
    assert (await world.call("users.info", user="U0NOBODY"))["error"] == "user_not_found"
    lead = (await world.call("users.info", user="U0LEAD"))["user"]
    assert (lead["is_admin"], lead["is_restricted"]) == (True, False)
    guest = (await world.call("users.info", user="U0GUEST"))["user"]
    assert guest["is_restricted"]
    partner = (await world.call("users.info", user="U0PARTNER"))["user"]
    assert partner["is_stranger"]
    assert partner["team_id"] != world.workspace.team.id
    first = await world.call("users.list", limit=2)
    rest = await world.call("users.list", cursor=first["response_metadata"]["next_cursor"])
    names = [member["name"] for member in [*first["members"], *rest["members"]]]
    assert names == ["analyst", "second", "lead", "guest", "partner", "referral-bot", "slackbot"]
    assert (await world.call("users.list", cursor="rubbish"))["error"] == "invalid_cursor"


async def test_messages_may_be_limited_as_slack_limits_them(make_world: Any) -> None:
    world = await make_world(strict_rate_limits=True)
    for _ in range(3):
        await world.post()
    refused = await world.raw_call("chat.postMessage", channel="C0REFERRALS", text="x")
    assert (refused.status_code, refused.json()["error"]) == (429, "ratelimited")
    assert int(refused.headers["Retry-After"]) >= 1
    await world.post(channel="C0CASEWORK")


def test_a_channel_takes_one_message_a_second_again() -> None:
    now = [100.0]
    rate = PostRate(seconds=lambda: now[0])
    assert [rate.take("C1") for _ in range(4)] == [None, None, None, 1]
    now[0] += 1
    assert rate.take("C1") is None
    assert rate.take("C1") is not None


def test_the_page_about_the_workspace_names_every_method() -> None:
    page = Path(__file__).parents[4] / "docs" / "workspace.md"
    named = set(re.findall(r"`([a-z]+\.[A-Za-z.]+)`", page.read_text(encoding="utf-8")))
    assert set(METHODS) <= named
