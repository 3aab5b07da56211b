"""Numbers: how far they are, and leaving some out."""

from __future__ import annotations

from storage.database import SqlStore
from tests.harness.without_slack.stored_events import flag


def highest(store: SqlStore) -> int:
    return store.read(lambda uow: uow.referrals.mark().highest)


def test_the_highest_is_what_was_given_out_last(store: SqlStore) -> None:
    assert highest(store) == 0
    flag(store)
    flag(store)
    assert highest(store) == 2


def test_numbers_go_on_where_they_are_told_to_and_never_go_back(store: SqlStore) -> None:
    store.write(lambda uow: uow.referrals.skip_to(102))
    assert highest(store) == 101
    assert flag(store).name == "R-102"
    store.write(lambda uow: uow.referrals.skip_to(5))
    assert flag(store).name == "R-103"


def test_none_is_left_out_where_the_first_is_asked_for(store: SqlStore) -> None:
    store.write(lambda uow: uow.referrals.skip_to(0))
    assert flag(store).name == "R-1"
