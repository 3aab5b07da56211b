"""Home: a person's own queue with its buttons, kept up to date."""

from __future__ import annotations

from bot.domain.lifecycle.referral import State
from bot.sentences.home import nothing_waits
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, refer

GROUP = "https://www.facebook.com/groups/1234567890/"


async def test_home_shows_what_is_mine_with_its_buttons(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await flagged(world, "https://b.com/2", by=world.second)
    home = await world.analyst.opens_home()
    assert home.shows("Yours, open (1)", "*R-1 · Facebook · group*")
    assert "R-2" not in home.text
    assert home.labels[:3] == ["Mark referred", "Prepare notice", "Show URL"]


async def test_an_empty_home_says_how_to_flag(world: SlackHarness) -> None:
    assert (await world.analyst.opens_home()).shows(nothing_waits("/flag"))


async def test_a_press_on_home_records_and_home_follows(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    home = await world.analyst.opens_home()
    await world.analyst.clicks("Closed", home)
    assert world.referral(1).state is State.CLOSED
    assert world.analyst.form.shows("R-1 is recorded as closed.")
    assert world.analyst.form.labels == ["Change date", "Undo"]
    assert world.analyst.home.shows("Yours, open (0)")
    await world.analyst.clicks("Undo", world.analyst.form)
    assert world.analyst.form.shows("R-1 is back where it was.")
    assert world.analyst.home.shows("Yours, open (1)")


async def test_a_form_opened_on_home_is_confirmed_in_its_place(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    home = await world.analyst.opens_home()
    await world.analyst.clicks("Mark referred", home)
    answers = {"Category": "Vessels", "Confidence": "Low", "Basis": "Both"}
    assert await world.analyst.fills(answers) == {}
    assert world.analyst.form.shows("R-1 is marked as referred.")
    assert world.analyst.home.shows("Referred on")
    assert world.analyst.home.labels[:3] == ["Closed", "Rejected", "Restricted"]


async def test_what_is_to_be_read_opens_as_a_modal(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    home = await world.analyst.opens_home()
    await world.analyst.clicks("Show URL", home)
    assert world.analyst.form.title == "Address"
    assert GROUP in world.analyst.form.text
    await world.analyst.picks("History", world.analyst.home)
    assert world.analyst.form.title == "History of R-1"
    await world.analyst.picks("All actions…", world.analyst.home)
    assert "Assign" in world.analyst.form.labels


async def test_home_follows_what_is_done_in_a_channel(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await world.analyst.opens_home()
    await refer(world, 1)
    assert world.analyst.home.shows("Referred on")


async def test_home_follows_what_is_flagged(world: SlackHarness) -> None:
    assert (await world.analyst.opens_home()).shows("Yours, open (0)")
    await flagged(world, GROUP)
    assert world.analyst.home.shows("Yours, open (1)", "*R-1 ")


async def test_a_stale_press_on_home_is_explained(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    home = await world.analyst.opens_home()
    await world.second.clicks("Closed", world.referrals.card("R-1"))
    await world.analyst.clicks("Rejected", home)
    assert world.analyst.form.shows(
        "Second analyst recorded it as closed", "Nothing was recorded for you"
    )


async def test_opening_the_messages_tab_publishes_nothing(world: SlackHarness) -> None:
    await world.control.post("home", as_="U0ANALYST", tab="messages")
    await world.settle()
    assert "U0ANALYST" not in world.workspace.modals.homes


async def test_a_home_with_much_in_it_names_the_rest(world: SlackHarness) -> None:
    await flagged(world, *[f"https://site{number}.com/x" for number in range(20)])
    home = await world.analyst.opens_home()
    assert home.shows("Yours, open (20)", "5 more: `/referrals mine`")
    assert len(home.blocks) <= 100
