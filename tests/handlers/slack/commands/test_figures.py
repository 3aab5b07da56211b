"""`/referrals stats` and `digest`, posting figures, and the digest's buttons."""

from __future__ import annotations

import pytest

from bot.domain.times import say_day
from tests.harness.with_slack.signed_requests import form_of, send
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import close, flagged, hold, refer, reject

GROUP = "https://www.facebook.com/groups/1234567890/"


async def decided(world: SlackHarness) -> None:
    """R-1 rejected although certain, R-2 closed, R-3 waiting."""
    await flagged(world, GROUP, "https://youtu.be/dQw4w9WgXcQ", "https://c.com/3")
    await refer(world, 1, confidence="Certain", category="Vessels")
    await reject(world, 1)
    await refer(world, 2)
    await close(world, 2)
    await refer(world, 3)


async def test_stats_are_private_with_a_button_that_posts_them(world: SlackHarness) -> None:
    await decided(world)
    told = await world.analyst.asks("/referrals stats")
    assert told.private
    assert told.shows(
        "1 of 2 decided was rejected",
        "(Europe/London)",
        "Rejected although certain: 1",
        "the team's own records",
    )
    assert told.labels == ["Post in channel"]
    assert "1 of 2" not in str([one.text for one in world.referrals.messages])
    answer = await world.analyst.clicks("Post in channel", told)
    assert answer
    assert answer.shows("Posted in the channel.")
    assert world.referrals.last.shows("1 of 2 decided was rejected")
    assert not world.referrals.last.private
    (kept,) = world.bot.database.read(lambda uow: uow.publications.all())
    assert (kept.kind, kept.figures["referred"], kept.figures["rejected"]) == ("stats", 3, 1)
    assert kept.quote in world.referrals.last.text


async def test_one_rejection_is_one_of_one(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    assert "1 of 1" in (await world.analyst.asks("/referrals stats")).text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("platform youtube", "0 of 1 decided were rejected"),
        ("platform fb", "1 of 1 decided was rejected"),
        ("category vessels", "1 of 1 decided was rejected"),
        ("since yesterday", "1 of 2 decided was rejected"),
        ("platform fb, youtube", "to Facebook and YouTube"),
        ("platform fb platform youtube", "Only platforms Facebook and YouTube."),
        ("provider google", "Only provider Google."),
        ("provider meta, google", "1 of 2 decided was rejected"),
    ],
)
async def test_stats_can_be_narrowed(world: SlackHarness, words: str, said: str) -> None:
    await decided(world)
    told = await world.analyst.asks(f"/referrals stats {words}")
    assert told.shows(said)
    await world.analyst.clicks("Post in channel", told)
    assert world.referrals.last.shows(said)


async def test_words_that_name_no_figures_are_explained(world: SlackHarness) -> None:
    told = await world.analyst.asks("/referrals stats since <!channel>")
    assert "<!channel>" not in told.text
    assert "\n" not in told.text
    assert told.labels == []


async def test_without_decisions_there_is_no_rate(world: SlackHarness) -> None:
    told = await world.analyst.asks("/referrals stats")
    assert "0%" not in told.text
    assert told.labels == []


async def test_stats_of_leads_name_what_is_held_and_post_it_not(world: SlackHarness) -> None:
    await decided(world)
    await hold(world, 3)
    told = await world.lead.asks("/referrals stats")
    assert told.shows("On hold, for leads only")
    assert "On hold" not in (await world.analyst.asks("/referrals stats")).text
    await world.lead.clicks("Post in channel", told)
    assert "On hold" not in world.referrals.last.text


async def test_the_digest_can_be_previewed_in_private(world: SlackHarness) -> None:
    await decided(world)
    told = await world.analyst.asks("/referrals digest")
    assert told.private
    assert told.shows("Digest:", "so far", "1 of 2 decided in the week was")
    assert any(block["type"] == "data_visualization" for block in told.blocks)
    certain = await world.analyst.clicks("Review rejected although certain", told)
    assert certain
    assert certain.shows("Rejected although the team was certain, ", "(1)", "*R-1 ")


async def test_a_slack_without_charts_gets_the_digest_as_text(world: SlackHarness) -> None:
    await decided(world)
    world.workspace.supports.clear()
    told = await world.analyst.asks("/referrals digest")
    assert told.shows("Digest:", "1 of 2 decided in")
    assert told.blocks == []
    assert len(world.analyst.sees()) > 0


async def test_a_week_can_be_named(world: SlackHarness) -> None:
    await decided(world)
    assert (await world.analyst.asks("/referrals digest 2026-W99")).shows("has no week 99")
    assert (await world.analyst.asks("/referrals digest rubbish")).shows("isn't a week")
    assert (await world.analyst.asks("/referrals digest last week")).shows("Digest:")


async def test_the_digest_in_the_channel_has_lists_to_review(world: SlackHarness) -> None:
    await decided(world)
    await world.fast_forward(days=14)
    posted = [one for one in world.referrals.messages if "Digest:" in one.text]
    assert posted
    overdue = await world.second.clicks("Show overdue", posted[-1])
    assert overdue
    assert overdue.private
    assert overdue.shows("*R-3 ", "no answer after")


async def test_home_shows_the_teams_figures(world: SlackHarness) -> None:
    await decided(world)
    home = await world.analyst.opens_home()
    assert home.shows("The team", "Rejected of decided: 1 of 2 at the", "certain: 1 of 1 rejected.")
    assert home.shows(
        "the pages referred in the last 12 weeks, ", ", as of ", "the team's own records"
    )
    today = say_day(world.bot.context.clock.now())
    assert home.shows(f"records begin on {today}.", "(Europe/London)")


async def test_figures_asked_for_again_by_slack_are_posted_once(world: SlackHarness) -> None:
    await decided(world)
    body = form_of(world, world.analyst, "/referrals", "stats")
    assert (await send(world, body)).content == (await send(world, body, retry=1)).content


async def test_month_by_month(world: SlackHarness) -> None:
    await decided(world)
    told = await world.analyst.asks("/referrals stats by month")
    assert told.shows(
        "By month", "3 referred, 1 closed, 0 restricted, 1 rejected, 0 gone, 1 waiting"
    )
    assert told.shows("1 of 2 first decisions in the month rejected")
    await world.analyst.clicks("Post in channel", told)
    assert world.referrals.last.shows("By month")
