"""Backups of a database in use, whole or not there at all; and what stands in its place after a restore."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.lifecycle.referral import Action
from handlers.cli.copies.overview import look_over
from storage.copies.files import address_of, back_up, erased_on_request, path_of, restoring
from storage.database import open_store
from storage.sql.errors import AlreadyRunning, CannotCopy
from storage.sql.single_instance import hold
from tests.harness.without_slack.stored_events import act, flag, refer

NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)


@pytest.fixture
def path(sqlite_url: str) -> Path:
    """A database with two referrals."""
    with open_store(sqlite_url) as store:
        flag(store, key="web:1")
        flag(store, key="web:2")
    found = path_of(sqlite_url)
    assert found is not None
    return found


def quiet(done: int, total: int) -> None:
    """No bar."""


def count(path: Path) -> int:
    with open_store(address_of(path)) as store:
        return look_over(store).referrals


def test_a_backup_is_the_database_as_one_file_for_its_owner_alone(
    path: Path, tmp_path: Path
) -> None:
    to = tmp_path / "back up ü?.db"
    told: list[tuple[int, int]] = []
    back_up(path, to, lambda done, total: told.append((done, total)))
    assert sorted(tmp_path.glob("back*")) == [to]
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    assert told[-1][0] == told[-1][1] > 0
    with open_store(address_of(path)) as one, open_store(address_of(to)) as other:
        assert look_over(one) == look_over(other)
        assert look_over(other).faults == ()
        assert one.read(lambda uow: uow.referrals.mark()) == other.read(
            lambda uow: uow.referrals.mark()
        )


def test_it_is_of_one_instant_though_others_write_all_the_time(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.copies.files._PAGES", 1)
    begun, steps = threading.Event(), []
    with open_store(address_of(path)) as store:

        def write() -> None:
            begun.wait(10)
            for n in range(10):
                flag(store, key=f"web:new{n}")

        writer = threading.Thread(target=write)
        writer.start()

        def progress(done: int, total: int) -> None:
            begun.set()
            steps.append(done)
            if len(steps) == 2:
                writer.join(10)

        back_up(path, tmp_path / "b.db", progress)
        assert steps == sorted(steps), "it began anew"
        assert look_over(store).referrals == 12
    assert count(tmp_path / "b.db") == 2


@pytest.mark.parametrize("content", [b"", b"no database at all, whatever it is called" * 99])
def test_what_is_no_database_is_refused_and_nothing_is_left(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.db").write_bytes(content)
    for source in (tmp_path / "a.db", tmp_path / "not there.db"):
        with pytest.raises(CannotCopy):
            back_up(source, tmp_path / "b.db", quiet)
    assert [one.name for one in tmp_path.iterdir()] == ["a.db"]


def test_a_damaged_one_is_refused(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = bytearray(path.read_bytes())
    for page in range(2, len(raw) // 4096):
        raw[page * 4096 : page * 4096 + 64] = b"\x5a" * 64
    path.write_bytes(raw)
    with pytest.raises(CannotCopy, match=r"can't be used as a database: .*\. Nothing was changed"):
        back_up(path, tmp_path / "b.db", quiet)
    assert not list(tmp_path.glob("b.db*"))


def test_nothing_is_written_over(path: Path, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_text("mine")
    with pytest.raises(CannotCopy, match="is there already"):
        back_up(path, tmp_path / "b.db", quiet)
    assert (tmp_path / "b.db").read_text() == "mine"


def test_a_restore_keeps_what_was_there(path: Path, tmp_path: Path) -> None:
    back_up(path, tmp_path / "b.db", quiet)
    with open_store(address_of(path)) as store:
        flag(store, key="web:3")
    with restoring(tmp_path / "b.db", path, quiet, replace=True, now=NOW) as made:
        assert made.replaces == path
        assert count(path) == 3, "it is in its place before it is ready"
    assert made.aside == path.with_name(f"{path.name}.before-restore-20260309-090000")
    assert (count(path), count(made.aside), count(tmp_path / "b.db")) == (2, 3, 2)
    assert not list(path.parent.glob("*.restoring*"))


def test_where_nothing_was_there_it_needs_no_leave(path: Path, tmp_path: Path) -> None:
    back_up(path, tmp_path / "b.db", quiet)
    new = tmp_path / "new" / "referrals.db"
    with restoring(tmp_path / "b.db", new, quiet, replace=False, now=NOW) as made:
        pass
    assert (made.aside, count(new)) == (None, 2)


def test_it_is_refused_without_leave_and_while_a_bot_runs(path: Path, tmp_path: Path) -> None:
    back_up(path, tmp_path / "b.db", quiet)
    before = path.read_bytes()
    with (
        pytest.raises(CannotCopy, match="Use --replace"),
        restoring(tmp_path / "b.db", path, quiet, replace=False, now=NOW),
    ):
        pass
    with (
        hold(str(path)),
        pytest.raises(AlreadyRunning),
        restoring(tmp_path / "b.db", path, quiet, replace=True, now=NOW),
    ):
        pass
    assert path.read_bytes() == before


def test_where_making_it_ready_fails_all_stays(path: Path, tmp_path: Path) -> None:
    back_up(path, tmp_path / "b.db", quiet)
    with (
        pytest.raises(CannotCopy, match="no"),
        restoring(tmp_path / "b.db", path, quiet, replace=True, now=NOW),
    ):
        raise CannotCopy("no")
    assert count(path) == 2
    assert not [*path.parent.glob("*.restoring*"), *path.parent.glob("*.before*")]


def test_what_was_erased_on_request_is_known_of_what_is_replaced(sqlite_url: str) -> None:
    path = path_of(sqlite_url)
    assert path is not None
    with open_store(sqlite_url, "k" * 32) as store:
        flag(store, key="web:1")
        for key in ("web:2", "web:3"):
            number = flag(store, key=key).number
            refer(store, number)
            act(store, number, Action.CLOSE)
        found = store.read(lambda uow: uow.referrals.many([2, 3]))
        store.write(lambda uow: uow.erasing.erase([found[2]], NOW, "request"))
        store.write(lambda uow: uow.erasing.erase([found[3]], NOW, "time"))
    assert erased_on_request(path) == {found[2].uid: 2}
