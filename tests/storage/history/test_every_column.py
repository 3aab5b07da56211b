"""`audit verify` names an edit of any column that decides what people are shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, Table

from bot.domain.lifecycle.referral import Action, State
from bot.domain.pages.checks import Checked, Look
from bot.domain.pages.status import Status
from bot.ports.referrals import Reminded
from bot.ports.store import UnitOfWork
from storage.database import SqlStore, open_store
from storage.sql.tables import page_checks, referrals
from storage.sql.tables_beside import page_fingerprints
from tests.harness.without_slack.stored_events import MONDAY, act, flag, later, refer, reject
from tests.storage.databases import change, changing, rows

FOLLOWS_FROM_NO_EVENT = {
    "referrals": {},
    "page_checks": {
        "referral": "a check that is not there is planned anew",
        "state": "a state that is not the referral's is planned anew",
        "asked_by": "who hears of the next check",
        "due_at": "when to look next",
        "leased_until": "who looks now",
        "fence": "who looks now",
    },
}
"""Columns that may be edited unseen, and why that shows nobody anything else."""


def remind(store: SqlStore, number: int, times: int = 1) -> None:
    """Its owner is reminded."""
    plan = Reminded(number, later(30), times, later(33), escalated=times > 1)
    store.write(lambda work: work.reminders.reminded([plan]))


def rejected(store: SqlStore) -> None:
    """R-1, rejected, upheld on appeal and reminded of."""
    flag(store, note="seen before")
    refer(store, 1, remind_at=later(14))
    remind(store, 1)
    reject(store, 1, remind_at=later(100), personal={"words": "no"})
    remind(store, 1, times=2)


def closed(store: SqlStore) -> None:
    """R-1, closed, and one more that is flagged."""
    flag(store)
    refer(store, 1)
    act(store, 1, Action.CLOSE)
    flag(store)


def erased(store: SqlStore) -> None:
    """R-1, closed and erased."""
    closed(store)

    def erase(work: UnitOfWork) -> None:
        finished = work.erasing.finished([1])
        work.erasing.erase([one.referral for one in finished], later(9), "retention")

    store.write(erase)


def looked_at(store: SqlStore) -> None:
    """R-1, whose page was read twice, and about which people were asked."""
    flag(store)
    refer(store, 1)

    def look(work: UnitOfWork) -> None:
        for seq, at in ((1, later(5)), (2, later(6))):
            work.checks.record(1, Checked(seq, at, Status.GONE, reason="404"))
        seen = Look(State.REFERRED, Status.GONE, Status.GONE, later(5), later(6), question=2)
        work.checks.put(1, seen, later(7))

    store.write(look)


def faults(store: SqlStore) -> list[str]:
    """What the audit finds."""
    return [one.what for one in store.read(lambda work: work.audit.verify())[1]]


def another(column: Column[object], value: object) -> object:
    """A value that the column does not have now."""
    if isinstance(column.type, Boolean):
        return not value
    if isinstance(column.type, Date):
        return date(2000, 1, 1)
    if isinstance(column.type, Integer | BigInteger) or column.type.python_type is not str:
        return 7 if value is None else int(str(value)) + 70
    if column.name in ("state", "agreed", "seen"):
        return {"state": "flagged"}.get(column.name, "up")
    return "withdrawn" if value is None else f"{value}x"


@pytest.mark.parametrize("story", [rejected, closed, erased, looked_at])
def test_an_edit_of_any_column_is_named(store_url: str, story: Callable[[SqlStore], None]) -> None:
    table: Table = page_checks if story is looked_at else referrals
    key = "referral" if story is looked_at else "number"
    with open_store(store_url, "k" * 32) as store, changing(store_url) as run:
        story(store)
        assert faults(store) == []
        (kept,) = rows(store_url, f"SELECT * FROM {table.name} WHERE {key} = 1")
        unseen = []
        for column in table.columns:
            value = kept._mapping[column.name]
            edit = f"UPDATE {table.name} SET {column.name} = :value WHERE {key} = :key"
            edited = another(column, value)
            run(edit, value=edited, key=1)
            found = faults(store)
            whole = table is page_checks or column.name == "page_key"
            named = found if whole else [one for one in found if column.name in one]
            if not named and column.name != key:
                unseen.append(column.name)
            run(edit, value=value, key=edited if column.name == key else 1)
        assert faults(store) == []
    allowed = FOLLOWS_FROM_NO_EVENT[table.name] | ({"key_version": "newer rules read the same"})
    assert set(unseen) <= set(allowed)


def test_an_edit_of_an_erased_page_s_fingerprint_is_named(store_url: str) -> None:
    with open_store(store_url, "k" * 32) as store:
        erased(store)
        change(store_url, f"UPDATE {page_fingerprints.name} SET page = 'erased:9'")
        assert len(faults(store)) == 2
        change(store_url, f"DELETE FROM {page_fingerprints.name}")
        (fault,) = faults(store)
        assert fault.endswith("but the page has no fingerprint")


def test_a_snooze_and_a_reminder_are_history(store: SqlStore, store_url: str) -> None:
    flag(store, at=MONDAY)
    store.write(lambda work: work.reminders.snooze(1, later(7)))
    remind(store, 1)
    remind(store, 1)  # a plan that changes nothing is not written down again
    assert [
        tuple(row) for row in rows(store_url, "SELECT seq, action FROM events WHERE referral = -1")
    ] == [
        (1, "remind"),
        (2, "remind"),
    ]
    assert store.read(lambda work: work.checks.history(1)) == ()
    assert faults(store) == []
    change(store_url, "UPDATE referrals SET remind_at = NULL")
    assert faults(store) == ["the referral is not what its events say: remind_at"]
