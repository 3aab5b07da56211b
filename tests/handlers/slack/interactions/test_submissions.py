"""Many pages at once: the live list, Mark all referred, and a submission's page."""

from __future__ import annotations

import pytest

from bot.domain.lifecycle.referral import State
from bot.sentences import labels
from bot.sentences.recording import answers, batches
from bot.sentences.recording import submissions as sentences
from bot.sentences.recording.batches import SEVERAL
from tests.harness.with_slack.shown import Shown
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import close, day, flagged, hold, refer, reject, release

GROUP = "https://www.facebook.com/groups/81700000000000{}"
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgX{:02d}"
ALL = {"Category": "Documents", "Confidence": "Certain", "Basis": "Both"}
MARK_ALL = sentences.TITLE


def groups(*numbers: int) -> list[str]:
    return [GROUP.format(number) for number in numbers]


def list_of(world: SlackHarness, first: int, last: int) -> Shown:
    """The list message of what was flagged together."""
    return world.referrals.card(f"list {first}-{last}")


def row(shown: Shown, name: str) -> str:
    """The row of one referral in a list."""
    return next(
        str(one["text"]["text"])
        for one in shown.blocks
        if one["type"] == "section" and f"*{name} " in one["text"]["text"]
    )


# --- the live list --------------------------------------------------------------------------------


async def test_a_list_says_where_each_stands_and_what_is_next(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6))
    shown = list_of(world, 1, 6)
    assert shown.shows("6 pages flagged by")
    assert "Flagged on" in row(shown, "R-2")
    assert "Next: mark it referred" in row(shown, "R-2")
    assert "`hxxps://www[.]facebook[.]com" in row(shown, "R-2")
    assert shown.labels.count("Show") == 6
    assert shown.labels[-2:] == [MARK_ALL, SEVERAL]


async def test_it_is_drawn_anew_as_its_referrals_change(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6))
    await refer(world, 2)
    await refer(world, 3)
    await close(world, 3)
    shown = list_of(world, 1, 6)
    assert "Referred on" in row(shown, "R-2")
    assert "Closed on" in row(shown, "R-3")
    assert "Next" not in row(shown, "R-3")
    assert "not referred yet" in row(shown, "R-1")
    assert len([one for one in world.referrals.messages if "6 pages flagged" in one.text]) == 1
    await world.fast_forward(days=1)
    assert row(list_of(world, 1, 6), "R-2") == row(shown, "R-2")


async def test_a_hold_leaves_its_line_as_it_was(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6))
    before = row(list_of(world, 1, 6), "R-1")
    await hold(world, 1, "we watch them")
    await refer(world, 2)
    shown = list_of(world, 1, 6)
    assert row(shown, "R-1") == before
    assert not shown.shows("hold")
    await release(world, 1)
    await refer(world, 1)
    assert "Referred on" in row(list_of(world, 1, 6), "R-1")


async def test_a_deleted_list_is_not_posted_again(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6))
    shown = list_of(world, 1, 6)
    world.workspace.timeline(world.referrals.id).messages[shown.ts].deleted = True
    await refer(world, 2)
    assert not world.referrals.shows("6 pages flagged")
    assert world.bot.database.read(lambda uow: uow.outbox.parked()) == ()


# --- mark all referred ----------------------------------------------------------------------------


async def test_a_list_is_referred_as_one_submission(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6, 7))
    await world.analyst.clicks(MARK_ALL, list_of(world, 1, 7))
    form = world.analyst.form
    assert form.shows(sentences.goes_to(7, "Facebook"))
    assert "https://www.facebook" not in form.text
    assert await world.analyst.fills({**ALL, "Submission reference": "FB-77"}) == {}
    told = world.analyst.told
    assert told.shows("You marked 7 referrals as referred.", "`/referrals FB-77` finds them.")
    for number in range(1, 8):
        one = world.referral(number)
        assert (one.state, one.reference, str(one.basis)) == (State.REFERRED, "FB-77", "both")
    shown = list_of(world, 1, 7)
    assert "Referred on" in row(shown, "R-7")
    assert MARK_ALL not in shown.labels
    said = [one.text for one in world.referrals.messages if "marked 7 referrals" in one.text]
    assert len(said) == 1
    assert not world.referrals.has_card("R-1")


async def test_what_is_known_is_not_asked_again_and_stays(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6))
    answer = await world.analyst.asks("/referrals 1")
    await world.analyst.picks("All actions…", answer)
    await world.analyst.clicks("Describe", world.analyst.form)
    await world.analyst.fills({"Category": "Vessels", "Confidence": "Low", "Basis": "Both"})
    await world.analyst.clicks(MARK_ALL, list_of(world, 1, 6))
    form = world.analyst.form
    assert form.shows("For the 5 of 6 without a category.", "vessels · low")
    assert await world.analyst.fills(ALL) == {}
    assert (world.referral(1).category, str(world.referral(1).confidence)) == ("vessels", "low")
    assert (world.referral(2).category, str(world.referral(2).confidence)) == (
        "documents",
        "certain",
    )


async def test_each_line_can_be_changed(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6))
    await world.analyst.clicks(MARK_ALL, list_of(world, 1, 6))
    form = world.analyst.form
    change = form.control(sentences.CHANGE, "R-3 ")
    hands, view = world.analyst._hands, form.body["id"]
    await hands.click_in_view(view, change.action_id, block_id=change.block_id)
    await world.settle()
    assert world.analyst.form.title == "Change R-3"
    own = {"Category": "Vessels", "Submission reference": "FB-9", "Date": day(world, 1)}
    assert await world.analyst.fills(own) == {}
    form = world.analyst.form
    assert form.shows("vessels · reference FB-9 · referred on")
    assert await world.analyst.fills({**ALL, "Submission reference": "FB-8"}) == {}
    three, four = world.referral(3), world.referral(4)
    assert (three.category, three.reference, str(three.confidence)) == (
        "vessels",
        "FB-9",
        "certain",
    )
    assert (four.category, four.reference) == ("documents", "FB-8")
    assert three.referred_at is not None
    assert four.referred_at is not None
    assert (four.referred_at - three.referred_at).days >= 0
    assert three.referred_at.date() < four.referred_at.date()


async def test_several_platforms_are_a_submission_each(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4), *(VIDEO.format(n) for n in range(3)))
    await world.analyst.clicks(MARK_ALL, list_of(world, 1, 7))
    opening = sentences.go_to({"Facebook": 4, "YouTube": 3})
    assert opening == (
        "7 pages in 2 submissions, one for each platform: 4 to Facebook and 3 to YouTube."
    )
    assert world.analyst.form.shows(opening, "*Facebook*", "*YouTube*")
    assert await world.analyst.fills({**ALL, "Submission reference": "2026/11-a"}) == {}
    page = await world.analyst.asks("/referrals 2026/11-a")
    assert page.shows("Submission 2026/11-a to Facebook", "Submission 2026/11-a to YouTube")
    assert page.shows("4 referrals, referred on", "3 referrals, referred on")


async def test_somebody_changed_one_meanwhile(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6))
    await world.analyst.clicks(MARK_ALL, list_of(world, 1, 6))
    await refer(world, 4, by=world.second)
    assert await world.analyst.fills(ALL) == {}
    told = world.analyst.told
    assert told.shows("You marked 5 referrals as referred.", "1 did not go through:", "R-4")
    assert world.referral(4).version == 2


async def test_two_who_refer_the_same_list_refer_it_once(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6))
    shown = list_of(world, 1, 6)
    await world.analyst.clicks(MARK_ALL, shown)
    await world.second.clicks(MARK_ALL, shown)
    await world.analyst.fills(ALL)
    await world.second.fills(ALL)
    assert world.second.told.shows(batches.NOTHING, "6 did not go through:", "R-6")
    assert world.referral(1).version == 2


async def test_undo_all(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6))
    await world.analyst.clicks(MARK_ALL, list_of(world, 1, 6))
    await world.analyst.fills(ALL)
    told = world.analyst.told
    await close(world, 2)
    answer = await world.analyst.clicks(batches.UNDO_ALL, told)
    assert answer is not None
    assert answer.shows("Taken back: 5 referrals.", "1 did not go through:", "R-2")
    states = [world.referral(n).state for n in range(1, 7)]
    assert states == [State.FLAGGED, State.CLOSED, *[State.FLAGGED] * 4]
    assert MARK_ALL in list_of(world, 1, 6).labels


async def test_a_held_page_is_not_in_the_form_of_who_may_not_see_it(world: SlackHarness) -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6))
    await hold(world, 3)
    await world.analyst.clicks(MARK_ALL, list_of(world, 1, 6))
    assert "R-3" not in world.analyst.form.text
    await world.analyst.fills(ALL)
    assert world.referral(3).state is State.HELD
    assert "R-3" not in world.analyst.told.text


# --- the page of a submission ---------------------------------------------------------------------


async def a_submission(world: SlackHarness, reference: str = "FB-77") -> None:
    await flagged(world, *groups(1, 2, 3, 4, 5, 6))
    await world.analyst.clicks(MARK_ALL, list_of(world, 1, 6))
    assert await world.analyst.fills({**ALL, "Submission reference": reference}) == {}


async def test_a_submission_has_a_page(world: SlackHarness) -> None:
    await a_submission(world)
    await close(world, 1)
    await reject(world, 2, more={"Decision reference": "YOURS-1"})
    page = await world.analyst.asks("/referrals fb-77")
    assert page.shows(
        "Submission FB-77 to Facebook",
        "6 referrals, referred on",
        "4 waiting, 1 closed, 1 rejected.",
        "2 of 6 decided; 1 of 2 decided rejected.",
        labels.LEAVES_OUT,
    )
    assert page.labels.count("Show") == 6
    assert world.referral(2).reference == "FB-77"  # the decision has a reference of its own
    await world.analyst.clicks(sentences.RECORD_ANSWERS, page)
    assert world.analyst.form.title == answers.TITLE
    await world.analyst.clicks(SEVERAL, page)
    assert world.analyst.form.shows("All 6 referrals are ticked.")
    for words in ("rejected submission fb-77", "submission fb-77 rejected"):
        rejected = await world.analyst.asks(f"/referrals {words}")
        assert rejected.shows("Rejected, submission fb-77 (1)", "*R-2 ")


@pytest.mark.parametrize("typed", ["FB-77", "submission FB-77"])
async def test_who_may_see_nothing_of_it_learns_nothing(world: SlackHarness, typed: str) -> None:
    await a_submission(world)
    for number in range(1, 7):
        await hold(world, number)
    nothing = (await world.analyst.asks(f"/referrals {typed}")).text.replace("FB-77", "‹›")
    unheard = await world.analyst.asks(f"/referrals {typed.replace('77', '78')}")
    assert nothing == unheard.text.replace("FB-78", "‹›")
    assert (await world.lead.asks(f"/referrals {typed}")).shows("6 held")


async def test_a_reference_may_look_like_a_number(world: SlackHarness) -> None:
    await a_submission(world, "4711")
    assert (await world.analyst.asks("/referrals 4711")).shows("Submission 4711 to Facebook")
    assert (await world.analyst.asks("/referrals 4712")).shows("There is no R-4712")
