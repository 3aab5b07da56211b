"""What people see of referrals that retention erased: they are said to be, everywhere."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.actions.recording.erase import erase_asked, erase_due
from handlers.cli.audit import show_history as show
from tests.handlers.slack.commands.test_exports import files, rows
from tests.harness.with_slack.shown import Shown
from tests.harness.with_slack.slack_harness import SlackHarness, a_world, shipped
from tests.harness.with_slack.steps import close, flagged, refer, reject

PAGE = "https://www.facebook.com/groups/1234567890/"
OTHER = "https://www.facebook.com/groups/1234567891/"
KEPT = "1234567890"


@pytest.fixture
async def erased(sqlite_url: str) -> AsyncIterator[SlackHarness]:
    """R-1 was rejected although certain, and is erased; its card is not changed yet. R-2 is closed."""
    on = shipped(retention={"erase_after": "7 days"}, appeal_months=None)
    async with a_world(sqlite_url, on) as world:
        await flagged(world, PAGE)
        await refer(world, 1, confidence="Certain")
        await reject(world, 1)
        await flagged(world, OTHER)
        await refer(world, 2)
        await close(world, 2)
        now = world.workspace.clock.now()
        await world.bot.store.write(lambda uow: erase_asked(uow, [1], now, on))
        yield world


def says_erased(shown: Shown | None) -> bool:
    """Whether it says so, and nothing that was erased."""
    assert shown is not None
    return shown.shows("R-1", "erased") and not shown.shows(KEPT)


async def test_lists_searches_and_the_referral_itself(erased: SlackHarness) -> None:
    who = erased.analyst
    for asked in ("certain", "R-1", f"{PAGE}", "search R-1"):
        assert says_erased(await who.asks(f"/referrals {asked}")), asked
    assert (await who.asks(f"/referrals search {KEPT}")).shows("Nothing was found")
    certain = await who.asks("/referrals certain")
    assert says_erased(await who.clicks("Show", certain))
    assert (await who.asks("/referrals R-1")).labels == []


async def test_a_press_on_a_card_from_before_draws_it_anew(erased: SlackHarness) -> None:
    before = erased.referrals.card("R-1")
    assert before.shows(KEPT)
    version = erased.referral(1).version
    said = await erased.lead.clicks("Appeal", before)
    assert erased.lead.has_form or says_erased(said)
    if erased.lead.has_form:
        await erased.lead.fills({"Ground": "It offers crossings."})
    assert erased.referral(1).version == version
    await erased.bot.sweeps.minute()
    await erased.settle()
    card = erased.referrals.card("R-1")
    assert says_erased(card)
    assert card.labels == []


@pytest.mark.parametrize("item", ["Show URL", "History", "Add note", "Undo"])
async def test_the_menu_of_a_card_from_before(erased: SlackHarness, item: str) -> None:
    version = erased.referral(1).version
    said = await erased.lead.picks(item, erased.referrals.card("R-1"))
    shown = erased.lead.form if erased.lead.has_form else said
    assert shown is not None
    assert shown.shows("erased")
    assert not shown.shows(KEPT)
    assert erased.referral(1).version == version
    assert [what for _, what, number in erased.reads() if number == 1] == []


async def test_figures_and_the_digest_count_it(erased: SlackHarness) -> None:
    told = await erased.lead.asks("/referrals stats")
    assert told.shows("1 of 2 decided was rejected", "Rejected although certain: 1")
    assert (await erased.analyst.asks("/referrals digest")).shows("1 of 2 decided in the week was")


async def test_an_export_says_erased_in_place_of_the_page_and_of_people(
    erased: SlackHarness,
) -> None:
    await erased.analyst.asks("/referrals export")
    one, other = rows(files(erased, erased.analyst)[-1])
    assert (one["page"], one["flagged_by"], one["owner"]) == ("erased", "erased", "erased")
    assert (one["state"], one["reason"]) == ("rejected", "Not breaching terms")
    assert "1234567891" in other["page"]


async def test_audit_show(erased: SlackHarness) -> None:
    lines: list[str] = []
    now, database = erased.workspace.clock.now(), erased.bot.database
    show(database, erased.bot.context.config, "R-1", now, as_json=False, say=lines.append)
    assert [line.split("  ")[3] for line in lines] == [
        "flag by erased",
        "refer by erased",
        "reject by erased",
        "erase by the bot",
    ]
    show(database, erased.bot.context.config, "R-1", now, as_json=True, say=lines.append)
    assert [event["personal"] for event in json.loads(lines[-1])["events"]] == [{}] * 4


async def test_a_rejected_page_that_is_flagged_again_is_a_new_attempt(erased: SlackHarness) -> None:
    answer = await erased.analyst.asks(f"/flag {PAGE}")
    assert answer.shows("R-3 recorded", "attempt 2")
    assert erased.referral(3).previous == 1
    again = await erased.analyst.asks(f"/flag {PAGE}")
    assert again.shows("Already open: *R-3*")


async def test_two_that_erase_at_once_erase_each_once(erased: SlackHarness) -> None:
    await erased.fast_forward(days=8)
    now, config = erased.workspace.clock.now(), erased.bot.context.config
    again = await erased.bot.store.write(lambda uow: erase_due(uow, now, config))
    assert again.erased == ()
    assert [event.action for event in _history(erased, 2)].count("erase") == 1


def _history(world: SlackHarness, number: int) -> list[Any]:
    return list(world.bot.database.read(lambda uow: uow.referrals.history(number)))
