"""`/referrals`: lists, one referral, a page, search."""

from __future__ import annotations

import pytest

from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, refer, reject

GROUP = "https://www.facebook.com/groups/1234567890/"


async def test_the_queue_is_this_channels_oldest_first(world: SlackHarness) -> None:
    await flagged(world, "https://a.com/1", "https://b.com/2")
    await world.analyst.goes_to(world.casework).asks("/flag https://c.com/3")
    told = await world.second.asks("/referrals")
    assert told.private
    assert told.shows("Open in this channel (2)")
    assert told.text.index("R-1") < told.text.index("R-2")
    assert "R-3" not in told.text
    card = await world.second.clicks("Show", told, near="*R-2 ")
    assert card
    assert card.shows("*R-2 · ")


async def test_an_empty_queue_says_how_to_flag(world: SlackHarness) -> None:
    told = await world.analyst.asks("/referrals")
    assert told.shows("Nothing is open in this channel. `/flag` and an address records a page.")


async def test_more_turns_the_page_and_back_turns_back(world: SlackHarness) -> None:
    urls = [f"https://site{number}.com/x" for number in range(12)]
    await flagged(world, *urls)
    told = await world.analyst.asks("/referrals")
    assert told.shows("(1 to 10 of 12)", "*R-10 ")
    assert told.labels == [*["Show"] * 10, "More"]
    await world.analyst.clicks("More", told)
    told = world.analyst.told
    assert told.shows("(11 to 12 of 12)", "*R-12 ")
    assert told.labels == ["Show", "Show", "Back"]
    await world.analyst.clicks("Back", told)
    told = world.analyst.told
    assert told.shows("(1 to 10 of 12)")


async def test_mine_is_what_i_look_after(world: SlackHarness) -> None:
    await flagged(world, "https://a.com/1")
    await world.second.asks("/flag https://b.com/2")
    told = await world.second.asks("/referrals mine")
    assert told.shows("Yours, open (1)", "*R-2 ")
    assert "R-1" not in told.text


async def test_overdue_is_what_waits_too_long(world: SlackHarness) -> None:
    await flagged(world, GROUP, "https://b.com/2")
    await refer(world, 1)
    assert (await world.analyst.asks("/referrals overdue")).shows("Nothing is overdue.")
    await world.fast_forward(days=12)
    told = await world.analyst.asks("/referrals overdue")
    assert told.shows("*R-1 ", "no answer after 12 days (our limit: 7)")
    assert "R-2" not in told.text


async def test_certain_is_what_was_rejected_although_certain(world: SlackHarness) -> None:
    await flagged(world, GROUP, "https://b.com/2")
    await refer(world, 1, confidence="Certain")
    await refer(world, 2, confidence="High")
    await reject(world, 1)
    await reject(world, 2)
    told = await world.analyst.asks("/referrals certain")
    assert told.shows("Rejected although the team was certain (1)", "*R-1 ")
    card = await world.analyst.clicks("Show", told)
    assert card
    assert "Appeal" in card.labels


@pytest.mark.parametrize("typed", ["R-1", "r-1", "1", "R1", "#1", "r 1"])
async def test_one_referral_by_its_number(world: SlackHarness, typed: str) -> None:
    await flagged(world, GROUP)
    told = await world.second.asks(f"/referrals {typed}")
    assert told.private
    assert told.shows("*R-1 · Facebook · group*", "Flagged by Analyst")
    assert told.labels == ["Mark referred", "Show URL", "More"]


@pytest.mark.parametrize(
    "typed",
    [GROUP, "hxxps://m[.]facebook[.]com/groups/1234567890", "fb.com/groups/1234567890?ref=x"],
)
async def test_one_referral_by_its_address(world: SlackHarness, typed: str) -> None:
    await flagged(world, GROUP)
    assert (await world.second.asks(f"/referrals {typed}")).shows("*R-1 · Facebook · group*")


async def test_search_finds_words_and_numbers(world: SlackHarness) -> None:
    await world.analyst.asks(f"/flag {GROUP} boats at night")
    await flagged(world, "https://b.com/2")
    assert (await world.second.asks("/referrals search NIGHT")).shows("Found: NIGHT (1)", "*R-1 ")
    assert (await world.second.asks("/referrals search r-2")).shows("*R-2 ")
    assert (await world.second.asks("/referrals search b.com")).shows("*R-2 ")
    assert (await world.second.asks("/referrals search zebra")).shows("Nothing was found")


async def test_a_button_in_a_private_card_replaces_it(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    told = await world.analyst.asks("/referrals R-1")
    after = await world.analyst.clicks("Closed", told)
    assert after
    assert after.ts == told.ts
    assert after.shows("R-1 is recorded as closed.", "Closed on")
    assert "Reappeared" in after.labels
    back = await world.analyst.clicks("Undo", after)
    assert back
    assert back.shows("R-1 is back where it was. Referred on")


async def test_held_is_the_leads_own_list(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await world.lead.picks("All actions…", world.referrals.card("R-1"))
    await world.lead.clicks("Hold", world.lead.form)
    await world.lead.fills({"Reason": "an investigation"})
    assert (await world.lead.asks("/referrals held")).shows("On hold (1)", "*R-1 ")
    assert (await world.analyst.asks("/referrals held")).shows(
        "Only leads can list what is on hold"
    )
