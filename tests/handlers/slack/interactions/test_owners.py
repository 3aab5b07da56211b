"""Take, and handing over: from All actions, the command, and what leads are told of who has left."""

from __future__ import annotations

from dataclasses import replace

from bot.sentences import refusals
from bot.sentences.recording import owners as sentences
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged

GROUP = "https://www.facebook.com/groups/1234567890/"
SITE = "https://site2.com/x"


async def test_take_makes_it_mine(world: SlackHarness) -> None:
    await flagged(world, GROUP, by=world.second)
    await world.second.picks("All actions…", world.referrals.card("R-1"))
    assert "Take" not in world.second.form.labels
    await world.analyst.picks("All actions…", world.referrals.card("R-1"))
    await world.analyst.clicks("Take", world.analyst.form)
    assert world.analyst.form.shows("R-1 has a new owner")
    assert world.referral(1).owner == world.analyst.id
    assert world.referrals.thread("R-1")[-1] == "R-1: Assigned to Analyst by Analyst"


async def test_what_was_given_to_me_meanwhile_is_mine_already(world: SlackHarness) -> None:
    await flagged(world, GROUP, by=world.second)
    await world.analyst.picks("All actions…", world.referrals.card("R-1"))
    await world.second.picks("All actions…", world.referrals.card("R-1"))
    await world.second.clicks("Assign", world.second.form)
    assert await world.second.fills({"Owner": world.analyst.id}) == {}
    await world.analyst.clicks("Take", world.analyst.form)
    assert world.analyst.form.shows("R-1 is yours already.")


async def test_a_lead_hands_over_by_command(world: SlackHarness) -> None:
    await flagged(world, GROUP, SITE, by=world.second)
    await world.lead.types(f"/referrals hand over @Second analyst to @{world.analyst.id}")
    form = world.lead.form
    assert form.shows("Second analyst · 2 open")
    assert await world.lead.fills({}) == {}
    assert world.lead.told.shows("2 referrals are now with Analyst.")
    assert {world.referral(n).owner for n in (1, 2)} == {world.analyst.id}
    await world.lead.types("/referrals hand over")
    answers = {"From": "Analyst · 2 open", "To": world.second.id}
    assert await world.lead.fills(answers) == {}
    assert world.referral(1).owner == world.second.id


async def test_others_are_told_that_leads_do(world: SlackHarness) -> None:
    await flagged(world, GROUP, by=world.second)
    told = await world.analyst.asks("/referrals hand over @Second analyst to me")
    assert told.shows(sentences.ONLY_LEADS)
    told = await world.lead.asks("/referrals hand over @Analyst")
    assert told.shows("Analyst owns no open referral.")


async def test_nobody_gets_them_who_cannot_use_the_bot(world: SlackHarness) -> None:
    await flagged(world, GROUP, by=world.second)
    await world.lead.types("/referrals hand over @Second analyst")
    errors = await world.lead.fills({"To": "UNOBODY"})
    assert errors == {"To": refusals.CANNOT_USE}
    errors = await world.lead.fills({"To": world.second.id})
    assert errors == {"To": sentences.THE_SAME}
    assert world.referral(1).owner == world.second.id


async def _an_hour_later(world: SlackHarness) -> None:
    """The sweep of people and that of every hour."""
    await world.bot.context.directory.learn_people()
    await world.bot.sweeps.hourly()
    await world.settle()


async def test_leads_are_offered_the_referrals_of_who_has_left(world: SlackHarness) -> None:
    await flagged(world, GROUP, SITE, by=world.second)
    users = world.workspace.users
    users[world.second.id] = replace(users[world.second.id], deleted=True)
    await _an_hour_later(world)
    direct = world.direct(world.lead)
    message = next(one for one in direct.messages if "Hand over…" in one.labels)
    assert message.shows("The account of Second analyst is deactivated, and 2 open referrals")
    lead = world.lead.goes_to(direct)
    await lead.clicks("Hand over…", message)
    assert lead.form.shows("Second analyst (deactivated) · 2 open")
    assert await lead.fills({"To": world.analyst.id}) == {}
    assert {world.referral(n).owner for n in (1, 2)} == {world.analyst.id}
    await _an_hour_later(world)
    assert sum("Hand over…" in one.labels for one in direct.messages) == 1
