"""Modals and Home: opened, typed into, checked, submitted, pushed, changed, closed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.responses import Response

from tests.workspace_client import ControlRefused

ROOM = "C0REFERRALS"
JSON = dict[str, Any]


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}]


def field(block_id: str, element: JSON, **more: Any) -> JSON:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("L"),
        "element": {"action_id": "a", **element},
        **more,
    }


def modal(*blocks: JSON, **more: Any) -> JSON:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Form"),
        "submit": plain("Save"),
        "blocks": list(blocks) or [field("note", {"type": "plain_text_input"})],
        **more,
    }


HOME = {
    "type": "home",
    "blocks": [
        {
            "type": "actions",
            "block_id": "h",
            "elements": [{"type": "button", "action_id": "go", "text": plain("Go")}],
        }
    ],
}


async def open_form(world: Any, view: JSON, user: str = "U0ANALYST") -> JSON:
    """A command whose handler opens a modal; returns the modal."""

    async def answer(heard: Any) -> None:
        opened = await world.call("views.open", trigger_id=heard.body["trigger_id"], view=view)
        assert opened["ok"], opened

    world.app.answer = answer
    await world.control.type(user, ROOM, "/flag")
    world.app.answer = lambda heard: None
    shown = await world.control.person(user).modal()
    assert shown is not None
    return dict(shown)


async def fresh_trigger(world: Any) -> str:
    await world.control.type("U0ANALYST", ROOM, "/flag")
    return str(world.app.heard[-1].body["trigger_id"])


async def test_a_form_is_filled_in_and_submitted(world: Any) -> None:
    view = await open_form(
        world,
        modal(
            field("note", {"type": "plain_text_input"}),
            field(
                "why", {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[0]}
            ),
            field("day", {"type": "datepicker"}, optional=True),
            private_metadata="R-1",
        ),
    )
    assert view["state"]["values"]["why"]["a"]["selected_option"]["value"] == "1"
    answer = await world.control.submit(
        "U0ANALYST", view["id"], {"note": {"a": "hello"}, "why": {"a": "2"}}
    )
    assert (answer["response_action"], answer["errors"]) == ("none", {})
    payload = world.app.heard[-1].body
    assert payload["type"] == "view_submission"
    assert payload["view"]["private_metadata"] == "R-1"
    assert payload["view"]["callback_id"] == "form"
    values = payload["view"]["state"]["values"]
    assert values["note"]["a"] == {"type": "plain_text_input", "value": "hello"}
    assert values["why"]["a"]["selected_option"] == OPTIONS[1]
    assert values["day"]["a"] == {"type": "datepicker", "selected_date": None}
    assert await world.control.person("U0ANALYST").modal() is None


@pytest.mark.parametrize(
    ("element", "value", "sentence"),
    [
        ({"type": "plain_text_input"}, None, "Please complete this required field."),
        ({"type": "plain_text_input"}, "", "Please complete this required field."),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3"),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "at most 3"),
        ({"type": "plain_text_input"}, "x" * 3001, "at most 3000"),
        ({"type": "url_text_input"}, "hxxps://a.example", "valid URL"),
        ({"type": "email_text_input"}, "nobody", "valid email"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole number"),
        ({"type": "number_input", "is_decimal_allowed": True}, "many", "valid number"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, "1", "at least 2"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "3", "at most 2"),
        ({"type": "datepicker"}, "2026-02-30", "valid date"),
        ({"type": "timepicker"}, "9 o'clock", "valid time"),
        ({"type": "static_select", "options": OPTIONS}, "3", "not one of the options"),
        ({"type": "static_select", "options": OPTIONS}, None, "required"),
        ({"type": "checkboxes", "options": OPTIONS}, [], "required"),
        (
            {"type": "multi_static_select", "options": OPTIONS, "max_selected_items": 1},
            ["1", "2"],
            "at most 1",
        ),
    ],
)
async def test_the_client_checks_before_it_submits(
    world: Any, element: JSON, value: Any, sentence: str
) -> None:
    view = await open_form(world, modal(field("i", element)))
    with pytest.raises(ControlRefused) as refused:
        await world.control.submit("U0ANALYST", view["id"], {"i": {"a": value}})
    assert refused.value.error == "invalid_input"
    assert sentence in refused.value.errors["i"]
    assert world.app.heard[-1].kind == "command"
    assert await world.control.person("U0ANALYST").modal() is not None


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "plain_text_input", "min_length": 3, "max_length": 3}, "abc"),
        ({"type": "url_text_input"}, "https://a.example/x"),
        ({"type": "email_text_input"}, "analyst@example.com"),
        (
            {
                "type": "number_input",
                "is_decimal_allowed": False,
                "min_value": "2",
                "max_value": "2",
            },
            "2",
        ),
        ({"type": "radio_buttons", "options": OPTIONS}, "2"),
        ({"type": "users_select"}, "U0SECOND"),
        ({"type": "multi_conversations_select"}, ["C0GENERAL"]),
        ({"type": "external_select"}, "anything"),
    ],
)
async def test_what_fits_is_submitted(world: Any, element: JSON, value: Any) -> None:
    view = await open_form(world, modal(field("i", element)))
    assert (await world.control.submit("U0ANALYST", view["id"], {"i": {"a": value}}))["ok"]


async def test_a_value_for_an_input_that_is_not_there(world: Any) -> None:
    view = await open_form(world, modal())
    with pytest.raises(ControlRefused) as refused:
        await world.control.submit("U0ANALYST", view["id"], {"note": {"b": "x"}})
    assert "There is no input" in refused.value.errors["note"]


async def submit(world: Any, view: JSON, said: Any) -> JSON:
    world.app.answer = lambda heard: said
    answer: JSON = await world.control.submit("U0ANALYST", view["id"], {"note": {"a": "typed"}})
    return answer


async def test_errors_keep_the_form_and_what_was_typed(world: Any) -> None:
    view = await open_form(world, modal())
    answer = await submit(world, view, {"response_action": "errors", "errors": {"note": "No."}})
    assert (answer["response_action"], answer["errors"]) == ("errors", {"note": "No."})
    shown = await world.control.person("U0ANALYST").modal()
    assert shown["state"]["values"]["note"]["a"]["value"] == "typed"


async def test_an_update_takes_the_place_of_the_form(world: Any) -> None:
    view = await open_form(world, modal())
    said = {"response_action": "update", "view": modal(title=plain("Second"))}
    assert (await submit(world, view, said))["response_action"] == "update"
    shown = await world.control.person("U0ANALYST").modal()
    assert (shown["id"], shown["title"]["text"]) == (view["id"], "Second")
    assert shown["hash"] != view["hash"]


async def test_pushed_forms_stand_on_each_other_three_high(world: Any) -> None:
    first = await open_form(world, modal())
    push = {"response_action": "push", "view": modal()}
    await submit(world, first, push)
    second = await world.control.person("U0ANALYST").modal()
    assert (second["previous_view_id"], second["root_view_id"]) == (first["id"], first["id"])
    await submit(world, second, push)
    third = await world.control.person("U0ANALYST").modal()
    with pytest.raises(ControlRefused, match="push_limit_reached"):
        await submit(world, third, push)
    await submit(world, third, None)
    stack, _ = await world.control.views("U0ANALYST")
    assert [view["id"] for view in stack] == [first["id"], second["id"]]
    assert (await submit(world, second, {"response_action": "clear"}))["response_action"] == "clear"
    assert await world.control.views("U0ANALYST") == ([], None)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"response_action": "errors", "errors": {"nonsense": "x"}}, "invalid_errors"),
        ({"response_action": "errors", "errors": {}}, "invalid_errors"),
        ({"response_action": "dance"}, "invalid_response_action"),
        ({"response_action": "update", "view": {"type": "modal"}}, "invalid_arguments"),
        ("text", "invalid_response_action"),
        (Response("no", 500), "operation_timeout"),
    ],
)
async def test_an_answer_that_slack_cannot_use_keeps_the_form_open(
    world: Any, said: Any, error: str
) -> None:
    view = await open_form(world, modal())
    with pytest.raises(ControlRefused) as refused:
        await submit(world, view, said)
    assert (refused.value.status, refused.value.error) == (409, error)
    shown = await world.control.person("U0ANALYST").modal()
    assert shown["error"] == error
    await submit(world, view, None)
    assert await world.control.person("U0ANALYST").modal() is None


# --- trigger ids -------------------------------------------------------------


async def test_a_trigger_opens_one_form(world: Any) -> None:
    trigger = await fresh_trigger(world)
    assert (await world.call("views.open", trigger_id=trigger, view=modal()))["ok"]
    again = await world.call("views.open", trigger_id=trigger, view=modal())
    assert again["error"] == "exchanged_trigger_id"


async def test_a_trigger_lives_three_seconds_of_real_time(world: Any) -> None:
    now = [0.0]
    world.workspace.triggers._seconds = lambda: now[0]
    young, old = await fresh_trigger(world), await fresh_trigger(world)
    now[0] = 3.0
    assert (await world.call("views.open", trigger_id=young, view=modal()))["ok"]
    now[0] = 3.01
    assert (await world.call("views.open", trigger_id=old, view=modal()))[
        "error"
    ] == "expired_trigger_id"


async def test_triggers_that_are_none(world: Any) -> None:
    made_up = await world.call("views.open", trigger_id="1.2.3", view=modal())
    assert made_up["error"] == "invalid_trigger_id"
    assert (await world.call("views.open", view=modal()))["error"] == "invalid_arguments"


async def test_a_faulty_view_does_not_use_the_trigger_up(world: Any) -> None:
    trigger = await fresh_trigger(world)
    faulty = await world.call("views.open", trigger_id=trigger, view=modal(title=plain("x" * 25)))
    assert faulty["error"] == "invalid_arguments"
    assert faulty["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert (await world.call("views.open", trigger_id=trigger, view=modal()))["ok"]


async def test_moving_the_clock_does_not_age_a_trigger(world: Any) -> None:
    trigger = await fresh_trigger(world)
    await world.control.move_clock(seconds=3600)
    assert (await world.call("views.open", trigger_id=trigger, view=modal()))["ok"]


# --- views.* -----------------------------------------------------------------


async def test_a_form_is_changed_under_the_hands_and_keeps_what_was_typed(world: Any) -> None:
    loading = modal({"type": "section", "text": plain("Loading …")})
    view = await open_form(world, loading)
    filled = modal(
        field("note", {"type": "plain_text_input"}), field("more", {"type": "plain_text_input"})
    )
    first = await world.call("views.update", view_id=view["id"], hash=view["hash"], view=filled)
    assert first["view"]["id"] == view["id"]
    stale = await world.call("views.update", view_id=view["id"], hash=view["hash"], view=filled)
    assert stale["error"] == "hash_conflict"
    dispatching = modal(field("note", {"type": "plain_text_input"}, dispatch_action=True))
    await world.call("views.update", view_id=view["id"], view=dispatching)
    await world.control.click("U0ANALYST", "a", view_id=view["id"], block_id="note", value="typed")
    assert world.app.heard[-1].body["view"]["state"]["values"]["note"]["a"]["value"] == "typed"
    await world.call("views.update", view_id=view["id"], view=filled)
    shown = await world.control.person("U0ANALYST").modal()
    assert shown["state"]["values"]["note"]["a"]["value"] == "typed"


async def test_views_that_are_gone(world: Any) -> None:
    assert (await world.call("views.update", view_id="V1", view=modal()))["error"] == "not_found"
    assert (await world.call("views.update", view=modal()))["error"] == "invalid_arguments"
    with pytest.raises(ControlRefused, match="view_not_found"):
        await world.control.submit("U0ANALYST", "V1")
    theirs = await open_form(world, modal())
    with pytest.raises(ControlRefused, match="view_not_found"):
        await world.control.submit("U0LEAD", theirs["id"])


async def test_a_button_in_a_form_can_push_another(world: Any) -> None:
    with_button = modal(
        {
            "type": "actions",
            "block_id": "b",
            "elements": [{"type": "button", "action_id": "go", "text": plain("Go")}],
        },
        field("note", {"type": "plain_text_input"}),
    )
    view = await open_form(world, with_button)
    await world.control.click(
        "U0ANALYST", "go", view_id=view["id"], block_id="b", view_state={"note": {"a": "half"}}
    )
    payload = world.app.heard[-1].body
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    assert payload["view"]["state"]["values"]["note"]["a"]["value"] == "half"
    assert "response_url" not in payload
    pushed = await world.call("views.push", trigger_id=payload["trigger_id"], view=modal())
    assert pushed["view"]["previous_view_id"] == view["id"]
    trigger = await fresh_trigger(world)
    await world.control.close_view("U0ANALYST", pushed["view"]["id"])
    await world.control.close_view("U0ANALYST", view["id"])
    assert (await world.call("views.push", trigger_id=trigger, view=modal()))[
        "error"
    ] == "not_found"


async def test_external_ids_are_unique(world: Any) -> None:
    view = await open_form(world, modal(external_id="one"))
    trigger = await fresh_trigger(world)
    twice = await world.call("views.open", trigger_id=trigger, view=modal(external_id="one"))
    assert twice["error"] == "duplicate_external_id"
    changed = await world.call("views.update", external_id="one", view=modal(title=plain("New")))
    assert changed["view"]["id"] == view["id"]


@pytest.mark.parametrize(("notify", "kinds"), [(True, ["view_closed"]), (False, [])])
async def test_the_app_hears_of_closing_if_it_asked_to(
    world: Any, notify: bool, kinds: list[str]
) -> None:
    view = await open_form(world, modal(notify_on_close=notify))
    await world.control.close_view("U0ANALYST", view["id"])
    heard = [one.body for one in world.app.heard if one.kind == "interactive"]
    assert [body["type"] for body in heard] == kinds
    assert all(body["is_cleared"] is False for body in heard)
    assert await world.control.person("U0ANALYST").modal() is None


async def test_everybody_has_forms_of_their_own(world: Any) -> None:
    analysts = await open_form(world, modal(title=plain("Analyst's")))
    leads = await open_form(world, modal(title=plain("Lead's")), "U0LEAD")
    assert analysts["id"] != leads["id"]
    await world.control.close_view("U0LEAD", leads["id"])
    assert (await world.control.person("U0ANALYST").modal())["id"] == analysts["id"]


async def test_a_response_url_for_a_chosen_channel(world: Any) -> None:
    view = await open_form(
        world, modal(field("where", {"type": "conversations_select", "response_url_enabled": True}))
    )
    await world.control.submit("U0ANALYST", view["id"], {"where": {"a": ROOM}})
    (url,) = world.app.heard[-1].body["response_urls"]
    assert url["channel_id"] == ROOM
    assert (await world.http.post(url["response_url"], json={"text": "x"})).text == "ok"


# --- Home --------------------------------------------------------------------


async def test_home_is_opened_and_published(world: Any) -> None:
    async def answer(heard: Any) -> None:
        if heard.kind == "event":
            assert (await world.call("views.publish", user_id="U0ANALYST", view=HOME))["ok"]

    world.app.answer = answer
    shown = await world.control.home("U0ANALYST")
    envelope = world.app.heard[-1].body
    assert envelope["type"] == "event_callback"
    assert envelope["event_id"].startswith("Ev")
    event = envelope["event"]
    assert (event["type"], event["user"], event["tab"], event["channel"]) == (
        "app_home_opened",
        "U0ANALYST",
        "home",
        "D0ANALYST",
    )
    assert "view" not in event
    assert shown["blocks"][0]["elements"][0]["action_id"] == "go"
    again = await world.control.home("U0ANALYST")
    assert again["id"] == shown["id"]
    assert world.app.heard[-1].body["event"]["view"]["id"] == shown["id"]
    await world.control.click("U0ANALYST", "go", view_id=shown["id"])
    assert world.app.heard[-1].body["view"]["type"] == "home"
    assert (await world.control.views("U0LEAD"))[1] is None


async def test_home_is_published_later(world: Any) -> None:
    published = asyncio.Event()

    async def publish() -> None:
        await published.wait()
        await world.call("views.publish", user_id="U0ANALYST", view=HOME)

    later = asyncio.create_task(publish())
    world.app.answer = lambda heard: published.set()
    assert (await world.control.home("U0ANALYST"))["type"] == "home"
    await later


async def test_home_hashes(world: Any) -> None:
    first = (await world.call("views.publish", user_id="U0ANALYST", view=HOME))["view"]
    second = await world.call("views.publish", user_id="U0ANALYST", view=HOME, hash=first["hash"])
    assert second["ok"]
    stale = await world.call("views.publish", user_id="U0ANALYST", view=HOME, hash=first["hash"])
    assert stale["error"] == "hash_conflict"
    assert (await world.call("views.publish", user_id="U0NOBODY", view=HOME))[
        "error"
    ] == "user_not_found"
    assert (await world.call("views.publish", user_id="U0ANALYST", view=modal()))[
        "error"
    ] == "invalid_arguments"


async def test_an_app_without_home(world: Any) -> None:
    world.workspace.use_manifest({})
    with pytest.raises(ControlRefused, match="no_home_tab"):
        await world.control.home("U0ANALYST")
    assert (await world.call("views.publish", user_id="U0ANALYST", view=HOME))[
        "error"
    ] == "not_enabled"
