"""Monday morning: thirty pages referred in three submissions, and one mail that answers twenty-seven."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.domain.lifecycle.referral import Action, State
from bot.sentences.recording import answers as sentences
from bot.sentences.recording import submissions
from tests.harness.with_slack.shown import Shown
from tests.harness.with_slack.slack_harness import SlackHarness

GROUP = "https://www.facebook.com/groups/8170000000000{:02d}"
DESCRIBED = {"Category": "Documents", "Confidence": "Certain", "Basis": "Both"}
LISTS = ((1, 10), (11, 20), (21, 30))
DECIDED = {
    State.CLOSED: Action.CLOSE,
    State.REJECTED: Action.REJECT,
    State.RESTRICTED: Action.RESTRICT,
    State.REFERRED: Action.REFER,
}


class Hands:
    """The analyst's presses, counted: a button, an item of a menu, a form handed in."""

    def __init__(self, world: SlackHarness) -> None:
        self._who = world.analyst
        self.clicks = 0

    async def press(self, label: str, on: Shown) -> Shown | None:
        self.clicks += 1
        return await self._who.clicks(label, on)

    async def hand_in(self, answers: Mapping[str, str], *, menus: int = 0) -> None:
        """`menus` are answers that are chosen in one: two clicks each; a radio button is one."""
        radios = [
            label
            for label in answers
            if self._who.form.control(label).element["type"] == "radio_buttons"
        ]
        self.clicks += 1 + 2 * menus + len(radios)
        assert await self._who.fills(answers) == {}


async def flag_together(
    world: SlackHarness, first: int, last: int, described: Mapping[str, str] = DESCRIBED
) -> None:
    """In /flag's form, with what is known of them."""
    await world.analyst.types("/flag")
    pages = "\n".join(GROUP.format(number) for number in range(first, last + 1))
    assert await world.analyst.fills({"Page": pages, **described}) == {}


def mail() -> str:
    """Of 27: ten in prose and a list, ten in a table, seven in a list; three only in the quoted notice."""
    removed = "\n".join(f"- {GROUP.format(n)}" for n in range(1, 11))
    table = "\n".join(f"{GROUP.format(n)}\tNo violation" for n in range(11, 21))
    limited = "\n".join(GROUP.format(n) for n in range(21, 28))
    quoted = "\n".join(f"> {GROUP.format(n)}" for n in range(28, 31))
    return (
        f"Hello,\n\nWe have removed the following groups:\n{removed}\n\nPage\tDecision\n{table}\n\n"
        f"Access to these groups has been restricted:\n{limited}\n\nThe review team\n\n"
        f"On 2 March 2026 the referral desk wrote:\n{quoted}\n"
    )


async def test_thirty_in_three_submissions_and_one_mail(world: SlackHarness) -> None:
    hands = Hands(world)
    for first, last in LISTS:
        await flag_together(world, first, last)
    for number, (first, last) in enumerate(LISTS, 1):
        shown = world.referrals.card(f"list {first}-{last}")
        await hands.press(submissions.TITLE, shown)
        await hands.hand_in({"Submission reference": f"FB-{number}"})
    assert hands.clicks == 6  # two for each list that was flagged by itself
    assert {world.referral(n).state for n in range(1, 31)} == {State.REFERRED}
    assert [world.referral(n).reference for n in (1, 11, 30)] == ["FB-1", "FB-2", "FB-3"]

    await world.fast_forward(days=2)
    page = await world.analyst.asks("/referrals FB-3")
    assert page.shows("10 referrals, referred on", "10 waiting")
    hands.clicks = 0
    await hands.press(submissions.RECORD_ANSWERS, page)
    await hands.hand_in({"The platform's answer": mail()})
    assert world.analyst.form.shows(sentences.CHECK_EACH)
    before = len(world.referrals.messages)
    await hands.hand_in({sentences.REASON_FOR_ALL: "Not breaching terms"}, menus=1)
    assert hands.clicks == 5
    told = world.analyst.told
    assert told.shows("10 closed", "10 rejected", "7 restricted")

    expected = [
        *[State.CLOSED] * 10,
        *[State.REJECTED] * 10,
        *[State.RESTRICTED] * 7,
        *[State.REFERRED] * 3,
    ]
    assert [world.referral(n).state for n in range(1, 31)] == expected
    # The thread of each: its own line in History; in the channel one message speaks for all 27.
    assert [one.text for one in world.referrals.messages[before:]] == [
        "\n".join(
            f"Analyst recorded {count} referrals as {did}."
            for count, did in (
                (10, "closed: R-1 to R-10"),
                (10, "rejected: R-11 to R-20"),
                (7, "restricted: R-21 to R-27"),
            )
        )
    ]
    for number, says in ((1, "Closed"), (11, "Rejected"), (27, "Restricted"), (28, "Referred")):
        assert (await world.analyst.asks(f"/referrals R-{number}")).shows(f"{says} on")
    histories = world.bot.database.read(lambda uow: uow.referrals.histories(range(1, 31)))
    for number, events in histories.items():
        assert len(events) == (3 if number <= 27 else 2), f"R-{number}"
        assert events[-1].action is DECIDED[expected[number - 1]]
    shown = world.referrals.card("list 21-30")
    assert shown.text.count("Restricted on") == 7
    assert shown.text.count("Next: record the answer") == 3
    queue = await world.analyst.asks("/referrals referred")
    assert queue.shows("R-28", "R-29", "R-30")
    assert not queue.shows("R-27")
    stats = await world.analyst.asks("/referrals stats")
    assert stats.shows("10 of 27")
    assert (await world.analyst.asks("/referrals digest")).shows("10 of 27")
    page = await world.analyst.asks("/referrals FB-3")
    assert page.shows("3 waiting, 7 restricted", "7 of 10 decided; 0 of 7 decided rejected.")

    versions = [world.referral(n).version for n in range(1, 31)]
    await world.analyst.types("/referrals answers")
    assert await world.analyst.fills({"The platform's answer": mail()}) == {}
    offered = [one for one in world.analyst.form.labels if one.startswith("R-")]
    assert [one.split()[0] for one in offered] == ["R-28", "R-29", "R-30"]
    assert [world.referral(n).version for n in range(1, 31)] == versions
    await world.analyst.closes()

    again = await world.analyst.clicks(sentences.UNDO_ALL, told)
    assert again is not None
    assert again.shows("Taken back: 27 outcomes")
    assert {world.referral(n).state for n in range(1, 31)} == {State.REFERRED}
    assert world.referrals.card("list 1-10").text.count("Referred on") == 10


@pytest.mark.parametrize(("described", "clicks"), [(DESCRIBED, 2), ({}, 5)])
async def test_thirty_pages_in_one_list_are_referred_in_five_clicks_at_most(
    world: SlackHarness, described: Mapping[str, str], clicks: int
) -> None:
    """As one submission, also of pages that say nothing yet; docs/many.md has the count."""
    hands = Hands(world)
    for first, last in ((1, 20), (21, 30)):
        await flag_together(world, first, last, described)
    told = await world.analyst.asks("/referrals flagged by me")
    await hands.press(submissions.TITLE, told)
    assert world.analyst.form.shows(submissions.goes_to(30, "Facebook"))
    await hands.hand_in({"Submission reference": "FB-9", **({} if described else DESCRIBED)})
    assert hands.clicks == clicks
    for number in range(1, 31):
        one = world.referral(number)
        assert (one.state, one.category, one.reference) == (State.REFERRED, "documents", "FB-9")
