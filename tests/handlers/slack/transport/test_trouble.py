"""Bad days: the database gone, locked or slow, Slack not answering, and what nobody expected."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any, TypeVar

import pytest

from bot.domain.errors import Conflict, StorageUnavailable, Unclear, Unstorable
from bot.domain.lifecycle.referral import State
from bot.ports.store import UnitOfWork
from bot.sentences.troubles import CANNOT_KEEP, PERHAPS_RECORDED
from bot.sentences.troubles import NOT_RECORDED as GONE
from handlers.async_store import AsyncStore
from handlers.slack.context.payloads import Command
from handlers.slack.replies import replying
from tests.handlers.slack.conftest import MakeWorld
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, refer

T = TypeVar("T")
GROUP = "https://www.facebook.com/groups/1234567890/"


class Broken(AsyncStore):
    """A store that raises."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        raise self._error

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        raise self._error


class Slow(AsyncStore):
    """A store whose every call waits until the test lets it."""

    def __init__(self, store: AsyncStore) -> None:
        self._kept = store
        self.go = asyncio.Event()

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        await self.go.wait()
        return await self._kept.write(work)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        await self.go.wait()
        return await self._kept.read(work)


def break_store(world: SlackHarness, error: Exception) -> Callable[[], None]:
    """Put a broken store on the context; the answer mends it."""
    context = world.bot.context
    kept, context.store = context.store, Broken(error)

    def mend() -> None:
        context.store = kept

    return mend


async def test_while_the_database_is_gone_people_are_told_and_it_recovers(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    card = world.referrals.card("R-1")
    mend = break_store(world, StorageUnavailable("disk gone"))
    for command in ("/flag https://b.com/2", "/referrals", "/referrals R-1"):
        assert (await world.analyst.asks(command)).shows(GONE)
    told = await world.analyst.clicks("Closed", card)
    assert told
    assert told.shows(GONE)
    await world.analyst.clicks("Rejected", card)
    assert world.analyst.told.shows(GONE)
    assert not world.analyst.has_form
    mend()
    assert (await world.analyst.asks("/flag https://b.com/2")).shows("R-2 recorded")
    assert world.referral(1).state is State.REFERRED


async def test_a_form_keeps_what_was_typed_until_the_database_is_back(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await world.analyst.clicks("Rejected", world.referrals.card("R-1"))
    mend = break_store(world, StorageUnavailable("disk gone"))
    answers = {"Reason": "Other", "The platform's words": "No."}
    assert await world.analyst.fills(answers) == {}
    assert world.analyst.form.shows(f":warning: {GONE}")
    assert world.analyst.typed("The platform's words") == "No."
    mend()
    assert await world.analyst.fills({}) == {}
    assert world.referral(1).words == "No."
    assert not world.analyst.has_form


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite gives up at once on a file that another process holds."""
    monkeypatch.setattr("storage.sql.engines.BUSY_MS", 20)


@pytest.mark.usefixtures("impatient")
async def test_a_database_file_that_another_process_holds(make_world: MakeWorld) -> None:
    world = await make_world()
    await flagged(world, GROUP)
    with closing(sqlite3.connect(world.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (await world.analyst.asks("/referrals R-1")).shows("*R-1 ·"), "reading goes on"
        assert (await world.analyst.asks("/flag https://b.com/2")).shows(GONE)
        other.execute("ROLLBACK")
    assert (await world.analyst.asks("/flag https://b.com/2")).shows("R-2 recorded")
    assert world.count == 2


async def test_a_commit_that_broke_off_is_not_called_unrecorded(world: SlackHarness) -> None:
    break_store(world, Unclear("while committing"))
    told = await world.analyst.asks(f"/flag {GROUP}")
    assert told.shows(PERHAPS_RECORDED)


async def test_a_text_that_the_database_cannot_keep_is_told_as_that(world: SlackHarness) -> None:
    break_store(world, Unstorable("half a character"))
    assert (await world.analyst.asks(f"/flag {GROUP}")).shows(CANNOT_KEEP)


async def test_a_race_that_was_lost_three_times(world: SlackHarness) -> None:
    break_store(world, Conflict("again"))
    assert (await world.analyst.asks(f"/flag {GROUP}")).shows(
        "nothing was recorded. Please try again"
    )


async def test_what_nobody_expected_has_a_reference_and_no_traceback(
    world: SlackHarness, caplog: pytest.LogCaptureFixture
) -> None:
    break_store(world, RuntimeError("a bug: https://secret.example.com"))
    told = await world.analyst.asks(f"/flag {GROUP}")
    assert told.shows("Something went wrong on my side, reference ", "look with `/referrals`")
    reference = told.text.split("reference ")[1][:4]
    assert f"reference {reference}" in caplog.text
    assert "RuntimeError" not in told.text
    assert "secret" not in told.text


async def test_a_broken_handler_is_no_silence(world: SlackHarness, monkeypatch: Any) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Command, "read", broken)
    assert (await world.analyst.asks("/referrals")).shows("Something went wrong on my side")


async def test_a_slow_database_is_acknowledged_first_and_answered_later(
    world: SlackHarness,
) -> None:
    context = world.bot.context
    slow = Slow(context.store)
    context.store, context.seconds = slow, 0.05
    done = await world.control.type(world.analyst.id, world.referrals.id, f"/flag {GROUP}")
    assert done["acknowledged"]["status"] == 200
    assert done["acknowledged"]["body"] == ""
    assert world.analyst.sees() == []
    slow.go.set()
    await world.settle()
    assert world.analyst.told.shows("R-1 recorded")
    assert world.referrals.has_card("R-1")
    assert world.complaints() == []


async def test_a_slow_click_is_acknowledged_first_and_answered_later(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    card, context = world.referrals.card("R-1"), world.bot.context
    slow = Slow(context.store)
    context.store, context.seconds = slow, 0.05
    await world.analyst.presses("Closed", card)
    assert world.referral(1).state is State.REFERRED
    slow.go.set()
    await world.settle()
    assert world.analyst.told.shows("R-1 is recorded as closed.")


async def test_a_slow_form_says_so_and_then_what_came_of_it(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await world.analyst.clicks("Rejected", world.referrals.card("R-1"))
    form, context = world.analyst.form, world.bot.context
    slow = Slow(context.store)
    context.store, context.seconds = slow, 0.05
    values = {"reason": {"reason": "other"}}
    await world.control.submit(world.analyst.id, form.body["id"], values)
    assert world.analyst.form.shows("This takes longer than usual.")
    slow.go.set()
    await world.settle()
    assert world.analyst.form.shows("R-1 is recorded as rejected.")
    assert world.analyst.told.shows("R-1 is recorded as rejected.")


async def test_a_slow_form_that_is_refused_comes_back_with_what_was_typed(
    world: SlackHarness,
) -> None:
    await world.analyst.types("/flag")
    form, context = world.analyst.form, world.bot.context
    slow = Slow(context.store)
    context.store, context.seconds = slow, 0.05
    values = {"page": {"page": "no address"}, "note": {"note": "keep me"}}
    await world.control.submit(world.analyst.id, form.body["id"], values)
    slow.go.set()
    await world.settle()
    assert world.analyst.form.shows(":warning: There is no address in this.")
    assert world.analyst.typed("Note") == "keep me"


async def test_a_form_whose_reading_takes_long_opens_as_loading(
    world: SlackHarness, monkeypatch: Any
) -> None:
    await flagged(world, GROUP)
    monkeypatch.setattr(replying, "LOADING_AFTER", 0.02)
    card, context = world.referrals.card("R-1"), world.bot.context
    slow = Slow(context.store)
    context.store, context.seconds = slow, 0.3
    await world.analyst.presses("Mark referred", card)
    assert world.analyst.form.shows("Loading…")
    slow.go.set()
    await world.settle()
    assert world.analyst.form.title == "Mark referred"
    answers = {"Category": "Vessels", "Confidence": "Low", "Basis": "Both"}
    assert await world.analyst.fills(answers) == {}
    assert world.referral(1).state is State.REFERRED


async def test_slack_does_not_open_the_form(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await world.control.faults({"method": "views.open", "fault": "fatal_error", "share": 1.0})
    await world.analyst.clicks("Mark referred", world.referrals.card("R-1"))
    assert world.analyst.told.shows("Slack didn't open the form", "Please try again.")


@pytest.mark.parametrize("fault", ["500", "dropped", "ratelimited"])
async def test_slack_does_not_say_who_somebody_is(world: SlackHarness, fault: str) -> None:
    await world.bot.context.directory.learn_people()
    await world.control.faults({"method": "users.info", "fault": fault, "share": 1.0})
    assert (await world.analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded"), "known from before"


async def test_slack_does_not_say_what_a_channel_is(world: SlackHarness) -> None:
    await world.control.faults({"method": "conversations.info", "fault": "500", "share": 1.0})
    told = await world.analyst.asks(f"/flag {GROUP}")
    assert told.shows("nothing was recorded", "Please try again in a minute.")
    await world.control.faults()
    assert (await world.analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded")


async def test_an_answer_that_slack_loses_is_said_at_most_once(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await world.analyst.clicks("Rejected", world.referrals.card("R-1"))
    before = len(world.analyst.sees())
    await world.control.faults(
        {"method": "chat.postEphemeral", "fault": "lost_answer", "share": 1.0}
    )
    await world.analyst.fills({"Reason": "Other"})
    assert len(world.analyst.sees()) == before + 1
    assert world.referral(1).state is State.REJECTED
