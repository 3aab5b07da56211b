"""Selections as they are kept: by what forms carry, recorded once, forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.batches import Picked
from storage.database import SqlStore

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_a_selection_is_found_with_what_was_seen_and_what_was_recorded(store: SqlStore) -> None:
    picked = [Picked(12, 3, "a" * 20), Picked(7, 1)]
    kept = store.write(lambda uow: uow.batches.add(picked, "U1", AT))
    assert (kept.picked, kept.done, kept.recorded_at) == (tuple(picked), {}, None)
    assert store.read(lambda uow: uow.batches.get(kept.uid)) == kept
    assert store.read(lambda uow: uow.batches.get("another")) is None
    store.write(lambda uow: uow.batches.recorded(kept.uid, {12: 4}, AT))
    found = store.read(lambda uow: uow.batches.get(kept.uid))
    assert found is not None
    assert (found.done, found.recorded_at) == ({12: 4}, AT)


def test_selections_are_forgotten(store: SqlStore) -> None:
    old = store.write(lambda uow: uow.batches.add([], "U1", AT))
    new = store.write(lambda uow: uow.batches.add([], "U1", AT + timedelta(days=2)))
    assert store.write(lambda uow: uow.batches.purge(AT + timedelta(days=1))) == 1
    assert store.read(lambda uow: uow.batches.get(old.uid)) is None
    assert store.read(lambda uow: uow.batches.get(new.uid)) is not None
