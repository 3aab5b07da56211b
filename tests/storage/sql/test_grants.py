"""The grants of docs/postgresql.md, on a real PostgreSQL: enough for the bot, too little to edit the past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.domain.lifecycle.audit_keys import AuditKeys
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, State
from bot.domain.pages.checks import Checked, Look
from bot.domain.pages.status import Status
from bot.ports.referrals import Reminded
from bot.ports.store import UnitOfWork
from storage.database import SqlStore, open_store
from tests.conftest import PostgresDatabases
from tests.harness.without_slack.stored_events import MONDAY, act, flag, flagged, later, refer

DOCUMENT = Path(__file__).parents[3] / "docs" / "postgresql.md"
OWNER, BOT = "referral_owner", "referral_bot"


def grants() -> str:
    """The statements as they stand in the document."""
    (found,) = re.findall(
        r"<!-- grants -->\n```sql\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL
    )
    return str(found)


def as_role(url: str, role: str) -> str:
    """The database's address, as one of the roles."""
    return re.sub(r"//[^:@/]*(:[^@]*)?@", f"//{role}:secret@", url)


@pytest.fixture
def granted(postgres: PostgresDatabases) -> Iterator[str]:
    """A database whose tables one role made and another may use."""
    url = postgres.make_bare()
    name = url.partition("?")[0].rsplit("/", 1)[1]
    for role in (OWNER, BOT):
        postgres.run(f"DROP ROLE IF EXISTS {role}")
        postgres.run(f"CREATE ROLE {role} LOGIN PASSWORD 'secret'")
    postgres.run(f"ALTER DATABASE {name} OWNER TO {OWNER}")
    with open_store(as_role(url, OWNER)) as store:
        store.migrate()
    with psycopg.connect(as_role(url, OWNER), autocommit=True) as connection:
        connection.execute(grants().encode())
    yield as_role(url, BOT)
    postgres.drop(url)
    for role in (OWNER, BOT):
        postgres.run(f"DROP ROLE {role}")


def everything(store: SqlStore) -> None:
    """What a bot does in its life."""
    store.migrate()
    store.write(lambda work: work.audit.begin_key(MONDAY))
    flag(store)
    refer(store, 1)
    act(store, 1, Action.CLOSE)
    flag(store)

    def rest(work: UnitOfWork) -> None:
        work.reminders.reminded([Reminded(2, later(1), 1, later(2), escalated=False)])
        work.checks.put(1, Look(State.CLOSED, Status.GONE), later(3))
        work.checks.record(1, Checked(1, later(1), Status.GONE))
        work.access_log.record("U1", "url", 1, MONDAY)
        work.settings.put("name", "value")
        work.claims.take("once")
        work.answers.put("key", "answer")
        work.answers.purge()
        event = flagged(work.referrals.reserve_number())
        work.referrals.by_page_key({}, to_add=True)
        work.referrals.bulk_insert([(replay([event]), None)], [event])

    store.write(rest)
    store.write(lambda work: work.audit.seal(100))

    def erase(work: UnitOfWork) -> None:
        finished = [one.referral for one in work.erasing.finished([1])]
        work.erasing.erase(finished, later(9), "retention")
        work.erasing.take_to_redact(10)

    store.write(erase)
    store.write(lambda work: work.audit.seal(100))


def test_the_bots_role_can_do_what_the_bot_does_and_not_edit_the_past(granted: str) -> None:
    with open_store(granted, "e" * 32, AuditKeys("k" * 32)) as store:
        everything(store)
        assert store.read(lambda work: work.audit.verify())[1] == ()
    for statement in (
        "UPDATE events SET action = 'note'",
        "DELETE FROM events",
        "TRUNCATE events",
        "UPDATE chain SET sealed_at = 0",
        "DELETE FROM chain",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "DROP TRIGGER events_only_grow ON events",
        "DROP FUNCTION refuse_change() CASCADE",
        "SET session_replication_role = replica",
        "UPDATE personal_values SET value = 'another'",
        "DELETE FROM referrals",
        "DROP TABLE events",
        "UPDATE alembic_version SET version_num = 'first'",
    ):
        with (
            psycopg.connect(granted, autocommit=True) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement.encode())
