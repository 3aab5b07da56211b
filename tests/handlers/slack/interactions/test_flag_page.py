"""The global shortcut Flag a page: /flag's form, from anywhere."""

from __future__ import annotations

from bot.domain.lifecycle.referral import State
from bot.sentences import forms, refusals
from tests.harness.with_slack.slack_harness import SlackHarness

GROUP = "https://www.facebook.com/groups/1234567890/"


async def test_a_page_is_flagged_from_anywhere(world: SlackHarness) -> None:
    await world.analyst.uses_global("Flag a page")
    form = world.analyst.form
    assert form.title == forms.FLAG_A_PAGE
    assert form.labels[:2] == ["Channel", "Page"]
    answers = {
        "Channel": world.referrals.id,
        "Page": f"{GROUP}\nhxxps://b[.]com/1",
        "Note": "boats",
    }
    assert await world.analyst.fills({**answers, "Category": "Vessels"}) == {}
    assert world.analyst.form.shows("R-1 recorded", "R-2 recorded")
    one = world.referral(1)
    assert (one.state, one.channel, one.note, one.category) == (
        State.FLAGGED,
        world.referrals.id,
        "boats",
        "vessels",
    )
    assert world.referrals.has_card("R-1")


async def test_what_is_under_the_answer_works_in_its_window(world: SlackHarness) -> None:
    await world.analyst.uses_global("Flag a page")
    await world.analyst.fills({"Channel": world.referrals.id, "Page": GROUP})
    await world.analyst.picks("Documents", world.analyst.form, menu="Category")
    assert world.referral(1).category == "documents"
    assert world.analyst.form.shows("R-1 recorded", "Documents")


async def test_a_channel_without_the_bot_is_refused_at_its_field(world: SlackHarness) -> None:
    await world.analyst.uses_global("Flag a page")
    errors = await world.analyst.fills({"Channel": world.general.id, "Page": GROUP})
    assert list(errors) == ["Channel"]
    assert "/invite" in errors["Channel"]
    form = world.analyst.form
    assert (
        await world.analyst.fills({"Channel": world.referrals.id, "Page": GROUP}, form=form) == {}
    )
    assert world.count == 1


async def test_no_channel_is_asked_for(world: SlackHarness) -> None:
    await world.analyst.uses_global("Flag a page")
    assert list(await world.analyst.fills({"Page": GROUP})) == ["Channel"]


async def test_a_guest_is_told_in_a_window(world: SlackHarness) -> None:
    await world.guest.uses_global("Flag a page")
    assert world.guest.form.shows(refusals.GUEST)
    assert "Page" not in world.guest.form.labels
