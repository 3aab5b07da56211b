"""Numbers: how far they are, and leaving some out."""

from __future__ import annotations

from storage.database import SqlStore, open_store
from tests.conftest import PostgresDatabases
from tests.harness.without_slack.stored_events import flag
from tests.storage.databases import change


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


def test_a_role_that_may_only_use_the_sequence_leaves_numbers_out(
    postgres: PostgresDatabases, postgres_url: str
) -> None:
    """As docs/postgresql.md grants it: the tables are another's."""
    change(
        postgres_url,
        "CREATE ROLE numbers LOGIN",
        "GRANT USAGE ON SCHEMA public TO numbers",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO numbers",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO numbers",
    )
    try:
        with open_store(postgres_url.replace("//postgres:", "//numbers:")) as store:
            store.write(lambda uow: uow.referrals.skip_to(102))
            found = flag(store)
            assert (found.name, highest(store)) == ("R-102", 102)
    finally:
        change(postgres_url, "DROP OWNED BY numbers")
        postgres.run("DROP ROLE numbers")


def test_none_is_left_out_where_the_first_is_asked_for(store: SqlStore) -> None:
    store.write(lambda uow: uow.referrals.skip_to(0))
    assert flag(store).name == "R-1"
