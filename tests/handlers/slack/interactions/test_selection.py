"""Select several on a list: one form, one answer, a line for each that did not go through."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from bot.domain.batches import MOST
from bot.domain.lifecycle.referral import State
from bot.sentences.recording import batches as sentences
from bot.sentences.recording import submissions
from tests.harness.with_slack.people import Actor
from tests.harness.with_slack.shown import Shown
from tests.harness.with_slack.signed_requests import interactive, send, submission
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, refer, reject

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgX{:02}"
LARGEST_VIEW = 250_000
CLICKS = 4
"""Within which a batch of an overdue list is answered; docs/many.md says so."""


async def referred(world: SlackHarness, count: int) -> None:
    urls = [VIDEO.format(number) for number in range(count)]
    for start in range(0, count, 20):
        await flagged(world, *urls[start : start + 20])
    for number in range(1, count + 1):
        await refer(world, number)


def states(world: SlackHarness, *numbers: int) -> list[State]:
    return [world.referral(number).state for number in numbers]


async def selects(world: SlackHarness, words: str, *, by: Actor | None = None) -> Shown:
    """Press Select several on a list; the form."""
    who = by or world.analyst
    told = await who.asks(f"/referrals {words}")
    await who.clicks(sentences.SEVERAL, told)
    return who.form


def boxes(form: Shown) -> list[dict[str, Any]]:
    return [one for one in form.blocks if one.get("element", {}).get("type") == "checkboxes"]


def ticked(form: Shown) -> list[str]:
    return [
        option["value"]
        for box in boxes(form)
        for option in box["element"].get("initial_options", [])
    ]


class Counted:
    """A person whose clicks are counted: what is typed is not a click."""

    def __init__(self, who: Actor) -> None:
        self.who = who
        self.clicks = 0

    async def press(self, label: str, on: Shown) -> Shown | None:
        self.clicks += 1
        return await self.who.clicks(label, on)

    async def choose(self, label: str, item: str) -> None:
        self.clicks += 1
        await self.who.chooses(label, item)

    async def hand_in(self, **chosen: str) -> dict[str, str]:
        self.clicks += 1 + len(chosen)
        return await self.who.fills({label.replace("_", " "): one for label, one in chosen.items()})


async def test_an_overdue_list_is_answered_in_four_clicks(world: SlackHarness) -> None:
    await flagged(world, *(VIDEO.format(number) for number in range(7)))
    await selects(world, "")
    await world.analyst.chooses(sentences.WHAT, "Mark referred")
    said = {"Category": "Vessels", "Confidence": "Certain", "Basis": "Both"}
    assert await world.analyst.fills(said) == {}
    await world.fast_forward(days=8)
    ana = Counted(world.analyst)
    told = await world.analyst.asks("/referrals overdue platform youtube")
    await ana.press(sentences.SEVERAL, told)
    assert world.analyst.form.shows("All 7 referrals are ticked.")
    await ana.choose(sentences.WHAT, "Rejected")
    assert await ana.hand_in(Reason="Not breaching terms") == {}
    assert ana.clicks <= CLICKS
    assert set(states(world, *range(1, 8))) == {State.REJECTED}
    assert world.analyst.told.shows("You recorded 7 referrals as rejected.", "Undo all")
    batch = [one for one in world.referrals.messages if "recorded 7 referrals as" in one.text]
    assert [one.text for one in batch] == ["Analyst recorded 7 referrals as rejected: R-1 to R-7."]
    assert (await world.analyst.asks("/referrals overdue")).shows("Nothing is overdue.")
    undone = await world.analyst.clicks(sentences.UNDO_ALL, world.analyst.sees()[-2])
    assert undone
    assert undone.shows("Taken back: 7 referrals.")
    assert set(states(world, *range(1, 8))) == {State.REFERRED}


async def test_what_is_unticked_stays_and_what_changed_meanwhile_is_named(
    world: SlackHarness,
) -> None:
    await referred(world, 4)
    form = await selects(world, "referred")
    assert ticked(form) == ["1", "2", "3", "4"]
    await world.analyst.chooses(sentences.WHAT, "Closed")
    await reject(world, 2, by=world.lead)
    (group,) = boxes(world.analyst.form)
    rows = [one["text"]["text"] for one in group["element"]["options"]]
    assert await world.analyst.fills({group["label"]["text"]: rows[:3]}) == {}
    assert states(world, 1, 2, 3, 4) == [
        State.CLOSED,
        State.REJECTED,
        State.CLOSED,
        State.REFERRED,
    ]
    told = world.analyst.told
    assert told.shows("You recorded 2 referrals as closed.", "1 did not go through:", "R-2")


async def test_all_and_none_tick_and_untick(world: SlackHarness) -> None:
    await referred(world, 2)
    await selects(world, "")
    await world.analyst.clicks(sentences.NONE_OF_THEM, world.analyst.form)
    assert ticked(world.analyst.form) == []
    await world.analyst.chooses(sentences.WHAT, "Closed")
    assert ticked(world.analyst.form) == []
    assert await world.analyst.fills({}) != {} or world.analyst.has_form
    assert states(world, 1, 2) == [State.REFERRED, State.REFERRED]
    await world.analyst.clicks(sentences.all_of_these(2), world.analyst.form)
    assert ticked(world.analyst.form) == ["1", "2"]


async def test_the_fields_are_those_of_the_action_and_errors_stand_at_them(
    world: SlackHarness,
) -> None:
    await flagged(world, VIDEO.format(1), VIDEO.format(2))
    await selects(world, "flagged")
    await world.analyst.chooses(sentences.WHAT, "Mark referred")
    assert {"Category", "Confidence", "Basis"} <= set(world.analyst.form.labels)
    await world.analyst.chooses(sentences.WHAT, "Withdraw")
    assert "Category" not in world.analyst.form.labels
    errors = await world.analyst.fills({"Reason": "Duplicate"})
    assert list(errors) == ["Duplicate of"]
    assert await world.analyst.fills({"Reason": "Mistake"}) == {}
    assert states(world, 1, 2) == [State.WITHDRAWN, State.WITHDRAWN]


@pytest.mark.parametrize(
    ("what", "answers", "said"),
    [
        ("Snooze reminders", {sentences.FOR_HOW_LONG: "3 days"}, "You snoozed 2 referrals."),
        ("Add note", {"Note": "Asked by phone."}, "You added a note to 2 referrals."),
        ("Page gone", {}, "You recorded that the pages of 2 referrals are gone."),
        ("Acknowledged", {}, "You recorded that the platform acknowledged 2 referrals."),
        ("Restricted", {"Restriction": "Hidden"}, "You recorded 2 referrals as restricted."),
    ],
)
async def test_each_action_is_recorded_for_all(
    world: SlackHarness, what: str, answers: dict[str, str], said: str
) -> None:
    await referred(world, 2)
    await selects(world, "R-1 R-2")
    await world.analyst.chooses(sentences.WHAT, what)
    assert await world.analyst.fills(answers) == {}
    assert world.analyst.told.shows(said)


async def test_a_double_submit_answers_as_the_first_did(world: SlackHarness) -> None:
    await referred(world, 2)
    await selects(world, "referred")
    await world.analyst.chooses(sentences.WHAT, "Closed")
    payload = handed_in(world, world.analyst)
    answers = [await send(world, interactive(payload)) for _ in range(2)]
    await world.settle()
    assert [json.loads(one.content) for one in answers] == [{"response_action": "clear"}] * 2
    assert [world.referral(number).version for number in (1, 2)] == [3, 3]
    told = [one.text for one in world.analyst.sees() if "You recorded" in one.text]
    assert set(told) == {"You recorded 2 referrals as closed.\nUndo all"}


def handed_in(world: SlackHarness, who: Actor) -> dict[str, Any]:
    """The form as Slack would send it: what is chosen and ticked in it."""
    values: dict[str, Any] = {}
    for block in who.form.blocks:
        element = block.get("element", {})
        if "initial_options" in element:
            state = {"type": "checkboxes", "selected_options": element["initial_options"]}
        elif "initial_option" in element:
            state = {"type": element["type"], "selected_option": element["initial_option"]}
        else:
            continue
        values[block["block_id"]] = {element["action_id"]: state}
    payload = submission(world, who, {})
    payload["view"]["state"] = {"values": values}
    return payload


def size(view: Shown) -> int:
    body = {name: view.body[name] for name in ("type", "title", "blocks") if name in view.body}
    return len(json.dumps(body).encode())


async def test_two_hundred_stand_in_one_form_within_slacks_limits(world: SlackHarness) -> None:
    for start in range(0, 200, 20):
        urls = [f"https://www.youtube.com/watch?v=dQw4w9W{n:04}" for n in range(start, start + 20)]
        await flagged(world, *urls)
    form = await selects(world, "")
    groups: Sequence[dict[str, Any]] = boxes(form)
    assert [len(one["element"]["options"]) for one in groups] == [10] * 20
    assert len(form.blocks) <= 100
    assert size(form) * MOST / 200 < LARGEST_VIEW
    assert len(form.body["private_metadata"]) < 3000
    await world.analyst.closes()
    await world.analyst.clicks(submissions.TITLE, await world.analyst.asks("/referrals flagged"))
    form = world.analyst.form
    assert form.shows(submissions.goes_to(200, "YouTube"), "more")
    assert len(form.blocks) <= 100
    assert size(form) < LARGEST_VIEW
