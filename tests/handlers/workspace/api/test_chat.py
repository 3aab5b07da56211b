"""chat.*: what is posted, changed, deleted, and what is refused."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}


async def test_a_message_is_posted_as_the_app(world: Any) -> None:
    answer = await world.call(
        "chat.postMessage", channel="C0REFERRALS", text="a & b <c>", blocks=[SECTION]
    )
    message = answer["message"]
    assert message["text"] == "a & b <c>"
    assert (message["bot_id"], message["app_id"]) == ("B0REFERRAL", "A0REFERRAL")
    assert message["user"] == "U0REFERRALBOT"
    assert message["blocks"][0]["block_id"]
    (shown,) = await world.control.messages("U0ANALYST", "C0REFERRALS")
    assert shown["ts"] == answer["ts"]


async def test_a_form_carries_structures_as_json(world: Any) -> None:
    form = {
        "token": world.workspace.bot_token,
        "channel": "#referrals",
        "text": "x",
        "blocks": orjson.dumps([SECTION]).decode(),
        "metadata": orjson.dumps({"event_type": "row", "event_payload": {"key": "1"}}).decode(),
        "unfurl_links": "false",
        "unfurl_media": "0",
    }
    answer = (await world.http.post("/api/chat.postMessage", data=form)).json()
    assert answer["channel"] == "C0REFERRALS"
    assert answer["message"]["blocks"][0]["text"]["text"] == "x"
    assert answer["message"]["metadata"]["event_payload"] == {"key": "1"}
    assert world.workspace.wire.complaints == []


async def test_timestamps_never_repeat(world: Any) -> None:
    stamps = [await world.post() for _ in range(50)]
    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0GENERAL", "text": "x"}, "not_in_channel"),
        ({"channel": "C0REFERRALS"}, "no_text"),
        ({"channel": "C0REFERRALS", "text": "  "}, "no_text"),
        ({"channel": "C0REFERRALS", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0REFERRALS", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": "C0REFERRALS", "text": "x", "blocks": {}}, "invalid_blocks_format"),
        ({"channel": "C0REFERRALS", "text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"channel": "C0REFERRALS", "text": "x", "thread_ts": "1.1"}, "thread_not_found"),
        ({"channel": "C0REFERRALS", "text": "x", "thread_ts": "y"}, "invalid_thread_ts"),
        ({"channel": "C0REFERRALS", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
        (
            {"channel": "C0REFERRALS", "text": "x", "metadata": {"event_type": "a"}},
            "invalid_metadata_schema",
        ),
        ({"channel": "C0REFERRALS", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ],
)
async def test_what_slack_refuses(world: Any, args: Any, error: str) -> None:
    assert (await world.call("chat.postMessage", **args))["error"] == error
    assert world.workspace.timeline("C0REFERRALS").top == []


async def test_forty_thousand_characters_are_taken(world: Any) -> None:
    await world.post("x" * 40_000)


async def test_faulty_blocks_are_named_with_their_path(world: Any) -> None:
    faulty = {"type": "section", "text": {"type": "mrkdwn", "text": ""}}
    refused = await world.call("chat.postMessage", channel="C0REFERRALS", text="x", blocks=[faulty])
    assert refused["error"] == "invalid_blocks"
    assert refused["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    ]
    assert (await world.call("blocks.validate", blocks=[faulty]))["error"] == "invalid_blocks"
    assert (await world.call("blocks.validate", blocks=[SECTION]))["ok"]


async def test_a_workspace_may_lack_newer_blocks(world: Any) -> None:
    table = {
        "type": "data_table",
        "caption": "c",
        "rows": [[{"type": "raw_text", "text": "x"}]] * 2,
    }
    await world.post(blocks=[table])
    world.workspace.supports.discard("data_table")
    refused = await world.call("chat.postMessage", channel="C0REFERRALS", text="x", blocks=[table])
    assert refused["error"] == "invalid_blocks"


async def test_private_channels_are_hidden_from_a_bot_outside(world: Any) -> None:
    await world.control.leave("U0REFERRALBOT", "C0CASEWORK")
    for method in ("chat.postMessage", "conversations.info", "conversations.history"):
        refused = await world.call(method, channel="C0CASEWORK", text="x")
        assert refused["error"] == "channel_not_found"


async def test_public_channels_may_be_written_in_with_the_scope(make_world: Any) -> None:
    world = await make_world(scopes={"chat:write", "chat:write.public"})
    await world.post(channel="C0GENERAL")


async def test_archived_channels_take_nothing(world: Any) -> None:
    ts = await world.post()
    await world.control.archive("C0REFERRALS")
    for method, args in [
        ("chat.postMessage", {}),
        ("chat.update", {"ts": ts}),
        ("chat.postEphemeral", {"user": "U0ANALYST"}),
    ]:
        refused = await world.call(method, channel="C0REFERRALS", text="x", **args)
        assert refused["error"] == "is_archived", method


async def test_a_user_id_stands_for_the_direct_message(world: Any) -> None:
    answer = await world.call("chat.postMessage", channel="U0ANALYST", text="x")
    assert answer["channel"] == "D0ANALYST"
    opened = await world.call("conversations.open", users="U0ANALYST")
    assert opened["channel"]["id"] == "D0ANALYST"


async def test_threads(world: Any) -> None:
    parent = await world.post("parent")
    reply = await world.post("reply", thread_ts=parent)
    await world.post("told to all", thread_ts=parent, reply_broadcast=True)
    refused = await world.call("chat.postMessage", channel="C0REFERRALS", text="x", thread_ts=reply)
    assert refused["error"] == "invalid_thread_ts"
    shown = await world.control.messages("U0ANALYST", "C0REFERRALS")
    assert [one["text"] for one in shown] == ["parent", "told to all"]
    assert shown[0]["reply_count"] == 2
    assert shown[0]["latest_reply"] == shown[1]["ts"]
    thread = await world.control.messages("U0ANALYST", "C0REFERRALS", thread_ts=parent)
    assert [one["text"] for one in thread] == ["parent", "reply", "told to all"]


async def test_an_update_keeps_what_it_does_not_name(world: Any) -> None:
    metadata = {"event_type": "row", "event_payload": {"key": "1"}}
    ts = await world.post("one", blocks=[SECTION], metadata=metadata)
    changed = await world.call("chat.update", channel="C0REFERRALS", ts=ts, text="two")
    assert changed["message"]["blocks"][0]["text"]["text"] == "x"
    assert changed["message"]["metadata"]["event_payload"] == {"key": "1"}
    assert "edited" not in changed["message"]
    emptied = await world.call("chat.update", channel="C0REFERRALS", ts=ts, text="three", blocks=[])
    assert "blocks" not in emptied["message"]
    assert emptied["message"]["edited"]["user"] == "U0REFERRALBOT"


async def test_only_own_messages_can_be_changed_and_deleted(world: Any) -> None:
    theirs = (await world.control.type("U0ANALYST", "C0REFERRALS", "mine"))["ts"]
    args = {"channel": "C0REFERRALS", "ts": theirs, "text": "x"}
    assert (await world.call("chat.update", **args))["error"] == "cant_update_message"
    assert (await world.call("chat.delete", **args))["error"] == "cant_delete_message"
    args["ts"] = "1234.5"
    assert (await world.call("chat.update", **args))["error"] == "message_not_found"
    assert (await world.call("chat.delete", **args))["error"] == "message_not_found"


async def test_a_deleted_message_is_gone(world: Any) -> None:
    ts = await world.post()
    assert (await world.call("chat.delete", channel="C0REFERRALS", ts=ts))["ok"]
    assert await world.control.messages("U0ANALYST", "C0REFERRALS") == []
    again = await world.call("chat.update", channel="C0REFERRALS", ts=ts, text="x")
    assert again["error"] == "message_not_found"


async def test_a_deleted_message_with_a_thread_leaves_a_tombstone(world: Any) -> None:
    parent = await world.post()
    reply = await world.post("reply", thread_ts=parent)
    await world.control.delete("C0REFERRALS", parent)
    (stone,) = await world.control.messages("U0ANALYST", "C0REFERRALS")
    assert stone["deleted"]
    await world.control.delete("C0REFERRALS", reply)
    thread = await world.control.messages("U0ANALYST", "C0REFERRALS", thread_ts=parent)
    assert [one["reply_count"] for one in thread] == [0]


async def test_an_ephemeral_message_is_for_one_person(world: Any) -> None:
    args = {"channel": "C0REFERRALS", "text": "psst", "blocks": [SECTION]}
    assert (await world.call("chat.postEphemeral", user="U0ANALYST", **args))["message_ts"]
    (shown,) = await world.control.messages("U0ANALYST", "C0REFERRALS")
    assert (shown["ephemeral"], shown["text"]) == (True, "psst")
    assert await world.control.messages("U0LEAD", "C0REFERRALS") == []
    outside = await world.call(
        "chat.postEphemeral", **args | {"channel": "C0CASEWORK", "user": "U0SECOND"}
    )
    assert outside["error"] == "user_not_in_channel"
    assert (await world.call("conversations.history", channel="C0REFERRALS"))["messages"] == []


async def test_permalinks(world: Any) -> None:
    ts = await world.post()
    link = (await world.call("chat.getPermalink", channel="C0REFERRALS", message_ts=ts))[
        "permalink"
    ]
    assert link == f"https://referral-desk.slack.com/archives/C0REFERRALS/p{ts.replace('.', '')}"
    missing = await world.call("chat.getPermalink", channel="C0REFERRALS", message_ts="1.2")
    assert missing["error"] == "message_not_found"


QUIET = {"channel": "C0REFERRALS", "unfurl_links": False, "unfurl_media": False}
RICH = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://a.example"}]}
    ],
}
CODE = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_preformatted",
            "elements": [{"type": "text", "text": "https://a.example"}],
        }
    ],
}


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (QUIET | {"text": "x"}, ""),
        (QUIET | {"blocks": [SECTION]}, "no top-level text"),
        ({"channel": "C0REFERRALS", "text": "x", "unfurl_media": False}, "unfurl_links"),
        ({"channel": "C0REFERRALS", "text": "x", "unfurl_links": False}, "unfurl_media"),
        (QUIET | {"text": "see https://a.example/x"}, "raw URL stands in text"),
        (QUIET | {"text": "see `https://a.example/x`"}, ""),
        (QUIET | {"text": "see hxxps://a[.]example/x"}, ""),
        (
            QUIET
            | {
                "text": "x",
                "blocks": [
                    {
                        "type": "section",
                        "fields": [{"type": "mrkdwn", "text": "<https://a.example|x>"}],
                    }
                ],
            },
            "blocks/0/fields/0/text",
        ),
        (QUIET | {"text": "x", "blocks": [RICH]}, "blocks/0/elements/0/elements/0"),
        (QUIET | {"text": "x", "blocks": [CODE]}, ""),
    ],
)
async def test_what_is_taken_but_complained_about(world: Any, args: Any, complaint: str) -> None:
    assert (await world.call("chat.postMessage", **args))["ok"]
    said = [text for _, text in world.workspace.wire.complaints]
    assert [complaint in text for text in said] == ([True] if complaint else []), said


async def test_an_update_of_the_metadata_alone_has_nothing_to_say(world: Any) -> None:
    ts = await world.post("one", blocks=[SECTION])
    metadata = {"event_type": "row", "event_payload": {}}
    refused = await world.call("chat.update", channel="C0REFERRALS", ts=ts, metadata=metadata)
    assert refused["error"] == "no_text"
