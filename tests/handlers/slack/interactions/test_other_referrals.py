"""No output names a referral that its reader may not see, nor who flagged it again from elsewhere."""

from __future__ import annotations

import csv
import io

from bot.sentences.cards import HELD_ANSWER
from tests.harness.with_slack.people import Actor
from tests.harness.with_slack.signed_requests import (
    click_payload,
    interactive,
    presses_as_it_stands,
    send,
)
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, hold, refer

GROUP = "https://www.facebook.com/groups/1234567890/"


async def closed(world: SlackHarness, number: int = 1) -> None:
    await refer(world, number)
    await world.analyst.clicks("Closed", world.referrals.card(f"R-{number}"))


async def everything_told_of(world: SlackHarness, who: Actor, name: str) -> str:
    """What the card, its thread, the private card and the history say."""
    card = world.referrals.card(name)
    private = await who.asks(f"/referrals {name}")
    await who.picks("History", card)
    thread = world.referrals.thread(name)
    return " ".join([card.text, *card.labels, *thread, private.text, who.form.text])


async def test_a_held_successor_is_not_named(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await closed(world)
    await world.analyst.clicks("Reappeared", world.referrals.card("R-1"))
    assert "R-2" in (await world.second.asks("/referrals R-1")).text
    await hold(world, 2)
    assert "R-2" not in (await world.second.asks("/referrals R-1")).text
    await world.second.picks("History", world.referrals.card("R-1"))
    assert "R-2" not in world.second.form.text
    assert "R-2" in (await world.lead.asks("/referrals R-1")).text


async def test_a_successor_of_another_place_is_not_named(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await closed(world)
    before = world.referrals.card("R-1")
    await world.analyst.goes_to(world.casework).asks(f"/flag {GROUP}")
    world.analyst.goes_to(world.referrals)
    assert "R-2" not in await everything_told_of(world, world.second, "R-1")
    assert "after R-1" in str(world.casework.card("R-2").blocks)
    # Undo would be refused because of R-2: that, too, is for the leads.
    assert "Reappeared" not in world.referrals.card("R-1").labels
    told = await presses_as_it_stands(world, world.second, before, "Reappeared")
    assert told.text == HELD_ANSWER


async def test_a_predecessor_of_another_place_is_not_named(world: SlackHarness) -> None:
    casework = world.analyst.goes_to(world.casework)
    await flagged(world, GROUP, by=casework)
    await refer(world, 1, by=casework)
    await casework.clicks("Closed", world.casework.card("R-1"))
    told = await world.second.asks(f"/flag {GROUP}")
    assert told.shows("R-2 recorded")
    seen = told.text + await everything_told_of(world, world.second, "R-2")
    assert "R-1" not in seen
    assert "ttempt" not in seen
    await world.second.asks("/referrals export")
    (file,) = [one for one in world.workspace.files.values() if one.name.endswith(".csv")]
    (row,) = csv.DictReader(io.StringIO((file.content or b"").decode("utf-8-sig")))
    assert (row["referral"], row["attempt"], row["previous"]) == ("R-2", "1", "")
    assert row["leaves_out"] == "Leaves out what is not yours to see."
    assert "R-1" in (await world.lead.asks("/referrals R-2")).text


async def test_a_duplicate_of_another_place_is_not_named(world: SlackHarness) -> None:
    direct = world.direct(world.analyst)
    await flagged(world, "https://b.com/1", by=world.analyst.goes_to(direct))
    await flagged(world, GROUP, by=world.analyst.goes_to(world.referrals))
    world.analyst.goes_to(direct)
    told = await world.analyst.asks("/referrals R-2")
    await world.analyst.picks("Withdraw", told)
    await world.analyst.fills({"Reason": "Duplicate", "Duplicate of": "R-1"})
    seen = await everything_told_of(world, world.second, "R-2")
    assert "uplicate" in seen
    assert "R-1" not in seen


async def test_its_own_people_see_that_it_was_flagged_again_and_not_by_whom(
    world: SlackHarness,
) -> None:
    casework = world.analyst.goes_to(world.casework)
    await flagged(world, GROUP, by=casework)
    told = await world.second.asks(f"/flag {GROUP} my neighbour told me")
    assert told.shows(HELD_ANSWER)
    (line,) = world.casework.thread("R-1")
    assert line == "R-1: Flagged again"
    await casework.picks("History", world.casework.card("R-1"))
    seen = casework.form.text + (await casework.asks("/referrals R-1")).text
    assert "Flagged again" in seen
    assert "Second" not in seen
    assert "neighbour" not in seen
    assert world.direct(world.lead).shows("Flagged again by Second analyst", "my neighbour told me")
    await world.lead.goes_to(world.casework).picks("History", world.casework.card("R-1"))
    assert world.lead.form.shows("Flagged again by Second analyst")


async def test_who_flagged_it_again_is_not_told_by_a_stale_press_either(
    world: SlackHarness,
) -> None:
    casework = world.analyst.goes_to(world.casework)
    await flagged(world, GROUP, by=casework)
    await refer(world, 1, by=casework)
    old = click_payload(world, casework, world.casework.card("R-1"), "Closed")
    await world.second.asks(f"/flag {GROUP}")
    await send(world, interactive(old))
    await world.settle()
    assert casework.told.shows("R-1 has changed since you looked.")
    assert "Second" not in casework.told.text


async def test_a_press_is_checked_for_the_place_before_the_hold(world: SlackHarness) -> None:
    casework = world.analyst.goes_to(world.casework)
    await flagged(world, GROUP, by=casework)
    await refer(world, 1, by=casework)
    await flagged(world, "https://b.com/2", by=world.second)
    card = world.casework.card("R-1")

    async def told() -> list[str]:
        answers = []
        for label in ("Closed", "Rejected"):
            press = click_payload(world, world.second, world.referrals.card("R-2"), "Show URL")
            control = card.control(label)
            press["actions"][0]["action_id"] = control.action_id
            press["actions"][0]["value"] = control.element["value"]
            await send(world, interactive(press))
            await world.settle()
            answers.append(world.second.told.text)
        return answers

    before = await told()
    assert all("There is no R-1 here." in one for one in before)
    await hold(world, 1)
    assert await told() == before
