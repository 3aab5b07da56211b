"""Home: one's own queue in groups, what is nobody's, the leads' counts, the own week and hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.reminders import OwnHours
from bot.sentences import lists
from bot.sentences.recording import batches, submissions
from bot.sentences.recording import own_hours as sentences
from tests.harness.with_slack.slack_harness import SlackHarness, a_world, shipped
from tests.harness.with_slack.steps import close, day, flagged, refer, reject

GROUP = "https://www.facebook.com/groups/1234567890/"


def hours(world: SlackHarness) -> OwnHours | None:
    user = world.analyst.id
    return world.bot.database.read(lambda uow: uow.people.own_hours([user])).get(user)


async def test_the_own_queue_is_in_groups_the_most_urgent_first(world: SlackHarness) -> None:
    await flagged(world, *[f"https://site{n}.com/x" for n in range(1, 5)])
    for number in (1, 2):
        await refer(world, number)
    await world.fast_forward(days=9)
    await refer(world, 3)
    home = await world.analyst.opens_home()
    assert home.shows("No answer in time: 2 · To refer: 1 · Waiting for an answer: 1")
    order = [home.text.index(name) for name in ("*R-1 ", "*R-2 ", "*R-4 ", "*R-3 ")]
    assert order == sorted(order)
    assert home.shows("*No answer in time (2)*", "*To refer (1)*")
    assert home.shows("Since Monday, of yours: 0 flagged, 1 referred, 0 decided.")
    await close(world, 1)
    await reject(world, 3)
    assert world.analyst.home.shows("No answer in time: 1 · To refer: 1")
    assert world.analyst.home.shows("Since Monday, of yours: 0 flagged, 1 referred, 2 decided.")
    assert world.analyst.home.shows("```Closed     ", "Rejected   ", " 1", "Waiting    ")


async def test_what_can_be_appealed_for_a_little_longer_is_a_group(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    home = await world.analyst.opens_home()
    assert "R-1" not in home.text
    await world.fast_forward(days=175)
    home = await world.analyst.opens_home()
    assert home.shows("Yours, open (1)", "The time to appeal is running out: 1", "*R-1 ")
    assert "Appeal" in home.labels


async def test_home_and_lists_agree_where_an_appeal_has_no_limit(sqlite_url: str) -> None:
    async with a_world(sqlite_url, shipped(appeal_months=None)) as world:
        await flagged(world, GROUP, "https://site1.com/x")
        for number, confidence in ((1, "Certain"), (2, "High")):
            await refer(world, number, confidence=confidence)
            await reject(world, number)
        home = await world.analyst.opens_home()
        assert home.shows("Yours, open (1)", "*Rejected although certain (1)*", "*R-1 ")
        mine = await world.analyst.asks("/referrals mine")
        assert mine.shows("R-1 ")
        assert not mine.shows("R-2 ")


async def test_all_of_ones_own_are_referred_and_the_answer_stays_in_the_window(
    world: SlackHarness,
) -> None:
    await flagged(world, *[f"https://site{n}.com/x" for n in range(1, 3)])
    home = await world.analyst.opens_home()
    await world.analyst.clicks(submissions.TITLE, home)
    answers = {"Category": "Vessels", "Confidence": "Certain", "Basis": "Both"}
    assert await world.analyst.fills(answers) == {}
    assert world.analyst.form.shows("You marked 2 referrals as referred.", batches.UNDO_ALL)
    await world.analyst.clicks(batches.UNDO_ALL, world.analyst.form)
    assert world.analyst.form.shows("Taken back: 2 referrals.")
    assert world.analyst.home.shows("To refer: 2")
    await flagged(world, GROUP, by=world.second)
    await world.analyst.clicks(lists.FILTER, world.analyst.home)
    wrong = await world.analyst.fills({lists.FILTER_WORDS: "mine youtub"})
    assert wrong == {lists.FILTER_WORDS: lists.unknown_word("youtub", "platform youtube")}
    assert await world.analyst.fills({lists.FILTER_WORDS: "flagged platform facebook"}) == {}
    assert world.analyst.form.shows("Flagged, platform Facebook (1)", "*R-3 ")
    await world.analyst.clicks(lists.FILTER, world.analyst.home)
    assert await world.analyst.fills({lists.FILTER_WORDS: "category NAME"}) != {}
    assert await world.analyst.fills({lists.FILTER_WORDS: "since yesterday"}) == {}
    assert world.analyst.form.shows("Open, since ", "(3)")
    await world.analyst.clicks(batches.SEVERAL, world.analyst.form)
    await world.analyst.chooses(batches.WHAT, "Withdraw")
    assert await world.analyst.fills({"Reason": "Mistake"}) == {}
    assert world.analyst.form.shows("You withdrew 2 referrals.", "1 did not go through:", "R-3")


async def test_what_is_nobody_s_can_be_taken(world: SlackHarness) -> None:
    await flagged(world, GROUP, by=world.second)
    users = world.workspace.users
    users[world.second.id] = replace(users[world.second.id], deleted=True)
    await world.bot.context.directory.learn_people()
    home = await world.analyst.opens_home()
    assert home.shows(
        "Unowned: 1", "*Unowned (1): press Take on what you will look after*", "*R-1 "
    )
    await world.analyst.clicks("Take", home)
    assert world.referral(1).owner == world.analyst.id
    assert world.analyst.home.shows("To refer: 1", "*To refer (1)*")
    assert not world.analyst.home.shows("Unowned")


async def test_a_lead_sees_who_has_how_much_and_hands_over(world: SlackHarness) -> None:
    await flagged(world, GROUP, "https://site2.com/x", by=world.second)
    await flagged(world, "https://site3.com/x", by=world.analyst)
    home = await world.lead.opens_home()
    assert home.shows("*Open by owner:* Second analyst 2, Analyst 1")
    assert home.shows("*Open by platform:* Other site 2, Facebook 1")
    await world.lead.clicks("Hand over…", home)
    answers = {"From": "Second analyst · 2 open", "To": world.lead.id}
    assert await world.lead.fills(answers) == {}
    assert world.lead.home.shows("Yours, open (2)", "*Open by owner:* Lead 2, Analyst 1")
    assert not (await world.analyst.opens_home()).shows("Open by owner")


# --- my hours -------------------------------------------------------------------------------------


async def test_hours_are_said_on_home_kept_and_shown(world: SlackHarness) -> None:
    home = await world.analyst.opens_home()
    assert home.shows(sentences.channels())
    await world.analyst.clicks("My hours…", home)
    answers = {
        "I work from": "07:00",
        "To": "11:30",
        "On": ["Monday", "Thursday"],
        "Time zone": "Europe/Athens",
    }
    assert await world.analyst.fills(answers) == {}
    assert hours(world) == OwnHours("Europe/Athens", time(7), time(11, 30), ("monday", "thursday"))
    told = "You are reminded from 07:00 to 11:30 (Europe/Athens) on Monday, Thursday."
    assert world.analyst.home.shows(told)


async def test_who_is_off_says_until_when_and_that_they_are_back(world: SlackHarness) -> None:
    home = await world.analyst.opens_home()
    await world.analyst.clicks("My hours…", home)
    assert await world.analyst.fills({"Off until": day(world, ago=-10)}) == {}
    kept = hours(world)
    assert kept
    assert kept.off_until
    assert kept.off_until.isoformat() == day(world, ago=-10)
    assert world.analyst.home.shows("You are off until")
    await world.analyst.clicks("I am back", world.analyst.home)
    assert hours(world) == OwnHours()
    assert "I am back" not in world.analyst.home.labels


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"I work from": "09:00"}, "To", sentences.NO_TO),
        ({"To": "09:00"}, "I work from", sentences.NO_FROM),
        ({"I work from": "12:00", "To": "09:00"}, "To", sentences.FROM_BEFORE_TO),
        (
            {"Time zone": "europe/pariss"},
            "Time zone",
            sentences.no_zone("europe/pariss", "Europe/Paris"),
        ),
        ({"Time zone": "Mars"}, "Time zone", sentences.no_zone("Mars", "")),
    ],
)
async def test_hours_that_cannot_be(
    world: SlackHarness, answers: dict[str, str], field: str, sentence: str
) -> None:
    await world.analyst.clicks("My hours…", await world.analyst.opens_home())
    assert await world.analyst.fills(answers) == {field: sentence}
    assert hours(world) is None


@pytest.mark.parametrize("ago", [0, 1, 400])
async def test_off_until_a_day_that_is_past_is_refused(world: SlackHarness, ago: int) -> None:
    await world.analyst.clicks("My hours…", await world.analyst.opens_home())
    errors = await world.analyst.fills({"Off until": day(world, ago=ago)})
    assert "is not after today. Choose the day on which you are back" in errors["Off until"]
    errors = await world.analyst.fills({"Off until": day(world, ago=-400)})
    assert "is more than a year away" in errors["Off until"]
    assert hours(world) is None
