"""A hold does not leak: to an analyst a held page is as one that a lead looks at first."""

from __future__ import annotations

from bot.domain.lifecycle.referral import State
from bot.sentences.cards import HELD_ANSWER
from tests.handlers.slack.conftest import MakeWorld
from tests.harness.with_slack.people import Actor
from tests.harness.with_slack.signed_requests import (
    click_payload,
    interactive,
    presses_as_it_stands,
    send,
)
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, hold, refer, release

GROUP = "https://www.facebook.com/groups/1234567890/"


async def what_is_seen(world: SlackHarness, who: Actor) -> list[str]:
    """What every way of asking says of the page, one after the other."""
    asked = [
        *("/referrals R-1", "/referrals 1", f"/referrals {GROUP}", "/referrals search facebook"),
        *("/referrals", "/referrals mine", "/referrals overdue", "/referrals certain"),
        *("/referrals held", f"/flag {GROUP}", "/flag fb.com/groups/1234567890 again"),
    ]
    return [(await who.asks(text)).text for text in asked]


async def test_a_held_page_and_one_under_review_look_alike(make_world: MakeWorld) -> None:
    world = await make_world(lead_review=["facebook"])
    await world.analyst.asks(f"/flag {GROUP}")
    under_review = await what_is_seen(world, world.second)
    flagger_sees = await what_is_seen(world, world.analyst)
    await release(world, 1)
    await hold(world, 1)
    assert await what_is_seen(world, world.second) == under_review
    assert await what_is_seen(world, world.analyst) == flagger_sees
    assert all("R-1" not in text or "There is no R-1 here" in text for text in under_review)
    assert under_review[-1].startswith(HELD_ANSWER)


async def test_the_card_stays_as_it_was(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    before = world.referrals.card("R-1")
    lines = world.referrals.thread("R-1")
    await hold(world, 1, "police ask us to wait")
    after = world.referrals.card("R-1")
    assert (after.text, after.labels) == (before.text, before.labels)
    assert world.referrals.thread("R-1") == lines
    assert world.direct(world.lead).shows("A page waits for a lead", "police ask us to wait")


async def test_every_press_on_the_frozen_card_is_answered_alike(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await hold(world, 1)
    card = world.referrals.card("R-1")
    for label in ("Closed", "Rejected", "Restricted"):
        told = await world.analyst.clicks(label, card)
        assert told
        assert told.text == "A lead looks at R-1 first, so nothing was recorded."
    for item in card.menu:
        told = await world.analyst.picks(item, card)
        assert told
        assert told.text == "A lead looks at R-1 first, so nothing was recorded."
        assert not world.analyst.has_form
    assert world.referral(1).state is State.HELD
    assert world.reads() == []


async def test_a_form_that_was_open_when_the_hold_came_is_answered_alike(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await world.analyst.clicks("Rejected", world.referrals.card("R-1"))
    await hold(world, 1, "secret reason")
    await world.analyst.fills({"Reason": "Other"})
    assert world.analyst.form.shows("A lead looks at R-1 first, so nothing was recorded.")
    assert "secret" not in world.analyst.form.text
    assert world.referral(1).state is State.HELD


async def test_after_the_release_nothing_tells_of_the_hold(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    old = click_payload(world, world.analyst, world.referrals.card("R-1"), "Closed")
    await hold(world, 1, "secret reason")
    await release(world, 1)
    await send(world, interactive(old))
    await world.settle()
    told = world.analyst.told.text
    assert told.startswith("R-1 has changed since you looked. Nothing was recorded for you")
    await world.analyst.picks("History", world.referrals.card("R-1"))
    seen = told + world.analyst.form.text + str(world.referrals.messages)
    for word in ("hold", "Hold", "Released", "released", "secret"):
        assert word not in seen
    await world.lead.picks("History", world.referrals.card("R-1"))
    assert world.lead.form.shows("Put on hold by Lead", "Released by Lead")


async def test_the_held_one_does_not_stand_in_the_way_by_name(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await world.analyst.clicks("Closed", world.referrals.card("R-1"))
    before = world.referrals.card("R-1")
    await world.analyst.clicks("Reappeared", before)
    await hold(world, 2)
    told = await presses_as_it_stands(world, world.second, before, "Reappeared")
    assert told.text == HELD_ANSWER
    assert "R-2" not in told.text


async def test_the_team_hears_nothing_on_home(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    assert (await world.analyst.opens_home()).shows("R-1")
    await hold(world, 1)
    assert "R-1" not in (await world.analyst.opens_home()).text


async def test_a_lead_releases_from_the_direct_message(make_world: MakeWorld) -> None:
    world = await make_world(lead_review=["all"])
    await world.analyst.asks(f"/flag {GROUP}")
    direct = world.direct(world.lead)
    told = await world.lead.goes_to(direct).clicks("Release", direct.last)
    assert told
    assert told.shows("R-1 is released. Flagged on")
    assert world.referrals.card("R-1").labels == [
        "Mark referred",
        "Prepare notice",
        "Show URL",
        "More",
    ]
    assert (await world.analyst.asks("/referrals R-1")).shows("*R-1 ·")
