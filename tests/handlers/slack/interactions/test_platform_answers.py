"""A platform's answer in one mail: handed in, checked, recorded once, taken back."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.domain.lifecycle.referral import State
from bot.sentences.recording import answers as sentences
from bot.sentences.recording.batches import CHANGED_SINCE
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, hold, refer, reject

GROUP = "https://www.facebook.com/groups/81700000000000{}"
ANSWER = "The platform's answer"


def page(number: int) -> str:
    return GROUP.format(number)


async def referred(world: SlackHarness, *numbers: int) -> None:
    for number in numbers:
        await flagged(world, page(number))
        await refer(world, number)


async def hand_in(world: SlackHarness, text: str, **more: Any) -> None:
    await world.analyst.types("/referrals answers")
    assert await world.analyst.fills({ANSWER: text, **more}) == {}


def chosen(world: SlackHarness, number: int) -> str | None:
    """What is proposed for a referral."""
    form = world.analyst.form
    label = next(one for one in form.labels if one.startswith(f"R-{number} "))
    return form.control(label).chosen


MAIL = f"""Thank you for your report.

We have removed:
{page(1)}
hxxps://www.facebook[.]com/groups/817000000000002

{page(3)} does not go against our Community Standards.

On 2 November 2026 the referral desk wrote:
> {page(4)}
"""


async def test_one_mail_is_checked_and_recorded_once(world: SlackHarness) -> None:
    await referred(world, 1, 2, 3, 4)
    await hand_in(world, MAIL)
    form = world.analyst.form
    assert form.shows(sentences.CHECK_EACH)
    assert [chosen(world, n) for n in (1, 2, 3, 4)] == [
        "Closed",
        "Closed",
        "Rejected",
        sentences.LEAVE,
    ]
    assert "https://www.facebook" not in form.text
    assert world.referral(1).state is State.REFERRED  # nothing is recorded before it is confirmed
    errors = await world.analyst.fills({})
    assert errors == {sentences.REASON_FOR_ALL: sentences.CHOOSE_REASON}
    assert await world.analyst.fills({sentences.REASON_FOR_ALL: "Not breaching terms"}) == {}
    states = [world.referral(n).state for n in (1, 2, 3, 4)]
    assert states == [State.CLOSED, State.CLOSED, State.REJECTED, State.REFERRED]
    assert "does not go against" in world.referral(3).words
    assert world.analyst.told.shows("2 closed", "1 rejected")
    assert world.referrals.card("R-1").shows("Closed")
    assert any("Closed" in line for line in world.referrals.thread("R-1"))


async def test_handed_in_twice_nothing_is_left_to_record(world: SlackHarness) -> None:
    await referred(world, 1)
    for _ in range(2):
        await hand_in(world, f"We have removed {page(1)}.")
        if world.analyst.form.labels:
            await world.analyst.fills({})
    form = world.analyst.form
    assert form.shows(sentences.NOTHING_TO_RECORD, "R-1 is closed")
    assert world.referral(1).version == 3


async def test_undo_all_takes_back_what_nobody_changed_since(world: SlackHarness) -> None:
    await referred(world, 1, 2)
    await hand_in(world, f"We have removed {page(1)} and {page(2)}.")
    await world.analyst.fills({})
    told = world.analyst.told
    await world.analyst.clicks("Reappeared", await world.analyst.asks("/referrals 2"))
    again = await world.analyst.clicks(sentences.UNDO_ALL, told)
    assert again is not None
    assert again.shows("Taken back: 1 outcome", f"R-2: {CHANGED_SINCE}")
    assert world.referral(1).state is State.REFERRED


async def test_a_line_is_changed_before_it_is_recorded(world: SlackHarness) -> None:
    await referred(world, 1, 2)
    await hand_in(world, f"We have removed {page(1)} and {page(2)}.")
    labels = [one for one in world.analyst.form.labels if one.startswith("R-")]
    await world.analyst.fills({labels[0]: sentences.LEAVE})
    assert [world.referral(n).state for n in (1, 2)] == [State.REFERRED, State.CLOSED]


async def test_somebody_else_decides_meanwhile(world: SlackHarness) -> None:
    await referred(world, 1, 2)
    await hand_in(world, f"We have removed {page(1)} and {page(2)}.")
    await reject(world, 1, by=world.lead)
    await world.analyst.fills({})
    assert world.referral(1).state is State.REJECTED
    assert world.referral(2).state is State.CLOSED
    assert world.analyst.told.shows("1 closed", "1 did not go through", "R-1")


async def test_a_closing_of_what_was_rejected_is_named(world: SlackHarness) -> None:
    await referred(world, 1)
    await reject(world, 1)
    await hand_in(world, f"We have removed {page(1)}.")
    assert world.analyst.form.shows(sentences.OVERTURNS)
    await world.analyst.fills({})
    assert world.referral(1).state is State.CLOSED


async def test_a_number_alone_is_a_guess(world: SlackHarness) -> None:
    await referred(world, 1)
    await hand_in(world, "R-1 has been removed.")
    assert world.analyst.form.shows(sentences.IS_A_GUESS)
    assert chosen(world, 1) == sentences.LEAVE


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("text", ["We have removed {}.", "R-1 {} | Removed", "{}\tNo violation"])
async def test_what_is_hidden_is_as_a_page_that_nobody_flagged(
    world: SlackHarness, private: bool, text: str
) -> None:
    """On hold, or of a private channel in which this person is not."""
    if private:
        world.lead.goes_to(world.casework)
        await flagged(world, page(1), by=world.lead)
        await refer(world, 1, by=world.lead)
    else:
        await referred(world, 1)
        await hold(world, 1)
    who = world.second

    async def shown(number: int) -> str:
        await who.types("/referrals answers")
        assert await who.fills({ANSWER: text.format(page(number))}) == {}
        body = json.dumps([who.form.text, who.form.blocks, who.form.labels])
        await who.closes()
        return re.sub(r'"block_id": "[^"]*"', "", body.replace(page(number)[-15:], "#"))

    assert await shown(1) == await shown(2)
    assert world.direct(world.lead).shows("names R-1")
    assert world.referral(1).state is (State.REFERRED if private else State.HELD)


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({}, {ANSWER: sentences.NOTHING_GIVEN}),
        ({ANSWER: "Thank you."}, {}),
    ],
)
async def test_what_cannot_be_read(
    world: SlackHarness, answers: dict[str, str], errors: dict[str, str]
) -> None:
    await world.analyst.types("/referrals answers")
    assert await world.analyst.fills(answers) == errors
    if not errors:
        assert world.analyst.form.shows(sentences.NAMES_NOTHING)


async def test_a_file_is_read_too(world: SlackHarness) -> None:
    await referred(world, 1)
    await world.analyst.types("/referrals answers")
    file = await world.analyst.uploads("answer.csv", f"url,status\n{page(1)},removed\n")
    assert await world.analyst.fills({sentences.OR_A_FILE: file}) == {}
    await world.analyst.fills({})
    assert world.referral(1).state is State.CLOSED


async def test_a_file_of_another_kind_is_refused_at_its_field(world: SlackHarness) -> None:
    await world.analyst.types("/referrals answers")
    file = await world.analyst.uploads("answer.pdf", b"%PDF-1.7")
    errors = await world.analyst.fills({sentences.OR_A_FILE: file})
    assert errors == {sentences.OR_A_FILE: sentences.not_readable("answer.pdf", sentences.A_PDF)}


async def test_an_answer_is_kept_and_opened_by_who_handed_it_in(world: SlackHarness) -> None:
    await referred(world, 1)
    text = f"Dear desk,\nwe have removed {page(1)}."
    await hand_in(world, text)
    await world.analyst.fills({})
    await world.analyst.picks("All actions…", world.referrals.card("R-1"))
    await world.analyst.clicks("Show answer", world.analyst.form)
    assert world.analyst.form.shows("Dear desk", page(1))
    assert world.reads()[-1][1:] == ("the platform's answer", 1)
    await world.second.picks("All actions…", world.referrals.card("R-1"))
    assert "Show answer" not in world.second.form.labels


async def test_thirty_outcomes_of_one_mail(world: SlackHarness) -> None:
    """27 of them in prose, a table and a list; three are only quoted below."""
    pages = [f"https://www.facebook.com/groups/8180000000000{n:02}" for n in range(1, 31)]
    await world.analyst.types("/flag " + " ".join(pages[:15]))
    await world.analyst.types("/flag " + " ".join(pages[15:]))
    for number in range(1, 31):
        await refer(world, number)
    prose = " ".join(f"We have removed {page}." for page in pages[:5])
    table = "\n".join(f"{page}\tNo violation found" for page in pages[5:15])
    rest = "\n".join(f"- {page}" for page in pages[15:27])
    quoted = "\n".join(f"> {page}" for page in pages[27:])
    mail = f"Hello,\n\n{prose}\n\nPage\tDecision\n{table}\n\nAlso removed were the following, which\nwere disabled today:\n{rest}\n\n{quoted}"
    await world.analyst.types("/referrals answers")
    file = await world.analyst.uploads("answer.txt", mail)
    assert await world.analyst.fills({sentences.OR_A_FILE: file}) == {}
    assert await world.analyst.fills({sentences.REASON_FOR_ALL: "Not illegal"}) == {}
    states = [world.referral(n).state for n in range(1, 31)]
    assert (
        states
        == [State.CLOSED] * 5 + [State.REJECTED] * 10 + [State.CLOSED] * 12 + [State.REFERRED] * 3
    )
    assert world.analyst.told.shows("17 closed", "10 rejected")
    stats = await world.analyst.asks("/referrals stats")
    assert stats.shows("10 of 27")
