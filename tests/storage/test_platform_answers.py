"""Platforms' answers as they are kept: found by what forms carry, forgotten, erased."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.database import SqlStore

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_an_answer_is_found_by_what_its_form_carries(store: SqlStore) -> None:
    kept = store.write(
        lambda uow: uow.platform_answers.add("Removed.", "U1", "C1", [[1, 2, "x"]], AT)
    )
    found = store.read(lambda uow: uow.platform_answers.get(kept.uid))
    assert found == kept
    assert store.read(lambda uow: uow.platform_answers.get("another")) is None


def test_what_was_recorded_names_its_referrals(store: SqlStore) -> None:
    first = store.write(lambda uow: uow.platform_answers.add("a", "U1", "C1", [], AT))
    second = store.write(lambda uow: uow.platform_answers.add("b", "U1", "C1", [], AT))
    store.write(lambda uow: uow.platform_answers.recorded(first.number, [3, 1], AT))
    store.write(lambda uow: uow.platform_answers.recorded(second.number, [3], AT))
    assert store.read(lambda uow: uow.platform_answers.referrals_of(first.number)) == (1, 3)
    of_three = store.read(lambda uow: uow.platform_answers.of_referral(3))
    assert [answer.text for answer in of_three] == ["a", "b"]


def test_what_nobody_confirmed_is_forgotten(store: SqlStore) -> None:
    old = store.write(lambda uow: uow.platform_answers.add("old", "U1", "C1", [], AT))
    kept = store.write(lambda uow: uow.platform_answers.add("kept", "U1", "C1", [], AT))
    store.write(lambda uow: uow.platform_answers.recorded(kept.number, [1], AT))
    assert store.write(lambda uow: uow.platform_answers.purge(AT + timedelta(days=1))) == 1
    assert store.read(lambda uow: uow.platform_answers.get(old.uid)) is None
    assert store.read(lambda uow: uow.platform_answers.get(kept.uid)) is not None
