"""What was posted from another database acts on nothing here, whatever its number is here.

R-2 was flagged and referred after a backup; the backup was restored, and the next page was given
R-2 too. Everything in Slack that still speaks of the first R-2 says so and changes nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.actions.people.owners import FROM, TO
from bot.domain.announcements import Announcement, Message, direct
from bot.sentences.recording.answers import NOT_HERE as ANSWER
from bot.sentences.recording.batches import NOT_HERE as KEPT
from bot.sentences.recording.batches import WHAT
from handlers.messages.figures.digest import CERTAIN
from storage.database import open_store
from tests.harness.with_slack.people import Actor
from tests.harness.with_slack.shown import Shown
from tests.harness.with_slack.signed_requests import interactive, send, submission
from tests.harness.with_slack.slack_harness import SlackHarness, a_world
from tests.harness.with_slack.steps import flagged, hold, refer
from tests.journeys.copying import copied

FIRST, LOST, OTHER = (f"https://www.facebook.com/groups/77000000{n}/" for n in range(3))
SAYS = "This was posted from another database, where R-2 may be another page. Nothing was changed."

Later: TypeAlias = Callable[[SlackHarness], Awaitable[Shown | None]]
Before: TypeAlias = Callable[[SlackHarness], Awaitable[Later]]


def presses(label: str, on: Shown, near: str = "") -> Later:
    return lambda now: now.analyst.clicks(label, on, near=near)


def picks(item: str, on: Shown, menu: str = "More", near: str = "") -> Later:
    return lambda now: now.analyst.picks(item, on, menu=menu, near=near)


async def card(world: SlackHarness) -> Shown:
    return world.referrals.card("R-2")


async def closed(world: SlackHarness) -> Later:
    return presses("Closed", await card(world))


async def opens_a_form(world: SlackHarness) -> Later:
    return presses("Rejected", await card(world))


async def shows_the_address(world: SlackHarness) -> Later:
    return picks("Show URL", await card(world))


async def adds_a_note(world: SlackHarness) -> Later:
    return picks("Add note", await card(world))


async def shows_the_history(world: SlackHarness) -> Later:
    return picks("History", await card(world))


async def undoes_on_the_card(world: SlackHarness) -> Later:
    return picks("Undo", await card(world))


async def all_actions(world: SlackHarness) -> Later:
    return picks("All actions…", await card(world))


async def in_all_actions(world: SlackHarness) -> Later:
    await world.analyst.picks("All actions…", await card(world))
    shown = world.analyst.form

    async def later(now: SlackHarness) -> Shown | None:
        await now.analyst.clicks("Page gone", shown)
        return now.analyst.form

    return later


async def undoes_in_a_confirmation(world: SlackHarness) -> Later:
    told = await world.analyst.clicks("Closed", await card(world))
    assert told
    return presses("Undo", told)


async def in_a_private_card(world: SlackHarness) -> Later:
    return presses("Closed", await world.analyst.asks("/referrals R-2"))


async def in_a_list(world: SlackHarness) -> Later:
    return presses("Show", await world.analyst.asks("/referrals"), "R-2")


async def in_a_digests_list(world: SlackHarness) -> Later:
    await world.analyst.clicks("Rejected", await card(world))
    assert await world.analyst.fills({"Reason": "Not breaching terms"}) == {}
    await world.move_to("monday 09:00")
    digest = next(one for one in world.referrals.messages if CERTAIN in str(one.body))
    listed = await world.analyst.clicks("Review rejected although certain", digest)
    assert listed
    return presses("Show", listed, "R-2")


async def below_a_flag(world: SlackHarness) -> Later:
    told = next(one for one in world.analyst.sees() if one.shows("R-2 recorded"))
    return picks("Vessels", told, "Category")


async def in_a_reminder(world: SlackHarness) -> Later:
    await world.fast_forward(days=10)
    told = next(one for one in world.direct(world.analyst).messages if "R-2" in one.text)
    return presses("Closed", told, "R-2")


async def snoozes(world: SlackHarness) -> Later:
    await world.fast_forward(days=10)
    told = next(one for one in world.direct(world.analyst).messages if "R-2" in one.text)
    return picks("1 week", told, "Snooze", "R-2")


async def at_home(world: SlackHarness) -> Later:
    home = await world.analyst.opens_home()

    async def later(now: SlackHarness) -> Shown | None:
        await now.analyst.clicks("Closed", home, near="R-2")
        return now.analyst.form

    return later


async def hands_in_a_form(world: SlackHarness) -> Later:
    await world.analyst.clicks("Rejected", await card(world))
    form = world.analyst.form

    async def later(now: SlackHarness) -> Shown | None:
        assert await now.analyst.fills({"Reason": "Other"}, form=form) == {}
        assert now.analyst.typed("Reason") == "Other", "what was typed is lost"
        return now.analyst.form

    return later


async def chooses_in_a_form(world: SlackHarness) -> Later:
    await world.analyst.picks("Undo", await card(world))
    await world.analyst.clicks("Mark referred", await card(world))

    async def later(now: SlackHarness) -> Shown | None:
        await now.analyst.chooses("Category", "Vessels")
        return now.analyst.form

    return later


EVERYWHERE = [
    *(closed, opens_a_form, shows_the_address, adds_a_note, shows_the_history),
    *(undoes_on_the_card, all_actions, in_all_actions, undoes_in_a_confirmation),
    *(in_a_private_card, in_a_list, in_a_digests_list, below_a_flag, in_a_reminder, snoozes),
    *(at_home, hands_in_a_form, chooses_in_a_form),
]


@pytest.mark.parametrize("before", EVERYWHERE, ids=lambda one: one.__name__)
async def test_after_a_restore(before: Before, sqlite_url: str, tmp_path: Path) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    backup = tmp_path / "backup.db"
    async with a_world(sqlite_url) as world:
        await flagged(world, FIRST)
        copied(path, backup)
        await flagged(world, LOST)
        await refer(world, 2, confidence="Certain")
        press = await before(world)
        async with a_world(f"sqlite:///{backup}", workspace=world.workspace) as now:
            await flagged(now, OTHER, by=now.second)
            await refer(now, 2, by=now.second)
            stands, messages = now.referral(2), len(now.referrals.messages)
            told = await press(now)
            assert told
            assert told.shows(SAYS, "`/referrals R-2` shows R-2 as it is here.")
            assert (now.referral(2), now.reads()) == (stands, [])
            assert len(now.referrals.messages) == messages
            assert now.bot.database.read(lambda uow: uow.audit.verify())[1] == ()


async def test_in_a_mistyped_databases_workspace(sqlite_url: str, tmp_path: Path) -> None:
    """Nor does the empty database, where there is no R-2 at all; another person asks."""
    with open_store(f"sqlite:///{tmp_path / 'other.db'}") as empty:
        empty.migrate()
    async with a_world(sqlite_url) as world:
        await flagged(world, FIRST, LOST)
        card = world.referrals.card("R-2")
        async with a_world(f"sqlite:///{tmp_path / 'other.db'}", workspace=world.workspace) as now:
            told = await now.second.clicks("Mark referred", card)
            assert told
            assert told.shows(SAYS)
            assert (now.count, now.second.has_form) == (0, False)


async def test_it_says_the_same_of_what_this_person_must_not_see(
    sqlite_url: str, tmp_path: Path
) -> None:
    """R-2 here is another page in sight, on hold, or of a private channel: none of it shows."""
    told = set()
    async with a_world(sqlite_url) as world:
        await flagged(world, FIRST, LOST)
        card = world.referrals.card("R-2")
        for hidden in ("not", "by a hold", "in a private channel"):
            url = f"sqlite:///{tmp_path}/{hidden}.db"
            with open_store(url) as other:
                other.migrate()
            async with a_world(url, workspace=world.workspace) as now:
                private = hidden == "in a private channel"
                by = now.analyst.goes_to(now.casework if private else now.referrals)
                await flagged(now, FIRST, OTHER, by=by)
                if hidden == "by a hold":
                    await hold(now, 2)
                answer = await now.second.clicks("Mark referred", card)
                assert answer
                told.add(answer.text)
    (only,) = told
    assert SAYS in only


# --- what is of no one referral: lists, periods, channels, selections, files ----------------------

NOT_HERE = "This was posted from another database, or from this one before a backup was restored."
RECORDS = "url,referred\nhttps://www.facebook.com/groups/111,2026-01-10\n"

Said: TypeAlias = Callable[[SlackHarness], Awaitable[str]]


def says_when_pressed(label: str, on: Shown, *, by: str = "analyst") -> Said:
    async def later(now: SlackHarness) -> str:
        told = await getattr(now, by).clicks(label, on)
        return told.text if told else "nothing"

    return later


def says_when_handed_in(world: SlackHarness, by: Actor, **answers: str) -> Said:
    """The form on top, as it is filled in now."""
    payload = submission(world, by, answers)

    async def later(now: SlackHarness) -> str:
        return (await send(now, interactive(payload))).text

    return later


async def prepared(world: SlackHarness) -> list[tuple[Said, str]]:
    """All of them, and what each says; R-2 and R-3 were flagged after the backup."""
    analyst, lead = world.analyst, world.lead
    numbers = await analyst.asks("/referrals R-2 R-3")
    network = await analyst.asks("/referrals network R-2")
    figures = await analyst.asks("/referrals stats")
    kept = [
        (says_when_pressed("Select several", numbers), NOT_HERE),
        (says_when_pressed("Post in channel", figures), NOT_HERE),
    ]
    await analyst.clicks("Make a case of these", network)
    kept.append((says_when_handed_in(world, analyst, case="Boats"), KEPT))
    await analyst.clicks("Select several", numbers)
    await analyst.chooses(WHAT, "Closed")
    kept.append((says_when_handed_in(world, analyst), KEPT))
    assert await analyst.fills({}) == {}
    kept.append((says_when_pressed("Undo all", analyst.told), KEPT))
    await analyst.clicks("Undo all", analyst.told)
    await analyst.types("/referrals answers")
    assert await analyst.fills({"The platform's answer": f"We removed:\n{LOST}"}) == {}
    kept.append((says_when_handed_in(world, analyst), ANSWER))
    assert await analyst.fills({}) == {}
    kept.append((says_when_pressed("Undo all", analyst.told), ANSWER))
    await analyst.clicks("Undo all", analyst.told)
    await lead.types("/referrals hand over")
    chosen = {FROM: analyst.id, TO: world.second.id}
    kept.append((says_when_handed_in(world, lead, **chosen), NOT_HERE))
    await lead.types("/referrals import")
    assert await lead.fills({"File": await lead.uploads("records.csv", RECORDS)}) == {}
    kept.append((says_when_handed_in(world, lead), NOT_HERE))
    await analyst.clicks("Rejected", world.referrals.card("R-2"))
    assert await analyst.fills({"Reason": "Not breaching terms"}) == {}
    await world.move_to("monday 09:00")
    digest = next(one for one in world.referrals.messages if CERTAIN in str(one.body))
    kept += [(says_when_pressed(label, digest), NOT_HERE) for label in digest.labels]
    data = {"lane": world.referrals.id, "what": "the card of R-2", "reason": "is_archived"}
    note = Announcement(direct(lead.id), Message.PARKED, "parked 1", data)
    world.bot.database.write(lambda uow: uow.outbox.add([note], world.workspace.clock.now()))
    await world.settle()
    refused = world.direct(lead).last
    kept.append((says_when_pressed("Send again", refused, by="lead"), NOT_HERE))
    return kept


async def test_what_is_of_no_one_referral(sqlite_url: str, tmp_path: Path) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    backup = tmp_path / "backup.db"
    note = "ring +44 7400 123456"
    async with a_world(sqlite_url) as world:
        await flagged(world, FIRST)
        copied(path, backup)
        for url in (LOST, f"{LOST}1"):
            await world.analyst.asks(f"/flag {url} {note}")
        for number in (2, 3):
            await refer(world, number, confidence="Certain")
        presses_and_forms = await prepared(world)
        async with a_world(f"sqlite:///{backup}", workspace=world.workspace) as now:
            await flagged(now, OTHER, f"{OTHER}1", by=now.second)
            await refer(now, 2, by=now.second)
            stand, messages = [now.referral(n) for n in (1, 2, 3)], len(now.referrals.messages)
            for later, says in presses_and_forms:
                told = await later(now)
                assert says in told
            assert [now.referral(n) for n in (1, 2, 3)] == stand
            assert (now.count, len(now.referrals.messages), now.reads()) == (3, messages, [])


async def test_of_the_same_database_they_still_act(sqlite_url: str) -> None:
    """Also after more was flagged, and by another replica."""
    async with a_world(sqlite_url) as world:
        await flagged(world, FIRST, LOST)
        several, figures = [
            await world.analyst.asks(f"/referrals {words}") for words in ("R-1 R-2", "stats")
        ]
        await flagged(world, OTHER)
        async with a_world(sqlite_url, workspace=world.workspace) as now:
            await now.analyst.clicks("Select several", several)
            assert now.analyst.form.shows("R-1", "R-2")
            assert not now.analyst.form.shows("R-3")
            assert not figures.shows("Post in channel")  # nothing was referred
