"""Buttons, menus and shortcuts: what the app gets for each, and answers through response URLs."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.responses import Response

from tests.workspace_client import ControlRefused, buttons

ROOM = "C0REFERRALS"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}]
CARD = [
    {
        "type": "actions",
        "block_id": "b",
        "elements": [
            {"type": "button", "action_id": "go", "text": plain("Go"), "value": "R-1"},
            {"type": "overflow", "action_id": "more", "options": OPTIONS},
            {"type": "static_select", "action_id": "pick", "options": OPTIONS},
            {"type": "checkboxes", "action_id": "check", "options": OPTIONS},
            {"type": "users_select", "action_id": "who"},
            {"type": "multi_users_select", "action_id": "whom"},
            {"type": "datepicker", "action_id": "day"},
            {"type": "timepicker", "action_id": "hour"},
            {"type": "datetimepicker", "action_id": "moment"},
        ],
    }
]


async def test_a_click_on_a_message(world: Any) -> None:
    ts = await world.post("card", blocks=CARD, metadata={"event_type": "a", "event_payload": {}})
    (shown,) = await world.control.messages("U0ANALYST", ROOM)
    block_id, action_id = buttons(shown["blocks"])["Go"]
    await world.control.person("U0ANALYST").click(ROOM, ts, action_id, block_id=block_id)
    payload = world.app.heard[-1].body
    assert payload["type"] == "block_actions"
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": ROOM,
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": ROOM, "name": "referrals"}
    assert payload["user"]["id"] == "U0ANALYST"
    assert payload["message"]["ts"] == ts
    assert payload["trigger_id"]
    (action,) = payload["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "b", "R-1")
    assert action["action_ts"] > ts


@pytest.mark.parametrize(
    ("action_id", "value", "expected"),
    [
        ("more", "2", {"selected_option": OPTIONS[1]}),
        ("pick", "1", {"selected_option": OPTIONS[0]}),
        ("check", ["1", "2"], {"selected_options": OPTIONS}),
        ("check", [], {"selected_options": []}),
        ("who", "U0SECOND", {"selected_user": "U0SECOND"}),
        ("whom", ["U0SECOND"], {"selected_users": ["U0SECOND"]}),
        ("day", "2026-11-22", {"selected_date": "2026-11-22"}),
        ("hour", "09:30", {"selected_time": "09:30"}),
        ("moment", 1_795_370_203, {"selected_date_time": 1_795_370_203}),
    ],
)
async def test_menus_say_what_was_chosen(
    world: Any, action_id: str, value: Any, expected: Any
) -> None:
    ts = await world.post("card", blocks=CARD)
    await world.control.click("U0ANALYST", action_id, channel=ROOM, message_ts=ts, value=value)
    payload = world.app.heard[-1].body
    assert expected.items() <= payload["actions"][0].items()
    chosen = payload["state"]["values"]["b"]
    if action_id == "more":
        assert "more" not in chosen
    else:
        assert expected.items() <= chosen[action_id].items()


async def test_choices_in_a_message_are_remembered_for_the_next_click(world: Any) -> None:
    ts = await world.post("card", blocks=CARD)
    await world.control.click("U0ANALYST", "pick", channel=ROOM, message_ts=ts, value="2")
    await world.control.click("U0ANALYST", "go", channel=ROOM, message_ts=ts)
    state = world.app.heard[-1].body["state"]["values"]["b"]
    assert state["pick"]["selected_option"] == OPTIONS[1]
    await world.control.click("U0LEAD", "go", channel=ROOM, message_ts=ts)
    assert world.app.heard[-1].body["state"]["values"]["b"]["pick"]["selected_option"] is None


@pytest.mark.parametrize(
    ("action_id", "value", "error"),
    [
        ("pick", "3", "invalid_option"),
        ("more", None, "invalid_option"),
        ("day", "tomorrow", "invalid_option"),
        ("nonsense", None, "action_not_found"),
    ],
)
async def test_clicks_that_nobody_can_make(
    world: Any, action_id: str, value: Any, error: str
) -> None:
    ts = await world.post("card", blocks=CARD)
    with pytest.raises(ControlRefused, match=error):
        await world.control.click("U0ANALYST", action_id, channel=ROOM, message_ts=ts, value=value)
    with pytest.raises(ControlRefused, match="message_not_found"):
        await world.control.click("U0ANALYST", "go", channel=ROOM, message_ts="1.1")
    assert world.app.heard == []


async def test_a_click_on_a_private_answer_replaces_and_deletes_it(world: Any) -> None:
    world.app.answer = lambda heard: {"text": "sure?", "blocks": CARD}
    await world.control.type("U0ANALYST", ROOM, "/flag")
    world.app.answer = lambda heard: None
    (asked,) = await world.control.person("U0ANALYST").private_messages(ROOM)
    await world.control.click("U0ANALYST", "go", channel=ROOM, message_ts=asked["ts"])
    payload = world.app.heard[-1].body
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload
    url = payload["response_url"]
    assert (
        await world.http.post(url, json={"text": "done", "replace_original": True})
    ).text == "ok"
    (now,) = await world.control.person("U0ANALYST").private_messages(ROOM)
    assert (now["ts"], now["text"], now["blocks"]) == (asked["ts"], "done", [])
    await world.http.post(url, json={"delete_original": "true"})
    assert await world.control.person("U0ANALYST").private_messages(ROOM) == []
    gone = await world.http.post(url, json={"text": "again", "replace_original": True})
    assert gone.json()["error"] == "message_not_found"
    with pytest.raises(ControlRefused, match="message_not_found"):
        await world.control.click("U0LEAD", "go", channel=ROOM, message_ts=asked["ts"])


async def test_an_answer_to_a_click_may_be_said_beside_the_card(world: Any) -> None:
    ts = await world.post("card", blocks=CARD)
    await world.control.click("U0ANALYST", "go", channel=ROOM, message_ts=ts)
    url = world.app.heard[-1].body["response_url"]
    await world.http.post(url, json={"text": "only you"})
    (private,) = await world.control.person("U0ANALYST").private_messages(ROOM)
    assert private["text"] == "only you"
    await world.http.post(url, json={"text": "new card", "replace_original": True})
    assert world.workspace.find_message(ROOM, ts).text == "new card"


async def test_clicks_in_a_thread_stay_in_the_thread(world: Any) -> None:
    parent = await world.post()
    reply = await world.post("card", blocks=CARD, thread_ts=parent)
    await world.control.click("U0ANALYST", "go", channel=ROOM, message_ts=reply)
    payload = world.app.heard[-1].body
    assert payload["container"]["thread_ts"] == parent
    await world.http.post(payload["response_url"], json={"text": "only you"})
    thread = await world.control.messages("U0ANALYST", ROOM, thread_ts=parent)
    assert thread[-1]["text"] == "only you"
    assert thread[-1]["ephemeral"]
    assert len(await world.control.messages("U0ANALYST", ROOM)) == 1


async def test_a_click_that_the_app_does_not_take(world: Any) -> None:
    ts = await world.post("card", blocks=CARD)
    world.app.answer = lambda heard: Response("no", 500)
    await world.control.click("U0ANALYST", "go", channel=ROOM, message_ts=ts)
    (private,) = await world.control.person("U0ANALYST").private_messages(ROOM)
    assert "operation_timeout" in private["text"]


async def test_a_body_in_the_answer_to_a_click_is_complained_about(world: Any) -> None:
    ts = await world.post("card", blocks=CARD)
    world.app.answer = lambda heard: {"text": "x"}
    await world.control.click("U0ANALYST", "go", channel=ROOM, message_ts=ts)
    assert (
        "block_actions:go",
        "the body of the answer is ignored",
    ) in world.workspace.wire.complaints


async def test_a_message_shortcut(world: Any) -> None:
    ts = (await world.control.type("U0SECOND", ROOM, "see https://a.example/x"))["ts"]
    await world.control.person("U0ANALYST").shortcut(ROOM, ts, "flag_links")
    payload = world.app.heard[-1].body
    assert (payload["type"], payload["callback_id"]) == ("message_action", "flag_links")
    assert payload["message"]["text"] == "see <https://a.example/x>"
    assert payload["message"]["user"] == "U0SECOND"
    assert payload["message_ts"] == ts
    await world.http.post(payload["response_url"], json={"text": "flagged"})
    (private,) = await world.control.person("U0ANALYST").private_messages(ROOM)
    assert private["text"] == "flagged"
    with pytest.raises(ControlRefused, match="unknown_shortcut"):
        await world.control.shortcut("U0ANALYST", ROOM, ts, "nonsense")
