"""Page checks, as people meet them: a question under the card, its answers, and silence else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.lifecycle.referral import State
from bot.domain.pages.status import PageToCheck, Status
from bot.sentences import checks as sentences
from handlers.wiring.sweeps import BotSweeps
from tests.handlers.pages import Pages
from tests.harness.with_slack.people import Room
from tests.harness.with_slack.shown import Shown
from tests.harness.with_slack.signed_requests import click_payload, interactive, send
from tests.harness.with_slack.slack_harness import SlackHarness, a_world, shipped
from tests.harness.with_slack.steps import close, flagged, hold, refer, reject, release

GROUP = "https://www.facebook.com/groups/1234567890/"
OTHER = "https://www.facebook.com/groups/1234567891/"
ON = {"platforms": ["facebook"], "direct": True}
ANSWERS = ["Platform closed it", "Gone, no decision", "Still up"]


@pytest.fixture
def pages() -> Pages:
    """What the pages are found to be."""
    return Pages()


@pytest.fixture
async def checked(sqlite_url: str, pages: Pages) -> AsyncIterator[SlackHarness]:
    """The world as it is shipped, but that Facebook's pages are looked at."""
    async with a_world(sqlite_url, shipped(page_checks=ON), prober=pages) as world:
        yield world


def questions(world: SlackHarness, room: Room | None = None) -> list[Shown]:
    """What stands in threads with something that was found, asked or answered."""
    return [
        one
        for one in (room or world.referrals).answers_in_threads
        if one.shows("ooked gone") or one.shows("ooks gone") or one.shows("up again")
    ]


def asked(world: SlackHarness, room: Room | None = None) -> Shown:
    """The one question."""
    (only,) = questions(world, room)
    return only


async def jump(world: SlackHarness, **span: float) -> None:
    """Move the clock on at once, and look at what is due then."""
    world.workspace.clock.advance(timedelta(**span))
    await world.bot.sweeps.checks()
    await world.settle()


async def gone_twice(world: SlackHarness, pages: Pages) -> None:
    """All pages went, and two readings said so."""
    pages.are(Status.GONE)
    await world.fast_forward(days=2)


# --- a page that waits for an answer --------------------------------------------------------------


async def test_a_page_that_is_up_is_looked_at_every_day_and_nothing_is_said(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await checked.fast_forward(days=2)
    assert pages.asked == []
    await refer(checked, 1)
    lines = checked.referrals.thread("R-1")
    await checked.fast_forward(days=5, hours=3)
    assert 4 <= len(pages.asked) <= 5
    assert checked.referrals.thread("R-1") == lines
    assert not checked.referrals.card("R-1").shows("Looks")


async def test_two_readings_at_a_distance_make_one_question(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    pages.are(Status.GONE)
    lines = checked.referrals.thread("R-1")
    await checked.fast_forward(days=1, hours=3)
    assert len(pages.asked) == 1
    assert checked.referrals.thread("R-1") == lines
    await checked.fast_forward(hours=6)
    assert len(pages.asked) == 2
    question = asked(checked)
    assert question.shows("*R-1*: Looks gone (404, checked ", "). What happened?")
    assert question.labels == ANSWERS
    assert question.fallback.startswith("R-1: Looks gone (404, checked ")
    assert checked.referrals.card("R-1").shows("Looks gone (404", "question is in the thread")
    await checked.fast_forward(days=6, every=3)
    assert len(pages.asked) >= 7
    assert len(checked.referrals.thread("R-1")) == len(lines) + 1


async def test_platform_closed_it_records_a_closing(checked: SlackHarness, pages: Pages) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    told = await checked.second.clicks("Platform closed it", asked(checked))
    assert told
    assert told.private
    assert told.shows("R-1 is recorded as closed.")
    assert told.labels == ["Change date", "Undo"]
    assert checked.referral(1).state is State.CLOSED
    after = asked(checked)
    assert after.shows("The page looked gone (404, ", "Closed by Second analyst.")
    assert after.labels == []
    assert not checked.referrals.card("R-1").shows("Looks gone")
    assert "R-1: Closed by Second analyst" in checked.referrals.thread("R-1")


async def test_gone_no_decision_records_that_it_went(checked: SlackHarness, pages: Pages) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    told = await checked.second.clicks("Gone, no decision", asked(checked))
    assert told
    assert told.shows("R-1 is noted: the page is gone.")
    assert checked.referral(1).state is State.GONE
    assert asked(checked).shows("Page gone, recorded by Second analyst.")


@pytest.mark.parametrize("answer", ANSWERS)
async def test_a_question_about_a_reading_that_a_restore_took_away(
    checked: SlackHarness, pages: Pages, answer: str
) -> None:
    """Another reading has its number now, and the referral is as it was."""
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    payload = click_payload(checked, checked.second, asked(checked), answer)
    pressed = payload["actions"][0]
    number, event = re.fullmatch(r"(\d+)\.([0-9a-f]{8}):1:.+", pressed["value"]).groups()  # type: ignore[union-attr]
    pressed["value"] = pressed["value"].replace(f"{number}.{event}", f"{number}.{event[::-1]}")
    stands = checked.referral(1)
    await send(checked, interactive(payload))
    await checked.settle()
    assert checked.second.told.shows("this is no longer asked. Nothing was recorded for you")
    assert checked.referral(1) == stands
    assert asked(checked).labels == ANSWERS


async def test_still_up_is_written_down_and_not_asked_again_until_it_changes(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    told = await checked.second.clicks("Still up", asked(checked))
    assert told
    assert told.shows("Recorded: still up. R-1 stays referred")
    assert checked.referral(1).state is State.REFERRED
    assert asked(checked).shows("Still up, says Second analyst.")
    assert asked(checked).labels == []
    lines = checked.referrals.thread("R-1")
    await checked.fast_forward(days=3)
    assert checked.referrals.thread("R-1") == lines
    pages.are(Status.UP)
    await checked.fast_forward(days=3)
    assert checked.referrals.thread("R-1") == lines
    await gone_twice(checked, pages)
    assert len(checked.referrals.thread("R-1")) == len(lines) + 1


async def test_what_is_up_again_is_asked_no_longer(checked: SlackHarness, pages: Pages) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    old = asked(checked)
    pages.are(Status.UP)
    await checked.fast_forward(days=2)
    assert asked(checked).shows("The page looked gone", "nothing is asked")
    await send(checked, interactive(click_payload(checked, checked.second, old, "Still up")))
    await checked.settle()
    assert checked.second.told.shows("this is no longer asked")
    assert checked.referral(1).state is State.REFERRED


async def test_a_reading_that_is_unsure_says_nothing(checked: SlackHarness, pages: Pages) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    lines = checked.referrals.thread("R-1")
    pages.are(Status.UNSURE)
    await checked.fast_forward(days=6, every=3)
    assert len(pages.asked) >= 5
    assert checked.referrals.thread("R-1") == lines


# --- a page that was closed -----------------------------------------------------------------------


async def test_a_closed_page_is_looked_at_at_growing_intervals(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await close(checked, 1)
    pages.are(Status.GONE)
    lines = checked.referrals.thread("R-1")
    seen, at = [], 0
    for days in (1, 3, 7, 30, 90, 300):
        for hour in (days * 24 - 1, days * 24 + 4):
            await jump(checked, hours=hour - at)
            seen.append(len(pages.asked))
            at = hour
    assert seen == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5]
    assert checked.referrals.thread("R-1") == lines


async def test_a_closed_page_that_is_back_is_asked_about_and_becomes_attempt_two(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await close(checked, 1)
    await checked.fast_forward(days=1, hours=9)
    question = asked(checked)
    assert question.shows("*R-1*: Closed on ", ", looks up again (200, checked ", "Reappeared?")
    assert question.labels == ["Reappeared", "Not the same page"]
    told = await checked.second.clicks("Reappeared", question)
    assert told
    assert told.shows("R-1 came back: it goes on as *R-2*, attempt 2.")
    assert checked.referral(2).state is State.FLAGGED
    assert checked.referral(2).attempt == 2
    assert asked(checked).shows("The page looked up again (200, ", "Reappeared by Second analyst.")
    before = len(pages.asked)
    await checked.fast_forward(days=8)
    assert len(pages.asked) == before


async def test_not_the_same_page_is_the_end_of_it(checked: SlackHarness, pages: Pages) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await close(checked, 1)
    await checked.fast_forward(days=2)
    told = await checked.second.clicks("Not the same page", asked(checked))
    assert told
    assert told.shows("Recorded: not the same page. R-1 stays closed")
    lines = checked.referrals.thread("R-1")
    await checked.fast_forward(days=8)
    assert checked.referrals.thread("R-1") == lines
    assert asked(checked).shows("Not the same page, says Second analyst.")


async def test_a_page_that_went_is_asked_about_when_it_is_back(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    await checked.second.clicks("Gone, no decision", asked(checked))
    pages.are(Status.UP)
    await checked.fast_forward(days=3)
    (_, back) = questions(checked)
    assert back.shows("Gone since ", ", looks up again (200, ")
    await checked.analyst.clicks("Reappeared", back)
    assert checked.referral(2).attempt == 2


# --- clicks that come twice, late, or from somebody else ------------------------------------------


async def test_a_check_makes_nobodys_card_stale(checked: SlackHarness, pages: Pages) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    card = checked.referrals.card("R-1")
    version = checked.referral(1).version
    await checked.fast_forward(days=3)
    assert len(pages.asked) >= 2
    assert checked.referral(1).version == version
    told = await checked.second.clicks("Closed", card)
    assert told
    assert told.shows("R-1 is recorded as closed.")


async def test_a_note_meanwhile_does_not_make_the_answer_stale(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    question = asked(checked)
    await checked.analyst.picks("Add note", checked.referrals.card("R-1"))
    await checked.analyst.fills({"Note": "phoned them"})
    told = await checked.second.clicks("Platform closed it", question)
    assert told
    assert told.shows("R-1 is recorded as closed.")


@pytest.mark.parametrize("label", ["Platform closed it", "Still up"])
async def test_a_double_click_is_answered_as_the_first(
    checked: SlackHarness, pages: Pages, label: str
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    question = asked(checked)
    payload = click_payload(checked, checked.second, question, label)
    again = click_payload(checked, checked.second, question, label)
    for one in (payload, payload, again):
        assert (await send(checked, interactive(one))).status_code == 200
        await checked.settle()
    answers = [one.text for one in checked.second.sees()]
    assert len({one for one in answers if "R-1 is recorded" in one or "Recorded: " in one}) == 1
    history = checked.bot.database.read(lambda uow: uow.referrals.history(1))
    assert sum(event.action == "close" for event in history) == (label != "Still up")
    told = checked.bot.database.read(lambda uow: uow.checks.history(1))
    assert sum(bool(one.answer) for one in told) == (label == "Still up")


async def test_who_comes_second_is_told_what_the_first_did(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    question = asked(checked)
    late = click_payload(checked, checked.analyst, question, "Gone, no decision")
    later = click_payload(checked, checked.lead, question, "Platform closed it")
    await checked.second.clicks("Still up", question)
    await send(checked, interactive(late))
    await checked.settle()
    assert checked.analyst.told.shows("Second analyst already answered “still up”")
    await checked.second.clicks("Closed", checked.referrals.card("R-1"))
    await send(checked, interactive(later))
    await checked.settle()
    assert checked.lead.told.shows(
        "R-1 has changed since you looked: Second analyst recorded it as closed"
    )
    assert checked.referral(1).state is State.CLOSED


async def test_the_cards_own_button_answers_the_question_too(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    await reject(checked, 1)
    after = asked(checked)
    assert after.shows("The page looked gone", "Rejected by Analyst.")
    assert after.labels == []


async def test_guests_are_refused(checked: SlackHarness, pages: Pages) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    told = await checked.guest.clicks("Platform closed it", asked(checked))
    assert told
    assert told.shows("Guests cannot use this bot.")
    assert checked.referral(1).state is State.REFERRED


# --- what is held, private, or somebody else's ----------------------------------------------------


async def test_a_held_page_is_never_asked_for(checked: SlackHarness, pages: Pages) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await hold(checked, 1)
    await checked.fast_forward(days=10)
    assert pages.asked == []
    await release(checked, 1)
    await checked.fast_forward(days=2)
    assert pages.asked != []


async def test_a_page_held_while_it_is_asked_for_leaves_no_trace(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)

    async def held_meanwhile(page: PageToCheck) -> None:
        pages.before = None
        await hold(checked, 1)

    pages.before = held_meanwhile
    pages.are(Status.GONE)
    await checked.fast_forward(days=4)
    assert len(pages.asked) == 1
    assert checked.bot.database.read(lambda uow: uow.checks.history(1)) == ()


async def test_nothing_is_said_of_a_held_page_and_the_question_waits(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    question = asked(checked)
    await hold(checked, 1)
    told = await checked.second.clicks("Platform closed it", question)
    assert told
    assert told.shows("A lead looks at R-1 first, so nothing was recorded.")
    assert asked(checked).text == question.text
    await release(checked, 1)
    told = await checked.second.clicks("Platform closed it", question)
    assert told
    assert told.shows("R-1 is recorded as closed.")


async def test_a_page_whose_newer_referral_is_held_is_not_asked_for(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await reject(checked, 1)
    await checked.second.clicks("Refer again", checked.referrals.card("R-1"))
    assert await checked.second.fills({"Reason": "New evidence"}) == {}
    await checked.second.clicks("Closed", await checked.second.asks("/referrals R-1"))
    await hold(checked, 2)
    await checked.fast_forward(days=9)
    assert pages.asked == []
    await checked.second.picks("All actions…", checked.referrals.card("R-1"))
    await checked.second.clicks("Check page", checked.second.form)
    assert checked.second.form.shows("Recorded. A lead looks at this one first.")
    await checked.fast_forward(hours=2)
    assert pages.asked == []


async def test_a_private_place_keeps_its_questions(checked: SlackHarness, pages: Pages) -> None:
    await flagged(checked, GROUP, by=checked.analyst.goes_to(checked.casework))
    await refer(checked, 1)
    await gone_twice(checked, pages)
    assert asked(checked, checked.casework).labels == ANSWERS
    assert questions(checked) == []


async def test_platforms_that_are_off_are_left_alone(checked: SlackHarness, pages: Pages) -> None:
    await flagged(checked, "https://www.tiktok.com/@someone", GROUP)
    await refer(checked, 1)
    await refer(checked, 2)
    await checked.fast_forward(days=3)
    assert pages.asked
    assert set(pages.asked) == {checked.referral(2).page_key}
    await checked.analyst.picks("All actions…", await checked.analyst.asks("/referrals R-1"))
    assert "Check page" not in checked.analyst.form.labels


# --- asked for by a person ------------------------------------------------------------------------


async def test_check_page_looks_now_and_says_what_it_found(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await checked.second.picks("All actions…", checked.referrals.card("R-1"))
    assert "Check page" in checked.second.form.labels
    await checked.second.clicks("Check page", checked.second.form)
    assert checked.second.form.shows(sentences.will_look("R-1"))
    await checked.fast_forward(minutes=1)
    assert len(pages.asked) == 1
    assert (
        checked.referrals.thread("R-1")[-1]
        == "R-1: Page checked for Second analyst: looks up (200)"
    )
    await checked.second.picks("All actions…", checked.referrals.card("R-1"))
    await checked.second.clicks("Check page", checked.second.form)
    assert checked.second.form.shows("looked at less than 10 minutes ago")
    await checked.fast_forward(minutes=5)
    assert len(pages.asked) == 1


async def test_check_page_of_a_rejected_page_is_told_and_nothing_follows(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await reject(checked, 1)
    pages.are(Status.GONE)
    await checked.second.picks("All actions…", checked.referrals.card("R-1"))
    await checked.second.clicks("Check page", checked.second.form)
    await checked.fast_forward(minutes=2)
    assert (
        checked.referrals.thread("R-1")[-1]
        == "R-1: Page checked for Second analyst: looks gone (404)"
    )
    await checked.fast_forward(days=9)
    assert len(pages.asked) == 1


async def test_the_history_has_a_short_line_for_each_run_of_checks(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await checked.fast_forward(days=5)
    await gone_twice(checked, pages)
    await checked.second.clicks("Still up", asked(checked))
    await checked.second.picks("History", checked.referrals.card("R-1"))
    form = checked.second.form
    assert re.search(r"Page checked [45] times since .*: looks up \(200\)", form.text)
    assert re.search(r"Page checked [23] times since .*: looks gone \(404\)", form.text)
    assert form.shows("Still up, says Second analyst")
    assert form.text.index("Marked referred") < form.text.index("Page checked")


# --- figures, audit, config -----------------------------------------------------------------------


async def test_checks_are_in_the_audit_and_in_no_figure(
    checked: SlackHarness, pages: Pages
) -> None:
    await flagged(checked, GROUP, OTHER)
    await refer(checked, 1)
    await refer(checked, 2)
    await close(checked, 2)
    before = checked.bot.database.read(lambda uow: uow.figures.totals())
    seen = checked.bot.database.read(lambda uow: uow.audit.verify())[0]
    await gone_twice(checked, pages)
    assert checked.bot.database.read(lambda uow: uow.figures.totals()) == before
    await checked.bot.sweeps.seal()
    looked_at, faults = checked.bot.database.read(lambda uow: uow.audit.verify())
    assert faults == ()
    assert looked_at == seen + len(pages.asked)
    assert checked.complaints() == []


async def test_checks_can_be_switched_off_again(checked: SlackHarness, pages: Pages) -> None:
    await flagged(checked, GROUP)
    await refer(checked, 1)
    await gone_twice(checked, pages)
    question = asked(checked)
    before = len(pages.asked)
    off = BotSweeps(checked.bot.store, checked.workspace.clock, shipped(), lambda: None)
    await off.plan_for_new_config()
    await checked.settle()
    assert asked(checked).shows("Page checks are off now")
    assert asked(checked).ts == question.ts
    await checked.fast_forward(days=5)
    assert len(pages.asked) == before


async def test_what_waits_already_is_looked_at_once_checks_are_switched_on(
    sqlite_url: str, pages: Pages
) -> None:
    async with a_world(sqlite_url) as world:
        await flagged(world, *(f"https://www.facebook.com/groups/{n}/" for n in range(100, 108)))
        for number in range(1, 9):
            await refer(world, number)
        await close(world, 1)
        workspace_now = world.workspace.clock.now()
    async with a_world(sqlite_url, shipped(page_checks=ON), prober=pages) as world:
        world.workspace.clock.move_to(workspace_now)
        await world.fast_forward(days=1, hours=3)
        assert set(pages.asked) == {f"facebook:group:{n}" for n in range(100, 108)}
