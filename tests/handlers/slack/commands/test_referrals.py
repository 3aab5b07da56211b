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
    assert told.labels == [*["Show"] * 10, "More", "Select several"]
    await world.analyst.clicks("More", told)
    told = world.analyst.told
    assert told.shows("(11 to 12 of 12)", "*R-12 ")
    assert told.labels == ["Show", "Show", "Back", "Select several"]
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
    assert told.labels == ["Mark referred", "Prepare notice", "Show URL", "More"]


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


VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXc{}"


async def test_the_queue_understands_words_in_any_order(world: SlackHarness) -> None:
    await flagged(world, GROUP, VIDEO.format("Q"), VIDEO.format("A"))
    for number in (1, 2, 3):
        await refer(world, number)
    await reject(world, 3)
    await world.fast_forward(days=12)
    for words in ("overdue platform youtube", "platform youtube overdue"):
        told = await world.analyst.asks(f"/referrals {words}")
        assert told.shows("No answer within the team's time limit, platform YouTube (1)", "*R-2 ")
        assert "R-1" not in told.text
    told = await world.second.asks("/referrals rejected by @analyst")
    assert told.shows("Rejected, flagged by Analyst (1)", "*R-3 ", "Next: appeal by ")
    told = await world.analyst.asks("/referrals R-1 R-3 R-99")
    assert told.shows("Referrals (2)", "*R-1 ", "*R-3 ", "Not here: R-99.")
    assert "*R-2 " not in told.text
    assert (await world.analyst.asks("/referrals youtube")).shows("`/referrals platform youtube`")
    many = " ".join(f"R-{number}" for number in range(1, 400))
    assert (await world.analyst.asks(f"/referrals {many}")).shows("That is too long for one list")
    told = await world.analyst.asks("/referrals export all platform youtube")
    assert told.shows("Referrals, platform YouTube, on ")


async def test_the_order_is_said_and_each_row_has_its_next_step(world: SlackHarness) -> None:
    await flagged(world, GROUP, VIDEO.format("Q"))
    await refer(world, 2)
    await world.fast_forward(days=12)
    told = await world.analyst.asks("/referrals")
    assert told.shows("Most urgent first: overdue", "Next: record the answer", "Next: mark it ref")
    assert told.text.index("*R-2 ") < told.text.index("*R-1 ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("overdu platform youtube", "Did you mean “overdue”?"),
        ("mine kindly", "“kindly” is not understood. Accepted, in any order: mine, overdue"),
        ("rejected owner @nobody", "I know nobody called “nobody”"),
        ("rejected platform youtube", "There is nothing like that."),
        ("unowned", "Nothing like that is open in this channel."),
        ("overdue as of 1 March 2026", "`as of` goes with stats"),
    ],
)
async def test_wrong_words_and_empty_lists_are_answered(
    world: SlackHarness, words: str, said: str
) -> None:
    await flagged(world, GROUP)
    assert (await world.analyst.asks(f"/referrals {words}")).shows(said)


async def test_pages_and_an_export_keep_the_words(world: SlackHarness) -> None:
    await flagged(world, GROUP, *(f"https://site{number}.com/x" for number in range(12)))
    told = await world.analyst.asks("/referrals flagged platform other site")
    assert told.shows("Flagged, platform Other site (1 to 10 of 12)")
    await world.analyst.clicks("More", told)
    assert world.analyst.told.shows("Flagged, platform Other site (11 to 12 of 12)")
    told = await world.analyst.asks("/referrals export flagged platform facebook")
    assert told.shows("Flagged, platform Facebook, on ")
    told = await world.analyst.asks("/referrals export cohort flagged")
    assert told.shows("A cohort is what figures count")


async def test_another_places_number_is_as_one_that_is_not_there(world: SlackHarness) -> None:
    await world.analyst.goes_to(world.casework).asks(f"/flag {GROUP}")
    told = await world.second.asks("/referrals R-1 R-2")
    assert told.shows("There is nothing like that. Not here: R-1, R-2.")
