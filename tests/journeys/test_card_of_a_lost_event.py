"""What was posted after an event that a restore took away acts on nothing that came in its place.

R-1's version after the backup was made by another event than the one that the card showed: its
number is the same again. The card's buttons, above all its Undo, must not take that for theirs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.domain.lifecycle.referral import Action
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor as ActorInBot
from bot.domain.people import Person, Place
from tests.harness.with_slack.shown import Shown
from tests.harness.with_slack.signed_requests import click_payload, interactive, send
from tests.harness.with_slack.slack_harness import SlackHarness, a_world
from tests.harness.with_slack.steps import close, flagged, refer, reject
from tests.harness.without_slack.action_harness import act_on
from tests.journeys.copying import copied

PAGE = "https://www.facebook.com/groups/770000001/"
SAYS = "This shows R-1 as it was before a backup was restored. Nothing was recorded for you; it is"

Later: TypeAlias = Callable[[SlackHarness], Awaitable[Shown | None]]
Before: TypeAlias = Callable[[SlackHarness], Awaitable[Later]]


def presses(label: str, on: Shown, near: str = "") -> Later:
    return lambda now: now.analyst.clicks(label, on, near=near)


def presses_on_the_card(world: SlackHarness, who: str, label: str, item: str = "") -> Later:
    """As somebody does whose Slack shows the card as it was: it has been drawn anew since."""
    card = world.referrals.card("R-1")
    payload = click_payload(world, getattr(world, who), card, label)
    if item:
        chosen = {"value": card.control(label).options[item]}
        payload["actions"][0]["selected_option"] = chosen

    async def later(now: SlackHarness) -> Shown:
        await send(now, interactive(payload))
        await now.settle()
        told: Shown = getattr(now, who).told
        return told

    return later


async def decides(now: SlackHarness, action: Action, **answers: str) -> None:
    """The same analyst records it, with no form that closes those that are open."""
    who = Person(now.analyst.id, "Analyst")
    actor = ActorInBot(who, Place(now.referrals.id, "referrals"), now.workspace.clock.now())
    request, config = ActionRequest(action, None, answers), now.bot.context.config
    await now.bot.store.write(lambda uow: act_on(uow, 1, request, actor, config))
    await now.settle()


async def notes(world: SlackHarness) -> None:
    await world.second.picks("Add note", world.referrals.card("R-1"))
    assert await world.second.fills({"Note": "It is in two languages."}) == {}


async def undo_on_the_card(world: SlackHarness) -> Later:
    await close(world, 1)
    return presses_on_the_card(world, "analyst", "More", "Undo")


async def undo_in_a_confirmation(world: SlackHarness) -> Later:
    told = await world.analyst.clicks("Closed", world.referrals.card("R-1"))
    assert told
    return presses("Undo", told)


async def undo_in_a_private_card(world: SlackHarness) -> Later:
    await close(world, 1)
    card = await world.analyst.asks("/referrals R-1")
    return lambda now: now.analyst.picks("Undo", card, menu="More")


async def undo_in_all_actions(world: SlackHarness) -> Later:
    await close(world, 1)
    await world.analyst.picks("All actions…", world.referrals.card("R-1"))
    shown = world.analyst.form

    async def later(now: SlackHarness) -> Shown | None:
        await now.analyst.clicks("Undo", shown)
        return now.analyst.form

    return later


async def undo_by_a_lead(world: SlackHarness) -> Later:
    await close(world, 1)
    return presses_on_the_card(world, "lead", "More", "Undo")


async def closed_on_the_card(world: SlackHarness) -> Later:
    await notes(world)
    return presses_on_the_card(world, "analyst", "Closed")


async def closed_in_a_reminder(world: SlackHarness) -> Later:
    await notes(world)
    await world.fast_forward(days=10)
    told = next(one for one in world.direct(world.analyst).messages if "R-1" in one.text)
    return presses("Closed", told, "R-1")


async def closed_at_home(world: SlackHarness) -> Later:
    await notes(world)
    home = await world.analyst.opens_home()

    async def later(now: SlackHarness) -> Shown | None:
        await now.analyst.clicks("Closed", home, near="R-1")
        return now.analyst.form

    return later


async def opens_a_form(world: SlackHarness) -> Later:
    await reject(world, 1, reason="Not illegal")
    return presses_on_the_card(world, "analyst", "Appeal")


async def hands_in_a_form(world: SlackHarness) -> Later:
    await reject(world, 1, reason="Not illegal")
    await world.analyst.clicks("Appeal", world.referrals.card("R-1"))
    form = world.analyst.form

    async def later(now: SlackHarness) -> Shown | None:
        assert await now.analyst.fills({"Ground": "It names a price."}, form=form) == {}
        assert now.analyst.typed("Ground") == "It names a price.", "what was typed is lost"
        return now.analyst.form

    return later


EVERYWHERE = [
    *(undo_on_the_card, undo_in_a_confirmation, undo_in_a_private_card, undo_in_all_actions),
    *(undo_by_a_lead, closed_on_the_card, closed_in_a_reminder, closed_at_home),
    *(opens_a_form, hands_in_a_form),
]


@pytest.mark.parametrize("before", EVERYWHERE, ids=lambda one: one.__name__)
async def test_after_a_restore(before: Before, sqlite_url: str, tmp_path: Path) -> None:
    path, backup = Path(sqlite_url.removeprefix("sqlite:///")), tmp_path / "backup.db"
    async with a_world(sqlite_url) as world:
        await flagged(world, PAGE)
        await refer(world, 1)
        copied(path, backup)
        press = await before(world)
        lost = world.referral(1)
        async with a_world(f"sqlite:///{backup}", workspace=world.workspace) as now:
            await decides(now, Action.REJECT, reason="terms")
            stands = now.referral(1)
            assert (stands.version, stands.uid) == (lost.version, lost.uid), "no such case"
            told = await press(now)
            assert told
            assert told.shows(SAYS)
            assert now.referral(1) == stands
            assert now.bot.database.read(lambda uow: uow.audit.verify())[1] == ()


async def test_a_notice_of_what_was_noted_in_a_lost_event(sqlite_url: str, tmp_path: Path) -> None:
    path, backup = Path(sqlite_url.removeprefix("sqlite:///")), tmp_path / "backup.db"
    async with a_world(sqlite_url) as world:
        await flagged(world, PAGE)
        copied(path, backup)
        await notes(world)
        press = presses_on_the_card(world, "analyst", "Prepare notice")
        await world.analyst.clicks("Prepare notice", world.referrals.card("R-1"))
        form = world.analyst.form
        async with a_world(f"sqlite:///{backup}", workspace=world.workspace) as now:
            await decides(now, Action.NOTE, note="It is in one language.")
            stands = now.referral(1)
            told = await press(now)
            assert told
            assert told.shows(SAYS)
            filled = {"Category": "Documents", "Confidence": "High", "Basis": "Both"}
            assert await now.analyst.fills(filled, form=form) == {}
            assert now.analyst.form.shows(SAYS)
            assert now.referral(1) == stands


async def test_what_the_backup_holds_too_is_pressed_as_ever(
    sqlite_url: str, tmp_path: Path
) -> None:
    path, backup = Path(sqlite_url.removeprefix("sqlite:///")), tmp_path / "backup.db"
    async with a_world(sqlite_url) as world:
        await flagged(world, PAGE)
        await refer(world, 1)
        press = presses_on_the_card(world, "analyst", "Closed")
        copied(path, backup)
        await notes(world)
        async with a_world(f"sqlite:///{backup}", workspace=world.workspace) as now:
            await press(now)
            assert now.referral(1).state == "closed"


async def test_a_card_of_an_earlier_form_of_buttons(sqlite_url: str) -> None:
    """It says no event: it changes nothing, and how to see the referral is said."""
    async with a_world(sqlite_url) as world:
        await flagged(world, PAGE)
        await refer(world, 1)
        stands, card = world.referral(1), world.referrals.card("R-1")
        payload = click_payload(world, world.analyst, card, "Closed")
        pressed = payload["actions"][0]
        pressed["value"] = pressed["value"].partition(".")[0]
        await send(world, interactive(payload))
        await world.settle()
        told = world.analyst.told
        assert told.shows("This card is from an earlier version.", "`/referrals R-1`")
        assert world.referral(1) == stands
