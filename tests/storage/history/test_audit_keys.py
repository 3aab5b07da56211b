"""With a key that the database does not hold, who has the database alone can append nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.domain.lifecycle.audit import chain_hash, event_hash
from bot.domain.lifecycle.audit_keys import AuditKeys
from bot.domain.lifecycle.referral import Action
from storage.database import SqlStore, open_store
from storage.sql.dialects import to_micros
from tests.harness.without_slack.stored_events import MONDAY, act, flag, later, refer
from tests.storage.databases import change, rows

OLD, NEW = "o" * 32, "n" * 32


@pytest.fixture
def keyed(store_url: str) -> Iterator[SqlStore]:
    """R-1 flagged before the key began, referred and read with it."""
    with open_store(store_url) as store:
        flag(store)
    with open_store(store_url, audit_keys=AuditKeys(OLD)) as store:
        store.write(lambda work: work.audit.begin_key(MONDAY))
        refer(store, 1)
        store.write(lambda work: work.access_log.record("U1", "url", 1, MONDAY))
        store.write(lambda work: work.reminders.snooze(1, later(3)))
        store.write(lambda work: work.audit.seal(100))
        yield store


def faults(store: SqlStore) -> list[str]:
    """What the audit finds, in a line each."""
    found = store.read(lambda work: work.audit.verify())[1]
    return [f"{one.referral}/{one.seq}: {one.what}" for one in found]


def forged_note(url: str) -> None:
    """Somebody with the database alone appends a note in another's name, and knows how."""
    (last,) = rows(url, "SELECT hash FROM events WHERE referral = 1 AND seq = 2")
    at = to_micros(later(1))
    hashed = event_hash(
        bytes(last.hash),
        referral=1,
        seq=3,
        action="note",
        happened_at=at,
        recorded_at=at,
        facts={},
        commitments={},
        target=None,
    )
    change(
        url,
        "INSERT INTO events (referral, seq, action, happened_at, recorded_at, facts, commitments, "
        f"target, prev_hash, hash) VALUES (1, 3, 'note', {at}, {at}, '{{}}', '{{}}', NULL, "
        ":prev_hash, :hash)",
        "UPDATE referrals SET version = 3 WHERE number = 1",
        # PostgreSQL's trigger did not run for this: what it does is done by hand.
        "INSERT INTO unsealed (referral, seq, hash) SELECT 1, 3, hash FROM events WHERE referral = 1 "
        "AND seq = 3 AND NOT EXISTS (SELECT 1 FROM unsealed WHERE referral = 1 AND seq = 3)",
        prev_hash=bytes(last.hash),
        hash=hashed,
    )


def test_an_event_that_the_bots_own_trigger_seals_is_found_by_the_key(
    keyed: SqlStore, store_url: str
) -> None:
    assert faults(keyed) == []
    forged_note(store_url)
    assert [one for one in faults(keyed) if one.startswith("1/3: it has no HMAC")]
    keyed.write(lambda work: work.audit.seal(100))
    assert faults(keyed) == [
        "1/3: it has no HMAC: it wasn't written by a bot that has REFERRAL_BOT_AUDIT_KEY"
    ]


def test_without_a_key_it_is_not_found(store: SqlStore, store_url: str) -> None:
    """SECURITY.md says so."""
    flag(store)
    refer(store, 1)
    forged_note(store_url)
    store.write(lambda work: work.audit.seal(100))
    assert faults(store) == []


def test_who_has_no_key_is_told_that_it_was_not_checked(keyed: SqlStore, store_url: str) -> None:
    with open_store(store_url) as store:
        assert faults(store) == []
        (unknown,) = store.read(lambda work: work.audit.not_checked())
        assert unknown.after == 1


def test_every_kind_of_event_and_link_carries_one(keyed: SqlStore, store_url: str) -> None:
    found = rows(store_url, "SELECT referral, seq FROM events WHERE mac IS NULL")
    assert [tuple(row) for row in found] == [(1, 1)]
    found = rows(store_url, "SELECT sequence FROM chain WHERE mac IS NULL")
    assert [row.sequence for row in found] == [1]


def test_what_is_stripped_or_edited_is_named(keyed: SqlStore, store_url: str) -> None:
    change(store_url, "UPDATE events SET mac = NULL WHERE referral = 0 AND seq = 2")
    change(store_url, "UPDATE chain SET mac = hash WHERE sequence = 2")
    assert [one.partition(":")[0] for one in faults(keyed)] == ["0/2", "None/None"]


def rechained(url: str) -> None:
    """The chain made anew over the events that are there."""
    before, statements = bytes(32), []
    for at, row in enumerate(
        rows(url, "SELECT referral, seq, event_hash, sealed_at FROM chain ORDER BY sequence"), 1
    ):
        before = chain_hash(
            before,
            sequence=at,
            referral=row.referral,
            seq=row.seq,
            event=bytes(row.event_hash),
            sealed_at=row.sealed_at,
        )
        statements.append((row.referral, row.seq, at, before))
    for referral, seq, at, hashed in statements:
        change(
            url,
            "UPDATE chain SET sequence = :at, hash = :hash WHERE referral = :referral AND seq = :seq",
            at=at,
            hash=hashed,
            referral=referral,
            seq=seq,
        )


def test_a_chain_made_anew_without_a_read_is_found_by_the_key(
    keyed: SqlStore, store_url: str
) -> None:
    change(
        store_url,
        "DELETE FROM chain WHERE referral = 0 AND seq = 2",
        "DELETE FROM events WHERE referral = 0 AND seq = 2",
        "DELETE FROM personal_values WHERE referral = 0 AND seq = 2",
    )
    rechained(store_url)
    found = faults(keyed)
    assert found
    assert all("HMAC doesn't fit" in one for one in found)


def test_a_history_without_the_beginning_of_its_key_is_named(
    keyed: SqlStore, store_url: str
) -> None:
    change(
        store_url,
        "UPDATE events SET mac = NULL",
        "DELETE FROM events WHERE referral = 0",
        "DELETE FROM chain WHERE referral = 0",
        "DELETE FROM personal_values WHERE referral = 0",
    )
    rechained(store_url)
    (fault,) = faults(keyed)
    assert fault.startswith("None/None: REFERRAL_BOT_AUDIT_KEY is set, but nothing")


def test_a_key_is_replaced_by_who_has_both(keyed: SqlStore, store_url: str) -> None:
    with open_store(store_url, audit_keys=AuditKeys(NEW)) as store:
        assert not store.read(lambda work: work.audit.can_begin())
        assert store.read(lambda work: work.audit.key_fits()) is False
    with open_store(store_url, audit_keys=AuditKeys(NEW, [OLD])) as store:
        assert store.read(lambda work: work.audit.can_begin())
        for _ in range(2):
            store.write(lambda work: work.audit.begin_key(later(1)))
        act(store, 1, Action.NOTE)
        assert faults(store) == []
        began = "SELECT seq FROM events WHERE action = 'audit key'"
        assert len(rows(store_url, began)) == 2
    with open_store(store_url, audit_keys=AuditKeys(NEW)) as store:
        assert faults(store) == []
        assert len(store.read(lambda work: work.audit.not_checked())) == 1
    assert faults(keyed)[0].endswith("goes on with another key than REFERRAL_BOT_AUDIT_KEY")


def test_a_key_that_nobody_vouched_for_is_named(keyed: SqlStore, store_url: str) -> None:
    with open_store(store_url, audit_keys=AuditKeys(NEW)) as thief:
        thief.write(lambda work: work.audit.begin_key(later(1)))
    with open_store(store_url, audit_keys=AuditKeys(NEW, [OLD])) as store:
        assert [one for one in faults(store) if "replaced by somebody who didn't have it" in one]


def test_a_history_goes_on_only_with_its_key(keyed: SqlStore, store_url: str) -> None:
    for keys, fits in ((AuditKeys(), None), (AuditKeys(OLD), True), (AuditKeys(NEW), False)):
        with open_store(store_url, audit_keys=keys) as store:
            assert store.read(lambda work: work.audit.key_fits()) is fits
