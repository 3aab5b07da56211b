"""A notice is prepared on a flagged page's card, read, completed, and said to be sent."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.domain.lifecycle.referral import State
from bot.sentences import notices
from tests.handlers.slack.conftest import MakeWorld
from tests.handlers.slack.interactions.notice_servers import SameProcess
from tests.harness.with_slack.people import Actor
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, hold, refer

GROUP = "https://www.facebook.com/groups/81700000000001?ref=share"
SENDER = {"name": "Unit 5", "email": "desk@police.example"}
WHOLE = {
    "Category": "Documents",
    "Basis": "Both",
    "Confidence": "High",
    "Clause": "Human Exploitation policy",
    notices.REASONS: "The page sells forged passports.",
}
ELEMENTS_EN = (
    GROUP,
    "The content is illegal, and it breaches your terms and conditions.",
    "Law or clause: Human Exploitation policy",
    "The page sells forged passports.",
    "Sender: Unit 5",
    "Email: desk@police.example",
    "We believe in good faith",
)
ELEMENTS_FR = (
    GROUP,
    "Ce contenu est illicite et contrevient à vos conditions générales.",
    "Disposition invoquée\u00a0: Human Exploitation policy",
    "The page sells forged passports.",
    "Objet\u00a0: Documents d’identité ou de voyage",
    "Auteur de la notification\u00a0: Unit 5",
    "Adresse électronique\u00a0: desk@police.example",
    "Nous pensons, de bonne foi, que",
)


@pytest.fixture
async def world(make_world: MakeWorld) -> SlackHarness:
    world = await make_world(notice=SENDER)
    world.bot.context.drafter = SameProcess()
    return world


async def prepare(world: SlackHarness, by: Actor | None = None) -> Actor:
    who = by or world.analyst
    await who.clicks("Prepare notice", world.referrals.card("R-1"))
    return who


async def test_from_flagged_to_referred_in_three_clicks_and_one_form(
    make_world: MakeWorld,
) -> None:
    world = await make_world(notice=SENDER)  # with the process that templates have of their own
    await flagged(world, GROUP)
    who = await prepare(world)
    form = who.form
    assert form.shows("Missing: the reasons", "choose a basis", "fill in Clause")
    assert GROUP in form.text
    assert "<https://www.facebook.com" not in form.text
    assert ("U0ANALYST", "notice", 1) in world.reads()
    assert await who.fills(WHOLE) == {}  # the text follows, and is to be read
    assert who.form.shows(notices.CHANGED, notices.COMPLETE, *ELEMENTS_EN)
    assert world.referral(1).state is State.FLAGGED
    assert await who.fills({}) == {}
    assert not who.has_form
    one = world.referral(1)
    assert (one.state, one.clause, one.category) == (
        State.REFERRED,
        "Human Exploitation policy",
        "documents",
    )
    assert one.reference.startswith("N-")
    assert who.told.shows("R-1 is marked as referred")
    assert world.referrals.card("R-1").shows(one.reference)
    assert not any(GROUP in str(one.body) for one in world.referrals.messages)


async def test_the_text_follows_what_is_chosen(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    who = await prepare(world)
    await who.chooses("Basis", "Illegal content")
    assert who.form.shows("The content is illegal.")
    await who.chooses(notices.LANGUAGE, "French")
    assert who.form.shows("Ce contenu est illicite.", "Destinataire\u00a0: Facebook")
    await who.fills(WHOLE)
    assert who.form.shows(*ELEMENTS_FR)


async def test_what_is_missing_stops_it(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    who = await prepare(world)
    await who.fills({"Category": "Documents", "Basis": "Both", "Confidence": "High"})
    for _ in range(2):
        await who.fills({})
        assert who.form.shows("Missing: the reasons", "the law or the clause")
    assert world.referral(1).state is State.FLAGGED


async def test_a_person_writes_the_text_themselves(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    who = await prepare(world)
    await who.fills(WHOLE)
    await who.clicks(notices.EDIT, who.form)
    drafted = who.typed(notices.TEXT)
    assert GROUP in drafted
    await who.fills({notices.TEXT: drafted.replace("We believe in good faith", "We believe")})
    assert who.form.shows("Missing: the statement of good faith")
    own = drafted + "\nThe price of a passport stands in the second picture.\n"
    await who.fills({notices.TEXT: own})
    assert world.referral(1).state is State.REFERRED
    await who.picks("All actions…", world.referrals.card("R-1"))
    await who.clicks("Show notice", who.form)
    assert who.form.shows("The price of a passport stands in the second picture.")


async def test_drafting_again_drops_what_was_written(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    who = await prepare(world)
    await who.clicks(notices.EDIT, who.form)
    assert notices.TEXT in who.form.labels
    await who.clicks(notices.DRAFT_AGAIN, who.form)
    assert notices.TEXT not in who.form.labels


async def test_it_is_reached_from_mark_referred_with_what_is_filled_in_there(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    await world.analyst.clicks("Mark referred", world.referrals.card("R-1"))
    await world.analyst.clicks("Prepare notice", world.analyst.form)
    assert world.analyst.form.title == notices.TITLE
    assert world.analyst.form.shows(GROUP)


async def test_the_platform_s_own_reference_is_kept(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    who = await prepare(world)
    await who.fills({**WHOLE, "Submission reference": "FB-123"})
    await who.fills({})
    assert world.referral(1).reference == "FB-123"


@pytest.mark.parametrize("step", ["held", "referred"])
async def test_what_changed_since_the_text_was_read_is_not_sent(
    world: SlackHarness, step: str
) -> None:
    await flagged(world, GROUP)
    who = await prepare(world)
    await who.fills(WHOLE)
    if step == "held":
        await hold(world, 1)
    else:
        await refer(world, 1, by=world.second)
    before = world.referral(1).state
    await who.fills({})
    assert world.referral(1).state is before
    assert who.has_form
    notices_kept = world.bot.database.read(lambda uow: uow.notices.of_referral(1))
    assert notices_kept == ()


async def test_what_somebody_added_meanwhile_is_told_and_nothing_typed_is_lost(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    who = await prepare(world)
    await who.fills(WHOLE)
    await world.lead.picks("Add note", await world.lead.asks("/referrals 1"))
    await world.lead.fills({"Note": "Look at the second post."})
    await who.chooses("Basis", "Illegal content")
    assert who.form.shows("added a note")
    assert who.typed(notices.REASONS) == WHOLE[notices.REASONS]
    await who.fills({})
    assert who.form.shows("added a note")
    assert world.referral(1).state is State.FLAGGED
    await who.fills({})  # who has read that, and presses again, means it: the text follows
    await who.fills({})
    assert world.referral(1).state is State.REFERRED


async def test_a_stale_button_opens_nothing_and_without_a_notice_none_is_shown(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    assert world.referrals.card("R-1").labels == [
        *("Mark referred", "Prepare notice", "Show URL", "More")
    ]
    card = await world.analyst.asks("/referrals 1")
    await refer(world, 1, by=world.second)
    answer = await world.analyst.clicks("Prepare notice", card)
    assert answer is not None
    assert answer.shows("marked it as referred")
    assert not world.analyst.has_form
    await world.analyst.picks("All actions…", world.referrals.card("R-1"))
    await world.analyst.clicks("Show notice", world.analyst.form)
    assert world.analyst.form.shows("No notice was kept")


class Slow(SameProcess):
    """Writes its next text once it `may`; says whether another was asked for meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may, self.together = asyncio.Event(), asyncio.Event(), False

    async def _ask(self, asked: bytes) -> list[dict[str, Any]]:
        if self.begun.is_set():
            self.together |= not self.may.is_set()
        else:
            self.begun.set()
            await self.may.wait()
        return await super()._ask(asked)


async def test_what_follows_an_earlier_choice_never_replaces_what_came_later(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    who, context = await prepare(world), world.bot.context
    context.drafter = slow = Slow()
    choosing = asyncio.create_task(who.chooses("Category", "Documents"))
    await slow.begun.wait()
    before = context.requests["form"]
    handing_in = asyncio.create_task(who.fills(WHOLE))
    for _ in range(200):  # more than is read before a text is asked for
        await context.read(lambda uow: uow.referrals.get(1))
    assert context.requests["form"] == before + 1
    slow.may.set()
    await choosing
    assert await handing_in == {}
    assert not slow.together
    assert who.form.shows(notices.CHANGED, notices.COMPLETE, *ELEMENTS_EN)
