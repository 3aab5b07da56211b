"""One notice about several pages: prepared from a selection, sent once, each page marked."""

from __future__ import annotations

import pytest

from bot.domain.lifecycle.referral import State
from bot.ports.notices import Notice, Progress
from bot.sentences import notices
from bot.sentences.recording import batches as sentences
from tests.handlers.slack.conftest import MakeWorld
from tests.handlers.slack.interactions.notice_servers import (
    SameProcess,
    mail_server,
    trust,
)
from tests.handlers.slack.interactions.test_network import (
    E164,
    NUMBER,
    SECOND_NUMBER,
    flag,
    group,
)
from tests.handlers.slack.interactions.test_notices import SENDER, WHOLE
from tests.handlers.slack.interactions.test_notices_sent import TO, mail, smtp_of
from tests.harness.with_slack.slack_harness import SlackHarness, a_world, shipped
from tests.harness.with_slack.steps import flagged, hold, refer, reject


@pytest.fixture
async def world(make_world: MakeWorld) -> SlackHarness:
    world = await make_world(notice=SENDER)
    world.bot.context.drafter = SameProcess()
    return world


async def prepares(world: SlackHarness, words: str = "") -> None:
    """Ask for a list, select several, prepare one notice about all that are ticked."""
    who = world.analyst
    await who.clicks(sentences.SEVERAL, await who.asks(f"/referrals {words}".strip()))
    await who.clicks(notices.SEVERAL, who.form)


def kept(world: SlackHarness, number: int) -> Notice:
    (notice,) = world.bot.database.read(lambda uow: uow.notices.of_referral(number))
    return notice


async def test_thirty_pages_are_a_case_one_submission_and_news_of_the_digest(
    world: SlackHarness,
) -> None:
    who = world.analyst
    for first, note in ((1, NUMBER), (16, f"{NUMBER} {SECOND_NUMBER}")):
        pages = " ".join(group(n) for n in range(first, first + 15))
        assert (await who.asks(f"/flag {pages} {note}")).shows("recorded")
    await refer(world, 1)
    await reject(world, 1)
    await who.clicks("Make a case of these", await who.asks("/referrals network R-30"))
    assert await who.fills({"Case": "Blue boats"}) == {}
    lines = len(world.referrals.messages)
    await prepares(world, "case Blue boats")
    form = who.form
    assert form.shows(
        "Left out of this notice: R-1", "*R-2*", "*R-21*", "9 more; the text names all 29"
    )
    among = "Say that these are of 30 pages that give the same number"
    await who.fills({**WHOLE, notices.AMONG: among})
    assert who.form.shows(notices.CHANGED, notices.COMPLETE)
    assert who.form.shows("These pages are among 30 that give the same contact or payment details.")
    assert E164 not in who.form.text
    await who.fills({})
    assert who.told.shows("You marked 29 referrals as referred", sentences.UNDO_ALL)
    notice = kept(world, 2)
    assert sorted(notice.referrals) == [*range(2, 31)]
    assert {world.referral(n).reference for n in range(2, 31)} == {notice.reference}
    assert {world.referral(n).state for n in range(2, 31)} == {State.REFERRED}
    assert all(group(n) in notice.text for n in range(2, 31))
    assert world.referral(1).state is State.REJECTED
    told = world.referrals.messages[lines:]
    assert [one.text.partition(":")[0] for one in told] == [
        "Analyst marked 29 referrals as referred"
    ]
    await world.fast_forward(days=8)
    digest, *_ = [one for one in world.referrals.messages if one.text.startswith("Digest")]
    assert digest.shows(
        "*New case: 30 referrals* (R-1 and 29 others), all referred, in 1 submission.",
        "*New in common: the same number on 30 pages* (R-1 and 29 others)",
        "*New in common: the same number on 15 pages* (R-16 and 14 others)",
    )
    assert E164 not in str(digest.body)
    assert "Blue boats" not in str(digest.body)


async def test_all_of_it_is_taken_back_at_once(world: SlackHarness) -> None:
    await flagged(world, group(1), group(2))
    await prepares(world)
    await world.analyst.fills(WHOLE)
    await world.analyst.fills({})
    undone = await world.analyst.clicks(sentences.UNDO_ALL, world.analyst.told)
    assert undone is not None
    assert undone.shows("Taken back: 2 referrals.")
    assert [world.referral(n).state for n in (1, 2)] == [State.FLAGGED] * 2


async def test_what_each_page_is_about_stays(world: SlackHarness) -> None:
    who = world.analyst
    await flagged(world, group(1), group(2))
    await who.types("/flag")
    await who.fills({"Page": group(3), "Category": "Vessels", "Confidence": "Certain"})
    await prepares(world)
    await who.fills(WHOLE)
    await who.fills({})
    assert [world.referral(n).category for n in (1, 2, 3)] == ["documents", "documents", "vessels"]
    assert [str(world.referral(n).confidence) for n in (1, 3)] == ["high", "certain"]
    assert world.referral(3).clause == WHOLE["Clause"]


async def test_those_held_or_changed_since_are_named_and_nothing_is_sent(
    world: SlackHarness,
) -> None:
    await flagged(world, *(group(n) for n in range(1, 5)))
    await prepares(world)
    await world.analyst.fills(WHOLE)
    await hold(world, 2)
    await refer(world, 4, by=world.second)
    await world.analyst.fills({})
    assert world.analyst.form.shows("R-2, R-4 cannot be in this notice.")
    assert not world.analyst.form.shows("on hold")
    assert [world.referral(n).state for n in (1, 3)] == [State.FLAGGED] * 2
    assert world.bot.database.read(lambda uow: uow.notices.of_referrals([1, 2, 3, 4])) == ()


REFUSED = [
    # what is flagged, which of them are unticked, and what is said
    ((group(1), "https://www.tiktok.com/@boats"), [], notices.ONE_PLATFORM),
    ((group(1), group(2)), [1, 2], sentences.CHOOSE_ONE),
]


@pytest.mark.parametrize(("pages", "unticked", "says"), REFUSED)
async def test_what_cannot_be_one_notice_is_said_and_the_ticks_stay(
    world: SlackHarness, pages: tuple[str, ...], unticked: list[int], says: str
) -> None:
    await flagged(world, *pages)
    who = world.analyst
    await who.clicks(sentences.SEVERAL, await who.asks("/referrals"))
    if unticked:
        await who.clicks(sentences.NONE_OF_THEM, who.form)
    await who.clicks(notices.SEVERAL, who.form)
    assert who.form.title == sentences.SEVERAL
    assert who.form.shows(says)


async def test_one_mail_for_many_marks_each_and_cards_follow(sqlite_url: str) -> None:
    async with mail_server() as box:
        config = shipped(
            notice={**SENDER, "smtp": smtp_of(box)}, platforms={"facebook": {"notice": mail()}}
        )
        async with a_world(sqlite_url, config, trust=trust()) as world:
            world.bot.context.drafter = SameProcess()
            await flagged(world, *(group(n) for n in range(1, 8)))
            await prepares(world)
            await world.analyst.fills(WHOLE)
            await world.analyst.fills({})
            assert world.analyst.told.shows("is on its way", "Their cards show")
            for _ in range(10):
                await world.settle()
                if kept(world, 1).progress is Progress.SENT:
                    break
            await world.settle()
            assert box.to == [[TO]]
            assert {world.referral(n).state for n in range(1, 8)} == {State.REFERRED}
            last = world.referrals.messages[-1].text
            assert last.startswith("Analyst marked 7 referrals as referred")


async def test_in_doubt_about_many_show_in_their_list_opens_a_card_with_the_buttons(
    sqlite_url: str,
) -> None:
    async with mail_server() as box:
        box.answers = [""]
        config = shipped(
            notice={**SENDER, "smtp": smtp_of(box)}, platforms={"facebook": {"notice": mail()}}
        )
        async with a_world(sqlite_url, config, trust=trust()) as world:
            world.bot.context.drafter = SameProcess()
            await flagged(world, *(group(n) for n in range(1, 7)))
            await prepares(world)
            await world.analyst.fills(WHOLE)
            await world.analyst.fills({})
            for _ in range(10):
                await world.settle()
                if kept(world, 1).progress is Progress.DOUBT:
                    break
            await world.settle()
            assert not world.referrals.has_card("R-2")
            told = world.direct(world.analyst).last
            assert told.shows(
                "on the card of any of them, for all. In a list, “Show” opens the card."
            )
            shown = await world.analyst.clicks(
                "Show", world.referrals.card("list 1-6"), near="R-2 "
            )
            assert shown is not None
            await world.analyst.clicks("It arrived", shown)
            assert {world.referral(n).state for n in range(1, 7)} == {State.REFERRED}


async def test_one_page_says_among_how_many_only_where_a_person_says_so(
    world: SlackHarness,
) -> None:
    for n in (1, 2, 3):
        await flag(world, n, NUMBER)
    who = world.analyst
    await who.clicks("Prepare notice", world.referrals.card("R-3"))
    assert who.form.shows("Besides: R-1, R-2.", "/referrals network R-3")
    among = "Say that this is one of 3 pages that give the same number"
    assert not who.form.shows("This page is one of")
    await who.fills({**WHOLE, notices.AMONG: among})
    assert who.form.shows("This page is one of 3 that give the same contact or payment details.")
    await hold(world, 1)  # held pages are in no number: the text is to be read again
    await who.fills({})
    assert who.form.shows(notices.CHANGED, "This page is one of 2 that give")
    await who.fills({})
    assert "one of 2 that give" in kept(world, 3).text
