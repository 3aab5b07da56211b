"""`referral-bot backup`, `restore` and `copy`: what they say, and what they leave behind."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine

from bot.actions.recording.numbers import skipped
from bot.domain.announcements import Announcement, Message
from bot.domain.lifecycle.referral import Action, State
from bot.domain.pages.checks import Look
from bot.domain.pages.status import Status
from bot.ports.store import UnitOfWork
from handlers.cli import cli
from storage.copies.files import path_of
from storage.database import open_store
from storage.sql.engines import parse_address
from storage.sql.migrating import upgrade
from storage.sql.single_instance import hold
from tests.harness.without_slack.stored_events import act, flag, refer
from tests.storage.databases import change, dump

KEY = "k" * 32
LONG_AGO = datetime.now(UTC) - timedelta(days=700)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Retention after a year."""
    path = tmp_path / "config.yaml"
    path.write_text("retention: {erase_after: 1 year}\ntime_zone: Europe/London", "utf-8")
    return path


@pytest.fixture
def url(sqlite_url: str) -> str:
    """R-1 is open, R-2 and R-3 are closed."""
    with open_store(sqlite_url, KEY) as store:
        for number in (1, 2, 3):
            flag(store, key=f"web:{number}", note=f"note {number}")
            if number > 1:
                refer(store, number)
                act(store, number, Action.CLOSE, at=datetime.now(UTC))
    return sqlite_url


def run(url: str, config: Path, *words: str) -> Result:
    env = {"DATABASE_URL": url, "REFERRAL_BOT_ERASURE_KEY": KEY}
    return CliRunner().invoke(cli, ["--config", str(config), *words], env=env)


def test_a_backup_says_what_it_holds(url: str, config: Path, tmp_path: Path) -> None:
    done = run(url, config, "backup", f"{tmp_path}/b.db")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"{tmp_path}/b.db: 3 referrals, 7 events, the last recorded on ")
    assert done.stdout.rstrip().endswith("It was opened and verified.")
    known = json.loads(run(url, config, "backup", f"{tmp_path}/c.db", "--json").stdout)
    assert (known["referrals"], known["events"], known["faults"]) == (3, 7, 0)
    again = run(url, config, "backup", f"{tmp_path}/b.db")
    assert again.exit_code == 1
    assert "is there already" in str(again.exception)


def test_one_of_a_database_with_faults_says_so(url: str, config: Path, tmp_path: Path) -> None:
    change(url, "UPDATE referrals SET platform = 'other' WHERE number = 1")
    done = run(url, config, "backup", f"{tmp_path}/b.db")
    assert done.exit_code == 1
    assert "has 1 fault in its history" in done.stderr
    refused = run(url, config, "restore", f"{tmp_path}/b.db", "--replace")
    assert "use --despite-faults" in str(refused.exception)
    assert run(url, config, "restore", f"{tmp_path}/b.db", "--replace", "--despite-faults").stdout


def test_a_restore_goes_on_above_and_erases_what_had_been_erased_since(
    url: str, config: Path, tmp_path: Path
) -> None:
    with open_store(url, KEY) as store:  # due by its age
        flag(store, key="web:4", at=LONG_AGO)
        refer(store, 4, at=LONG_AGO)
        act(store, 4, Action.CLOSE, at=LONG_AGO)
        store.write(lambda uow: uow.posts.put("R-1", "C1", "1.5"))
        waits = Announcement("C1", Message.LINE, "R-1", {"seq": 1})
        store.write(lambda uow: uow.outbox.add([waits], LONG_AGO))
    assert run(url, config, "backup", f"{tmp_path}/b.db").exit_code == 0
    with open_store(url, KEY) as store:
        flag(store, key="web:lost")
    assert run(url, config, "purge", "--referral", "R-2", "--yes").exit_code == 0
    done = run(url, config, "restore", f"{tmp_path}/b.db", "--replace")
    assert done.exit_code == 0, done.output
    assert "New referrals go on at R-105." in done.stdout
    assert "What was there before is kept as" in done.stdout
    assert "Erased: 1 referral was old enough and R-2 had been erased on request" in done.stdout
    assert "Start the bot now" in done.stdout
    with open_store(url, KEY) as store:
        found = store.read(lambda uow: uow.referrals.many(range(1, 200)))
        assert {n: one.erased for n, one in found.items()} == {1: False, 2: True, 3: False, 4: True}
        assert store.read(lambda uow: uow.audit.verify())[1] == ()
        skip = store.read(skipped)
        assert skip is not None
        assert (skip.known, skip.next, skip.told, bool(skip.restored)) == (4, 105, False, True)
        (lane,) = store.write(lambda uow: uow.outbox.claim(60, 10, 1))
        assert [(row.message, row.subject, row.state) for row in lane.rows] == [
            (Message.LINE, "R-1", "in doubt"),
            (Message.CARD, "R-1", "waiting"),
        ]
        assert flag(store, key="web:5").name == "R-105"
    path = path_of(url)
    assert path is not None
    assert "note 2" not in dump(url)
    assert b"note 2" not in path.read_bytes()


def test_what_cannot_be_erased_again_is_named(url: str, config: Path, tmp_path: Path) -> None:
    """R-1 was open when the backup was made."""
    assert run(url, config, "backup", f"{tmp_path}/b.db").exit_code == 0
    with open_store(url, KEY) as store:
        refer(store, 1)
        act(store, 1, Action.CLOSE, at=datetime.now(UTC))
    assert run(url, config, "purge", "--referral", "R-1", "--yes").exit_code == 0
    known = json.loads(
        run(url, config, "restore", f"{tmp_path}/b.db", "--replace", "--json").stdout
    )
    assert (known["still_to_erase"], known["requests_known"]) == (["R-1"], True)


def test_what_was_replaced_may_be_damaged(url: str, config: Path, tmp_path: Path) -> None:
    assert run(url, config, "backup", f"{tmp_path}/b.db").exit_code == 0
    path = path_of(url)
    assert path is not None
    path.write_bytes(b"rubbish " * 10_000)
    done = run(url, config, "restore", f"{tmp_path}/b.db", "--replace")
    assert done.exit_code == 0, done.output
    assert "it isn't known what was erased on request after the backup" in done.stdout
    assert run(url, config, "audit", "verify").exit_code == 0


def test_a_restore_is_refused_while_a_bot_runs(url: str, config: Path, tmp_path: Path) -> None:
    assert run(url, config, "backup", f"{tmp_path}/b.db").exit_code == 0
    path = path_of(url)
    assert path is not None
    with hold(str(path)):
        refused = run(url, config, "restore", f"{tmp_path}/b.db", "--replace")
        assert refused.exit_code == 1
        assert "Another bot is running" in str(refused.exception)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("restore",), "Which backup?"),
        (("restore", "b.db", "--in-place"), "With --in-place no file is read"),
        (("restore", "not there.db", "--replace"), "There is no database at"),
        (("copy", "--to", "sqlite:///other.db"), "`copy` copies to PostgreSQL"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    url: str, config: Path, words: tuple[str, ...], says: str
) -> None:
    before = dump(url)
    refused = run(url, config, *words)
    assert refused.exit_code == 1
    assert says in str(refused.exception)
    assert dump(url) == before


def test_postgresql_has_its_own_tools(postgres_url: str, config: Path, tmp_path: Path) -> None:
    with open_store(postgres_url) as store:
        flag(store)
    said = str(run(postgres_url, config, "backup", f"{tmp_path}/b.db").exception)
    assert "pg_dump --format=custom --file=referrals.dump 'postgresql://postgres@/test_" in said
    assert "pg_restore" in str(run(postgres_url, config, "restore", f"{tmp_path}/b.db").exception)
    done = run(
        postgres_url.replace("postgres:@", "postgres:secret@"), config, "restore", "--in-place"
    )
    assert "secret" not in done.output
    assert done.exit_code == 0, done.output
    with open_store(postgres_url) as store:
        assert flag(store, key="web:2").name == "R-101"


def test_a_copy_is_compared(url: str, config: Path, postgres_url: str) -> None:
    done = run(url, config, "copy", "--to", postgres_url)
    assert done.exit_code == 0, done.output
    assert "holds 3 referrals with 7 events" in done.stdout
    assert "Counts and figures are the same" in done.stdout
    stats = [run(one, config, "stats", "--json").stdout for one in (url, postgres_url)]
    one, other = ({**json.loads(text), "as_of": ""} for text in stats)
    assert one == other
    again = run(url, config, "copy", "--to", postgres_url)
    assert "The target isn't empty" in str(again.exception)


def test_a_card_that_waited_is_drawn_anew_too(url: str, config: Path) -> None:
    """It may be in Slack, and show what is lost."""
    with open_store(url, KEY) as store:
        card = Announcement("C1", Message.CARD, "R-1")
        store.write(lambda uow: uow.outbox.add([card], LONG_AGO))
    assert run(url, config, "restore", "--in-place").exit_code == 0
    with open_store(url, KEY) as store:
        (lane,) = store.write(lambda uow: uow.outbox.claim(60, 10, 1))
        assert [(row.subject, row.state) for row in lane.rows] == [
            ("R-1", "in doubt"),
            ("R-1", "waiting"),
        ]


def test_lists_and_open_questions_are_drawn_anew_too(url: str, config: Path) -> None:
    """Since the backup they may have shown, or been answered with, what is lost."""
    with open_store(url, KEY) as store:

        def ask(uow: UnitOfWork) -> None:
            uow.list_messages.add("C1", "list 1-2", [1, 2])
            uow.list_messages.add("C1", "list 3-3", [3])
            for number, asks in ((2, 7), (3, None)):
                look = Look(State.CLOSED, Status.UP, question=asks)
                uow.checks.put(number, look, LONG_AGO)

        store.write(ask)
    assert run(url, config, "restore", "--in-place").exit_code == 0
    with open_store(url, KEY) as store:
        (lane,) = store.write(lambda uow: uow.outbox.claim(60, 10, 1))
        assert [(row.message, row.subject) for row in lane.rows] == [
            (Message.QUESTION, "check R-2 7"),
            (Message.REDRAW, "list 1-2"),
            (Message.REDRAW, "list 3-3"),
        ]


def test_before_an_upgrade_and_back_from_before_it(url: str, config: Path, tmp_path: Path) -> None:
    """The tables are those of the version before: copied whole, and brought up to date at a restore."""
    older = f"sqlite:///{tmp_path}/older.db"
    engine = create_engine(parse_address(older))
    with engine.begin() as connection:
        upgrade(connection, "first")
    engine.dispose()
    done = run(older, config, "backup", f"{tmp_path}/b.db")
    assert done.exit_code == 0, done.output
    assert "Its tables are of an earlier version (first)" in done.stdout
    assert json.loads(run(older, config, "backup", f"{tmp_path}/c.db", "--json").stdout) == {
        "file": f"{tmp_path}/c.db",
        "bytes": (tmp_path / "c.db").stat().st_size,
        "tables": "first",
    }
    back = run(url, config, "restore", f"{tmp_path}/b.db", "--replace")
    assert back.exit_code == 0, back.output
    with open_store(url) as store:
        current, latest = store.revisions()
        assert current == latest
        assert flag(store).name == "R-103"


def test_a_backup_of_a_newer_version_is_refused(url: str, config: Path, tmp_path: Path) -> None:
    assert run(url, config, "backup", f"{tmp_path}/b.db").exit_code == 0
    newer = f"sqlite:///{tmp_path}/b.db"
    change(newer, "UPDATE alembic_version SET version_num = 'of tomorrow'")
    before = dump(url)
    refused = run(url, config, "restore", f"{tmp_path}/b.db", "--replace")
    assert refused.exit_code == 1
    assert dump(url) == before
