"""Slack's retries, double clicks, stale cards, two people at once."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import pytest

from bot.domain.lifecycle.referral import State
from bot.sentences.refusals import OLD_FORM
from tests.harness.with_slack.signed_requests import (
    click_payload,
    form_of,
    interactive,
    send,
    submission,
)
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import close, flagged, refer, reject

GROUP = "https://www.facebook.com/groups/1234567890/"


async def test_a_command_that_slack_sends_again_is_answered_as_before(world: SlackHarness) -> None:
    form = form_of(world, world.analyst, "/flag", GROUP)
    first = await send(world, form)
    again = await send(world, form, retry=1)
    assert first.status_code == again.status_code == 200
    assert orjson.loads(first.content) == orjson.loads(again.content)
    assert world.count == 1
    assert world.referral(1).version == 1


async def test_two_deliveries_of_one_command_at_once_record_once(world: SlackHarness) -> None:
    form = form_of(world, world.analyst, "/flag", GROUP)
    answers = await asyncio.gather(*(send(world, form) for _ in range(4)))
    assert len({answer.content for answer in answers}) == 1
    assert world.count == 1


async def test_a_click_that_comes_again_does_nothing(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    payload = click_payload(world, world.analyst, world.referrals.card("R-1"), "Closed")
    for _ in range(3):
        assert (await send(world, interactive(payload))).status_code == 200
    await world.settle()
    assert world.referral(1).version == 3
    assert world.analyst.told.shows("R-1 is recorded as closed.")


async def test_a_double_click_answers_as_the_first_did(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    first, second = await double_click(world, "Closed")
    assert first == second
    assert first.startswith("R-1 is recorded as closed.")
    assert world.referral(1).version == 3
    assert len(world.referrals.thread("R-1")) == 2


async def double_click(world: SlackHarness, label: str) -> list[str]:
    """Two presses on one card, each with a time of its own; what was said to each."""
    card = world.referrals.card("R-1")
    clicks = [interactive(click_payload(world, world.analyst, card, label)) for _ in range(2)]
    for one in clicks:
        await send(world, one)
    await world.settle()
    return [answer.text for answer in world.analyst.sees()[-2:]]


async def test_a_double_click_on_reappeared_opens_one_referral(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await close(world, 1)
    told = await double_click(world, "Reappeared")
    assert all("it goes on as *R-2*" in one for one in told)
    assert world.count == 2


async def test_a_form_that_is_handed_in_twice_records_once(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await world.analyst.clicks("Mark referred", world.referrals.card("R-1"))
    payload = submission(
        world,
        world.analyst,
        {"category": "vessels", "confidence": "high", "basis": "both"},
    )
    answers = [await send(world, interactive(payload)) for _ in range(2)]
    assert [orjson.loads(one.content) for one in answers] == [{"response_action": "clear"}] * 2
    assert world.referral(1).version == 2


async def test_the_flag_form_handed_in_twice_records_once(world: SlackHarness) -> None:
    await world.analyst.types("/flag")
    payload = submission(world, world.analyst, {"page": GROUP})
    for _ in range(2):
        await send(world, interactive(payload))
    assert world.count == 1


async def test_a_press_on_a_stale_card_says_who_did_what_and_refreshes_it(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    old = world.referrals.card("R-1")
    await close(world, 1, by=world.second)
    told = await press_old(world, old, "Closed")
    assert told.shows("R-1 has changed since you looked: Second analyst recorded it as closed on")
    assert told.shows("Nothing was recorded for you; it is closed now.")
    assert "Reappeared" in told.labels, "the card as it stands comes with it"
    assert world.referral(1).version == 3


async def press_old(world: SlackHarness, old: Any, label: str) -> Any:
    """Press a button of a card as somebody still sees it who has not been refreshed."""
    payload = click_payload(world, world.analyst, old, label)
    before = len(updates(world))
    await send(world, interactive(payload))
    await world.settle()
    assert len(updates(world)) == before + 1, "the card is drawn anew"
    return world.analyst.told


def updates(world: SlackHarness) -> list[Any]:
    return [one for one in world.workspace.wire.after(0) if one.name == "chat.update"]


async def test_a_form_does_not_open_from_a_stale_card(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    old = world.referrals.card("R-1")
    await close(world, 1, by=world.second)
    told = await press_old(world, old, "Rejected")
    assert told.shows("Second analyst recorded it as closed on", "Nothing was recorded for you")
    assert not world.analyst.has_form


async def test_a_form_that_went_stale_keeps_what_was_typed_and_can_be_handed_in_again(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await world.analyst.clicks("Rejected", world.referrals.card("R-1"))
    await world.second.picks("Add note", world.referrals.card("R-1"))
    await world.second.fills({"Note": "they wrote to me"})
    answers = {"Reason": "Not illegal", "The platform's words": "It stays."}
    assert await world.analyst.fills(answers) == {}
    form = world.analyst.form
    assert form.shows(":warning: R-1 has changed since you looked: Second analyst added a note on")
    assert world.analyst.typed("The platform's words") == "It stays."
    assert world.analyst.typed("Reason") == "Not illegal"
    assert world.referral(1).state is State.REFERRED
    assert await world.analyst.fills({}) == {}
    assert world.referral(1).words == "It stays."


async def test_two_people_at_once_are_recorded_once(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    card = world.referrals.card("R-1")
    clicks = [
        interactive(click_payload(world, who, card, "Closed"))
        for who in (world.analyst, world.second)
    ]
    answers = await asyncio.gather(*(send(world, one) for one in clicks))
    assert {answer.status_code for answer in answers} == {200}
    await world.settle()
    said = sorted(
        who.told.text.partition("\n")[0].split(":")[0].split(" is ")[0]
        for who in (world.analyst, world.second)
    )
    assert said == ["R-1", "R-1 has changed since you looked"]
    assert world.referral(1).version == 3


async def test_two_people_flag_one_page_at_once(world: SlackHarness) -> None:
    forms = [
        form_of(world, world.analyst, "/flag", GROUP),
        form_of(world, world.second, "/flag", "fb.com/groups/1234567890"),
    ]
    answers = await asyncio.gather(*(send(world, one) for one in forms))
    texts = sorted(orjson.loads(one.content)["text"].split(".")[0] for one in answers)
    assert [text[:12] for text in texts] == ["*R-1 recorde", "Already open"]
    assert world.count == 1


async def test_a_button_on_a_card_that_was_deleted_still_answers(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    card = world.referrals.card("R-1")
    payload = click_payload(world, world.analyst, card, "Show URL")
    await world.control.delete(world.referrals.id, card.ts)
    await send(world, interactive(payload))
    await world.settle()
    assert world.analyst.told.shows("The address of R-1")


QUEUE = "`/referrals` shows the queue."
AS_IT_IS = "`/referrals R-1` shows it as it is now."


@pytest.mark.parametrize(
    ("action_id", "value", "shown"),
    [
        ("act:close", "1:1", AS_IT_IS),
        ("act:more", "undo:1:1", AS_IT_IS),
        ("do:fly", "1:1", AS_IT_IS),
        ("do:flag", "1:1", AS_IT_IS),
        ("do:more", "withdraw:1:1", AS_IT_IS),
        ("do:close", "what", QUEUE),
        ("do:snooze", "7", QUEUE),
        ("set:category", "vessels:1:1", AS_IT_IS),
    ],
)
async def test_a_button_of_an_earlier_version_changes_nothing_and_says_where_to_look(
    world: SlackHarness, action_id: str, value: str, shown: str
) -> None:
    await flagged(world, GROUP)
    payload = click_payload(world, world.analyst, world.referrals.card("R-1"), "Mark referred")
    payload["actions"][0] |= {"action_id": action_id, "value": value}
    assert (await send(world, interactive(payload))).status_code == 200
    await world.settle()
    assert world.analyst.told.shows("This card is from an earlier version.", shown)
    assert not world.analyst.has_form
    assert world.referral(1).version == 1
    assert world.reads() == []


async def test_a_second_rejection_after_an_undo_is_a_new_one(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    await world.analyst.clicks("Undo", world.analyst.told)
    await reject(world, 1, reason="Not illegal")
    assert world.referral(1).reason == "legal"


async def test_a_form_that_an_earlier_version_opened_keeps_what_was_typed(
    world: SlackHarness,
) -> None:
    """It says which number, but not which referral."""
    await flagged(world, GROUP)
    await refer(world, 1)
    await world.analyst.clicks("Rejected", world.referrals.card("R-1"))
    payload = submission(world, world.analyst, {"reason": "terms"})
    number, version, channel, thread, home, _ = orjson.loads(payload["view"]["private_metadata"])
    before = orjson.dumps([number, version, channel, thread, home]).decode()
    payload["view"]["private_metadata"] = before
    told = (await send(world, interactive(payload))).json()
    assert told["response_action"] == "update"
    assert OLD_FORM in str(told["view"]["blocks"])
    assert "not breaching" in str(told["view"]["blocks"]).lower()
    assert world.referral(1).state is State.REFERRED
