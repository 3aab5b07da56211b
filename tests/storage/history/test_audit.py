"""The chain: what is sealed, and that every way of changing the past is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy

from bot.actions.checks.event_dates import events_ahead
from bot.domain.lifecycle.audit import event_hash
from bot.domain.lifecycle.referral import Action
from storage.database import SqlStore
from storage.sql.engines import parse_address
from tests.harness.without_slack.stored_events import MONDAY, act, flag, refer, reject
from tests.storage.databases import change, rows


@pytest.fixture
def sealed(store: SqlStore) -> SqlStore:
    """R-1 rejected and appealed, R-2 flagged with a note, two reads; all of it sealed."""
    flag(store)
    refer(store, 1)
    reject(store, 1, personal={"words": "not breaching"})
    act(store, 1, Action.APPEAL, personal={"ground": "look again"})
    flag(store, note="seen before")
    store.write(lambda work: work.access_log.record("U1", "url", 1, MONDAY))
    store.write(lambda work: work.access_log.record("U2", "export csv", None, MONDAY))
    store.write(lambda work: work.audit.seal(1000))
    return store


def faults(store: SqlStore) -> list[str]:
    """What the audit finds, in a line each."""
    found = store.read(lambda work: work.audit.verify())[1]
    return [f"R-{one.referral}/{one.seq}: {one.what}" for one in found]


def test_an_empty_database_verifies(store: SqlStore) -> None:
    assert store.read(lambda work: work.audit.verify()) == (0, ())


def test_what_was_not_touched_verifies(sealed: SqlStore) -> None:
    assert sealed.read(lambda work: work.audit.verify()) == (7, ())


def test_what_waits_to_be_sealed_verifies_too(sealed: SqlStore) -> None:
    act(sealed, 2, Action.NOTE, personal={"note": "again"})
    assert sealed.read(lambda work: work.audit.verify()) == (8, ())


def test_sealing_goes_in_order_of_recording_and_takes_each_event_once(
    store: SqlStore, store_url: str
) -> None:
    flag(store)
    flag(store)
    refer(store, 1)
    store.write(lambda work: work.access_log.record("U1", "url", 1, MONDAY))
    assert [store.write(lambda work: work.audit.seal(3)) for _ in range(3)] == [3, 1, 0]
    found = rows(store_url, "SELECT sequence, referral, seq FROM chain ORDER BY sequence")
    assert [tuple(row) for row in found] == [(1, 1, 1), (2, 2, 1), (3, 1, 2), (4, 0, 1)]
    assert faults(store) == []


def test_events_and_chain_refuse_to_be_changed(sealed: SqlStore, store_url: str) -> None:
    engine = sqlalchemy.create_engine(parse_address(store_url))
    for table in ("events", "chain"):
        for statement in (f"UPDATE {table} SET seq = 9", f"DELETE FROM {table}"):
            with (
                pytest.raises(sqlalchemy.exc.DBAPIError, match="only ever added to"),
                engine.begin() as connection,
            ):
                connection.execute(sqlalchemy.text(statement))
    engine.dispose()
    assert faults(sealed) == []


TAMPERING = {
    "an edited action": (
        "UPDATE events SET action = 'close' WHERE referral = 1 AND seq = 3",
        "R-1/3: the event was edited",
    ),
    "an edited date": (
        "UPDATE events SET happened_at = happened_at - 1 WHERE referral = 1 AND seq = 3",
        "R-1/3: the event was edited",
    ),
    "an edited fact": (
        'UPDATE events SET facts = \'{"reason":"legal"}\' WHERE referral = 1 AND seq = 3',
        "R-1/3: the event was edited",
    ),
    "an edited read": (
        "UPDATE events SET facts = '{}' WHERE referral = 0 AND seq = 1",
        "R-0/1: the event was edited",
    ),
    "an edited hash": (
        "UPDATE events SET hash = prev_hash WHERE referral = 1 AND seq = 2",
        "R-1/2: the event was edited",
    ),
    "a last event dropped": (
        "DELETE FROM events WHERE referral = 1 AND seq = 4",
        "R-1/4: the event is missing",
    ),
    "a middle event dropped": (
        "DELETE FROM events WHERE referral = 1 AND seq = 2",
        "R-1/2: the event is missing",
    ),
    "a read dropped": (
        "DELETE FROM events WHERE referral = 0 AND seq = 2",
        "R-0/2: the event is missing",
    ),
    "all events of a referral dropped": (
        "DELETE FROM events WHERE referral = 2",
        "R-2/None: the referral has no events",
    ),
    "a referral dropped": (
        "DELETE FROM referrals WHERE number = 2",
        "R-2/None: its events are there, the referral is not",
    ),
    "an edited referral": (
        "UPDATE referrals SET outcome = 'closed', reason = NULL WHERE number = 1",
        "R-1/None: the referral is not what its events say: outcome, reason",
    ),
    "an edited figure": (
        "UPDATE referrals SET standing = 'closed', days_followed = 3 WHERE number = 1",
        "R-1/None: the referral is not what its events say: standing, days_followed",
    ),
    "an edited page": (
        "UPDATE referrals SET url = 'https://example.org' WHERE number = 2",
        "R-2/None: the referral is not what its events say: url",
    ),
    "an edited value": (
        "UPDATE personal_values SET value = 'breaching' WHERE name = 'words'",
        "R-1/3: “words” was edited",
    ),
    "a value renamed": (
        "UPDATE personal_values SET name = 'praise' WHERE name = 'words'",
        "R-1/3: “praise” was added afterwards",
    ),
    "a value dropped": (
        "DELETE FROM personal_values WHERE name = 'words'",
        "R-1/3: “words” went, but nothing was to be erased",
    ),
    "a value for no event": (
        "UPDATE personal_values SET seq = 77 WHERE name = 'words'",
        "R-1/77: a value is kept for an event that is not there",
    ),
    "a link dropped": (
        "DELETE FROM chain WHERE sequence = 3",
        "R-None/None: link 3 of the chain is missing",
    ),
    "links dropped": (
        "DELETE FROM chain WHERE sequence IN (3, 4)",
        "R-None/None: links 3 to 4 of the chain are missing",
    ),
    "the last link dropped": (
        "DELETE FROM chain WHERE sequence = 7",
        "R-0/2: the event was forged: neither the chain nor",
    ),
    "an edited link": (
        "UPDATE chain SET sealed_at = sealed_at + 1 WHERE sequence = 2",
        "R-1/2: link 2 of the chain was edited",
    ),
}


@pytest.mark.parametrize(("statement", "named"), TAMPERING.values(), ids=TAMPERING)
def test_what_was_changed_is_named(
    sealed: SqlStore, store_url: str, statement: str, named: str
) -> None:
    change(store_url, statement)
    assert any(one.startswith(named) for one in faults(sealed)), faults(sealed)


def test_events_in_another_order_are_named(sealed: SqlStore, store_url: str) -> None:
    swap = "UPDATE events SET seq = {} WHERE referral = 1 AND seq = {}"
    change(store_url, swap.format(77, 2), swap.format(2, 3), swap.format(3, 77))
    found = faults(sealed)
    assert any(one.startswith("R-1/2: the event was edited") for one in found)
    assert any(one.startswith("R-1/3: the event was edited") for one in found)


def test_links_in_another_order_are_named(sealed: SqlStore, store_url: str) -> None:
    swap = "UPDATE chain SET sequence = {} WHERE sequence = {}"
    change(store_url, swap.format(77, 2), swap.format(2, 3), swap.format(3, 77))
    found = faults(sealed)
    assert "R-1/3: link 2 of the chain was edited, moved or forged" in found
    assert "R-1/3: the chain holds it before the one before it" in found


def forge(url: str, seq: int, action: str, prev_hash: bytes) -> None:
    """An intruder who knows the format writes an event whose own hash fits."""
    hashed = event_hash(
        prev_hash,
        referral=2,
        seq=seq,
        action=action,
        happened_at=0,
        recorded_at=0,
        facts={},
        commitments={},
        target=None,
    )
    change(
        url,
        f"DELETE FROM events WHERE referral = 2 AND seq = {seq}",
        "INSERT INTO events (referral, seq, action, happened_at, recorded_at, facts, commitments, "
        f"target, prev_hash, hash) VALUES (2, {seq}, '{action}', 0, 0, '{{}}', '{{}}', NULL, "
        ":prev_hash, :hash)",
        prev_hash=prev_hash,
        hash=hashed,
    )


def test_an_event_forged_in_the_place_of_another_is_named(sealed: SqlStore, store_url: str) -> None:
    forge(store_url, 1, "flag", bytes(32))
    assert "R-2/1: the event was forged: the chain holds another in its place" in faults(sealed)


def test_an_event_forged_at_the_end_is_named(sealed: SqlStore, store_url: str) -> None:
    (last,) = rows(store_url, "SELECT hash FROM events WHERE referral = 2")
    forge(store_url, 2, "withdraw", bytes(last.hash))
    # SQLite's own trigger hears of it, as of any event; the referral still gives it away.
    differs = "R-2/None: the referral is not what its events say: version, state, "
    assert any(one.startswith(differs) for one in faults(sealed))


def test_an_event_that_follows_another_than_it_says_is_named(
    sealed: SqlStore, store_url: str
) -> None:
    forge(store_url, 2, "note", bytes(32))
    assert (
        "R-2/2: the event doesn't follow the one before it: one of them was forged or moved"
        in faults(sealed)
    )


def test_an_edit_between_recording_and_sealing_is_named(store: SqlStore, store_url: str) -> None:
    flag(store)
    change(store_url, "UPDATE events SET hash = :hash", hash=bytes(32))
    store.write(lambda work: work.audit.seal(10))
    assert "R-1/1: the event was forged: the chain holds another in its place" in faults(store)


def test_what_went_without_being_erased_is_named_whatever_the_row_says(
    sealed: SqlStore, store_url: str
) -> None:
    change(
        store_url,
        "DELETE FROM personal_values WHERE referral = 1 AND seq = 1",
        "UPDATE referrals SET url = '', canonical = '', page_key = '', note = '', "
        "flagger = '', owner = '', erased_at = 1 WHERE number = 1",
    )
    fault, differs, *_ = faults(sealed)
    assert fault.startswith("R-1/1: “actor”, “canonical”, ")
    assert fault.endswith(" went, but nothing was to be erased")
    assert differs == "R-1/None: the referral is not what its events say: search, erased_at"


def test_what_is_dated_after_the_databases_clock_is_named(store: SqlStore) -> None:
    flag(store)
    assert store.read(lambda uow: uow.audit.ahead_of_clock(3)) == (0, ())
    ahead = datetime.now(UTC).replace(microsecond=0) + timedelta(days=400)
    for _ in range(5):
        flag(store, at=ahead)
    count, first = store.read(lambda uow: uow.audit.ahead_of_clock(2))
    assert (count, first) == (5, ((2, 1, ahead), (3, 1, ahead)))
    assert store.read(lambda uow: uow.audit.verify())[1] == (), "nothing was changed"
    sentence = store.read(events_ahead)
    assert sentence.startswith("5 events are dated after the database's clock: R-2, event 1 (")
