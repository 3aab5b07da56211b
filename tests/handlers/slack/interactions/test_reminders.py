"""Reminders in Slack: lines that are done are struck out; channels; private pages."""

from __future__ import annotations

from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import close, flagged, hold, refer

GROUP = "https://www.facebook.com/groups/1234567890/"


async def test_a_line_that_is_done_is_struck_out(world: SlackHarness) -> None:
    await flagged(world, GROUP, "https://site2.com/x", by=world.second)
    await refer(world, 1)
    await refer(world, 2)
    await world.fast_forward(days=9)
    direct = world.direct(world.second)
    assert direct.last.shows("2 referrals wait for you", "No answer from the platform")
    second = world.second.goes_to(direct)
    await second.clicks("Closed", direct.last, near="*R-1 ")
    (reminder,) = direct.messages
    assert reminder.shows("1 referral waits for you", "~R-1 · Facebook · group~ · ", "Closed on")
    assert reminder.shows("*R-2 ·")
    assert reminder.labels.count("Closed") == 1
    await close(world, 2)
    (reminder,) = direct.messages
    assert reminder.shows("Nothing of this waits any more", "~R-2 ·")
    assert "Closed" not in reminder.labels
    await world.analyst.picks("Undo", world.referrals.card("R-2"))
    (reminder,) = direct.messages
    assert reminder.shows("1 referral waits for you", "*R-2 ·", "~R-1 ·")


async def test_what_was_never_referred_is_marked_all_at_once(world: SlackHarness) -> None:
    await flagged(world, GROUP, "https://site2.com/x", "https://site3.com/x", by=world.second)
    await world.fast_forward(days=4, every=3)
    direct = world.direct(world.second)
    first = direct.last
    assert first.shows("3 referrals wait for you", "Flagged, not referred yet")
    second = world.second.goes_to(direct)
    await second.clicks("Mark all referred", first)
    assert second.form.shows("R-1", "R-2", "R-3")
    await second.closes()
    await refer(world, 1)
    await refer(world, 2)
    (reminder,) = [one for one in direct.messages if one.ts == first.ts]
    assert reminder.shows("1 referral waits for you", "~R-1 ·", "~R-2 ·", "*R-3 ·")
    assert "Mark all referred" not in reminder.labels  # one has its own button


async def test_what_was_given_to_somebody_else_is_struck_out_and_a_hold_is_not(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP, "https://site2.com/x", by=world.second)
    await refer(world, 1)
    await refer(world, 2)
    await world.fast_forward(days=9)
    direct = world.direct(world.second)
    await hold(world, 1)
    (reminder,) = direct.messages
    assert reminder.shows("2 referrals wait for you")
    await world.second.picks("All actions…", world.referrals.card("R-2"))
    await world.second.clicks("Assign", world.second.form)
    assert await world.second.fills({"Owner": world.analyst.id}) == {}
    (reminder,) = direct.messages
    assert reminder.shows("1 referral waits for you", "~R-2 · ", "now with Analyst")
    assert reminder.shows("*R-1 ·", "No answer after 9 days")  # nothing tells of the hold
    assert not reminder.shows("hold")
