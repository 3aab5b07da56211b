"""conversations.*: what a bot can see, read in pages, join and leave."""

from __future__ import annotations

from typing import Any

import pytest


async def read_all(world: Any, method: str, **args: Any) -> list[list[str]]:
    """Every page of a method, as lists of texts."""
    pages, cursor = [], ""
    while True:
        answer = await world.call(method, **args, **({"cursor": cursor} if cursor else {}))
        assert answer["ok"], answer
        pages.append([one["text"] for one in answer["messages"]])
        cursor = answer.get("response_metadata", {}).get("next_cursor", "")
        assert bool(cursor) == answer["has_more"]
        if not cursor:
            return pages


async def test_history_comes_newest_first_in_pages(world: Any) -> None:
    for n in range(5):
        await world.post(str(n))
    pages = await read_all(world, "conversations.history", channel="C0REFERRALS", limit=2)
    assert pages == [["4", "3"], ["2", "1"], ["0"]]


async def test_replies_come_oldest_first_in_pages_after_their_parent(world: Any) -> None:
    parent = await world.post("parent")
    for n in range(5):
        await world.post(str(n), thread_ts=parent)
    pages = await read_all(
        world, "conversations.replies", channel="C0REFERRALS", ts=parent, limit=2
    )
    assert pages == [["parent", "0", "1"], ["2", "3"], ["4"]]
    history = await world.call("conversations.history", channel="C0REFERRALS")
    assert [one["text"] for one in history["messages"]] == ["parent"]
    assert history["messages"][0]["reply_count"] == 5
    missing = await world.call("conversations.replies", channel="C0REFERRALS", ts="1.2")
    assert missing["error"] == "thread_not_found"


async def test_metadata_is_shown_only_where_it_is_asked_for(world: Any) -> None:
    metadata = {"event_type": "row", "event_payload": {"key": "1"}}
    parent = await world.post(metadata=metadata)
    await world.post("reply", thread_ts=parent, metadata=metadata)
    for method in ("conversations.history", "conversations.replies"):
        args = {"channel": "C0REFERRALS", "ts": parent}
        plain = await world.call(method, **args)
        assert all("metadata" not in one for one in plain["messages"])
        full = await world.call(method, **args, include_all_metadata=True)
        assert all(one["metadata"] == metadata for one in full["messages"])


async def test_history_between_two_moments(world: Any) -> None:
    stamps = [await world.post(str(n)) for n in range(5)]

    async def texts(**args: Any) -> list[str]:
        answer = await world.call("conversations.history", channel="C0REFERRALS", **args)
        return [one["text"] for one in answer["messages"]]

    assert await texts(oldest=stamps[1], latest=stamps[3]) == ["2"]
    assert await texts(oldest=stamps[1], latest=stamps[3], inclusive=True) == ["3", "2", "1"]
    assert await texts(oldest="0") == ["4", "3", "2", "1", "0"]
    refused = await world.call("conversations.history", channel="C0REFERRALS", oldest="soon")
    assert refused["error"] == "invalid_ts_oldest"


async def test_reading_needs_membership(world: Any) -> None:
    refused = await world.call("conversations.history", channel="C0GENERAL")
    assert refused["error"] == "not_in_channel"


async def test_what_a_bot_knows_of_a_channel(world: Any) -> None:
    inside = (
        await world.call("conversations.info", channel="C0REFERRALS", include_num_members=True)
    )["channel"]
    assert (inside["name"], inside["is_member"], inside["num_members"]) == ("referrals", True, 6)
    outside = (await world.call("conversations.info", channel="C0GENERAL"))["channel"]
    assert (outside["is_member"], outside["is_private"]) == (False, False)
    private = (await world.call("conversations.info", channel="C0CASEWORK"))["channel"]
    assert (private["is_group"], private["is_private"]) == (True, True)
    direct = (await world.call("conversations.info", channel="D0ANALYST"))["channel"]
    assert (direct["is_im"], direct["user"]) == (True, "U0ANALYST")


async def test_lists_of_channels(world: Any) -> None:
    async def names(method: str, **args: Any) -> list[str]:
        return [one["id"] for one in (await world.call(method, **args))["channels"]]

    assert await names("conversations.list") == ["C0REFERRALS", "C0GENERAL"]
    both = "public_channel,private_channel"
    assert await names("conversations.list", types=both) == [
        "C0REFERRALS",
        "C0GENERAL",
        "C0CASEWORK",
    ]
    assert await names("users.conversations", types=both) == ["C0REFERRALS", "C0CASEWORK"]
    assert "D0ANALYST" in await names("users.conversations", types="im")
    await world.control.archive("C0GENERAL")
    assert await names("conversations.list", exclude_archived=True) == ["C0REFERRALS"]
    assert (await world.call("conversations.list", types="party"))["error"] == "invalid_types"
    members = (await world.call("conversations.members", channel="C0CASEWORK"))["members"]
    assert members == ["U0ANALYST", "U0LEAD", "U0REFERRALBOT"]


async def test_joining_and_leaving(world: Any) -> None:
    assert (await world.call("conversations.join", channel="C0GENERAL"))["channel"]["is_member"]
    assert (await world.call("conversations.join", channel="C0GENERAL"))[
        "warning"
    ] == "already_in_channel"
    await world.post(channel="C0GENERAL")
    assert (await world.call("conversations.leave", channel="C0GENERAL"))["ok"]
    assert (await world.call("conversations.leave", channel="C0GENERAL"))["not_in_channel"]
    private = await world.call("conversations.join", channel="C0CASEWORK")
    assert private["error"] == "method_not_supported_for_channel_type"


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("U0REFERRALBOT", "cant_invite_self"),
        ("U0NOBODY", "user_not_found"),
        ("U0ANALYST", "already_in_channel"),
        ("", "no_user"),
    ],
)
async def test_invitations_that_fail(world: Any, users: str, error: str) -> None:
    assert (await world.call("conversations.invite", channel="C0CASEWORK", users=users))[
        "error"
    ] == error


async def test_an_invitation(world: Any) -> None:
    assert (
        await world.call("conversations.invite", channel="C0CASEWORK", users="U0SECOND,U0GUEST")
    )["ok"]
    assert "U0GUEST" in world.workspace.channels["C0CASEWORK"].members


async def test_opening_a_conversation(world: Any) -> None:
    assert (await world.call("conversations.open", users="U0NOBODY"))["error"] == "user_not_found"
    assert (await world.call("conversations.open"))["error"] == "users_list_not_supplied"
    assert (await world.call("conversations.open", users="U0REFERRALBOT"))[
        "error"
    ] == "cannot_dm_bot"
