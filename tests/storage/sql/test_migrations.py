"""The migrations make exactly the tables that the code uses, on both databases."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.domain.errors import StorageUnavailable
from storage.database import SqlStore, open_store
from storage.sql.engines import parse_address
from storage.sql.errors import NewerTables, OtherTables
from storage.sql.indexes import metadata
from storage.sql.migrating import BREAKS, REVISIONS, _config
from tests.harness.without_slack.stored_events import flag
from tests.storage.databases import change, rows

DEFINITIONS = {
    # A table's text says how it came about, column by column: its columns are compared instead.
    "sqlite": (
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type = 'index' "
        "UNION ALL SELECT one.name || '.' || its.name, its.type || its.\"notnull\" || its.pk "
        "FROM sqlite_master one JOIN pragma_table_info(one.name) its WHERE one.type = 'table' "
        "AND one.name NOT LIKE 'sqlite_%' AND one.name <> 'alembic_version' ORDER BY 1"
    ),
    "postgresql": (
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "AND tablename <> 'alembic_version' ORDER BY indexname"
    ),
}


def test_the_migrations_give_exactly_the_tables(store_url: str) -> None:
    engine = create_engine(parse_address(store_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_indexes_and_their_conditions_are_the_same_too(
    store: SqlStore, store_url: str, bare_url: str
) -> None:
    with open_store(bare_url):
        engine = create_engine(parse_address(bare_url))
        metadata.create_all(engine)
        engine.dispose()
    query = DEFINITIONS["sqlite" if store.is_sqlite else "postgresql"]
    assert definitions(store_url, query) == definitions(bare_url, query)


def definitions(url: str, query: str) -> dict[str, tuple[str, ...]]:
    """What the query tells of each table and index, by name."""
    found = [tuple(row) for row in rows(url, query)]
    return {str(name): _parts(" ".join(str(text).split())) for name, text in found}


def _parts(definition: str) -> tuple[str, ...]:
    """A definition's parts in any order: SQLite writes a column that was added later at the end."""
    head, _, inside = definition.partition("(")
    body, _, tail = inside.rpartition(")")
    parts = re.split(r",(?![^()]*\))", body) if head.startswith("CREATE TABLE") else [body]
    return (head.strip(), tail.strip(), *sorted(part.strip() for part in parts))


def test_the_latest_migration_is_known_without_alembic(store: SqlStore) -> None:
    migrations = ScriptDirectory.from_config(_config())
    assert tuple(one.revision for one in migrations.walk_revisions())[::-1] == REVISIONS
    latest = migrations.get_current_head()
    assert store.revisions() == (latest, latest)


def test_no_migration_imports_what_may_change() -> None:
    for one in ScriptDirectory.from_config(_config()).walk_revisions():
        lines = Path(one.path).read_text("utf-8").splitlines()
        imported = {line for line in lines if line.lstrip().startswith(("import ", "from "))}
        assert imported <= {
            "from __future__ import annotations",
            "import sqlalchemy as sa",
            "from alembic import op",
            *(
                "import json",
                "import unicodedata",
                "from itertools import groupby",
                "from typing import Any",
                "from collections.abc import Iterator",
                "from datetime import UTC, datetime, timedelta",
                "from zoneinfo import ZoneInfo",
            ),
        }


@pytest.mark.parametrize("revision", [f"000{n}" for n in range(1, 7)])
def test_another_versions_tables_are_refused_and_left_alone(
    store: SqlStore, store_url: str, revision: str
) -> None:
    flag(store)
    change(store_url, "UPDATE alembic_version SET version_num = :revision", revision=revision)
    for use in (store.migrate, store.revisions):
        with pytest.raises(OtherTables, match=revision):
            use()
    assert [tuple(row) for row in rows(store_url, "SELECT number FROM referrals")] == [(1,)]
    assert [tuple(row) for row in rows(store_url, "SELECT * FROM alembic_version")] == [(revision,)]


def test_a_start_on_current_tables_does_not_load_alembic(store_url: str) -> None:
    program = """
import sys
from storage.database import open_store
with open_store(sys.argv[1]) as store:
    store.migrate()
    store.read(lambda uow: uow.referrals.get(1))
unneeded = ["alembic", "mako"] + (["psycopg"] if store.is_sqlite else [])
sys.exit(", ".join(name for name in unneeded if name in sys.modules) or None)
"""
    subprocess.run([sys.executable, "-c", program, store_url], check=True)


def test_the_folder_of_a_new_database_is_never_made(tmp_path: Path) -> None:
    with (
        pytest.raises(StorageUnavailable, match="no such file or directory"),
        open_store(f"sqlite:///{tmp_path}/made/here/referrals.db"),
    ):
        pass
    assert not (tmp_path / "made").exists()


def test_two_replicas_may_start_at_once(bare_url: str) -> None:
    with open_store(bare_url) as one, open_store(bare_url) as other:
        assert one.revisions()[0] is None
        with ThreadPoolExecutor(4) as threads:
            for done in [threads.submit(each.migrate) for each in (one, other, one, other)]:
                done.result()
        current, head = one.revisions()
        assert current == head
        assert flag(other).name == "R-1"


def test_migrating_again_changes_nothing(store: SqlStore) -> None:
    flag(store)
    store.migrate()
    assert flag(store).name == "R-2"


def a_later_version_was_here(url: str, needs: str) -> None:
    """It added a column, and wrote down which revision its tables need."""
    change(
        url,
        "ALTER TABLE referrals ADD COLUMN mood TEXT",
        "DELETE FROM settings WHERE name = 'needs'",
        f"INSERT INTO settings (name, value) VALUES ('needs', '{needs} 9.9.0 moods')",
        "UPDATE alembic_version SET version_num = 'moods'",
    )


def test_a_program_goes_on_with_newer_tables_that_were_only_added_to(
    store: SqlStore, store_url: str
) -> None:
    flag(store)
    a_later_version_was_here(store_url, "first")
    with open_store(store_url) as later:
        later.migrate()
        current, latest = later.revisions()
        assert current == latest
        assert flag(later).name == "R-2"
        assert later.read(lambda uow: uow.audit.verify()) == (2, ())
    assert [row[0] for row in rows(store_url, "SELECT version_num FROM alembic_version")] == [
        "moods"
    ]


def test_a_program_says_which_version_newer_tables_need(store: SqlStore, store_url: str) -> None:
    a_later_version_was_here(store_url, "moods")
    for use in (store.migrate, store.revisions):
        with pytest.raises(NewerTables, match=r"need 9\.9\.0 or later, and this is 0\.1\.0"):
            use()


def test_who_migrates_writes_down_what_is_needed(bare_url: str) -> None:
    with open_store(bare_url) as store:
        store.migrate()
        kept = store.read(lambda uow: uow.settings.get("needs"))
    needed = [one for one in REVISIONS if BREAKS[one]]
    assert kept == f"{needed[-1]} 0.1.0 {REVISIONS[-1]}"
