"""The files of an SQLite database are deleted, replaced, mixed up, copied and damaged."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.errors import StorageUnavailable
from storage.database import SqlStore, open_store
from storage.sql.errors import AlreadyRunning, Damaged, FileReplaced, StrangeLog
from tests.harness.without_slack.stored_events import flag

ROOT = Path(__file__).parents[3]
KILLED = """
import os, signal, sys
from storage.database import open_store
from tests.harness.without_slack.stored_events import flag
store = open_store(f"sqlite:///{sys.argv[1]}")
for _ in range(int(sys.argv[2])):
    flag(store)
os.kill(os.getpid(), signal.SIGKILL)
"""


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


@pytest.fixture
def file(sqlite_url: str) -> Path:
    """A migrated, empty file."""
    return Path(sqlite_url.removeprefix("sqlite:///"))


def flags_and_dies(path: Path, count: int) -> None:
    """A process that flags pages and is killed: its log stays beside the file."""
    done = subprocess.run([sys.executable, "-c", KILLED, path, str(count)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert log_of(path).stat().st_size > 0


def backup(path: Path, target: Path) -> None:
    """As SQLite makes one."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def count(path: Path) -> int:
    """How many referrals a file holds."""
    with open_store(url(path)) as store:
        return len(store.read(lambda uow: uow.referrals.many(range(1, 1000))))


def delete(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    shutil.copy(path, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def overwrite(path: Path) -> None:
    """With an older copy of it, in place, as `cp` does."""
    path.write_bytes(path.with_suffix(".before").read_bytes())


def truncate(path: Path) -> None:
    path.write_bytes(b"")


def delete_log(path: Path) -> None:
    log_of(path).unlink()


def replace_log(path: Path) -> None:
    log_of(path).rename(path.with_suffix(".log"))
    shutil.copy(path.with_suffix(".log"), log_of(path))


def delete_shared_memory(path: Path) -> None:
    path.with_name(f"{path.name}-shm").unlink()


def rename_directory(path: Path) -> None:
    path.parent.rename(f"{path.parent}-elsewhere")


DISASTERS = [
    rename_directory,
    delete,
    replace,
    overwrite,
    truncate,
    delete_log,
    replace_log,
    delete_shared_memory,
]


@pytest.mark.parametrize("happens", DISASTERS)
def test_nothing_is_called_recorded_in_a_file_that_is_not_there(
    file: Path, happens: Callable[[Path], None]
) -> None:
    with open_store(url(file)) as store:
        flag(store)
        store.truncate_log()
        shutil.copy(file, file.with_suffix(".before"))
        flag(store)
        store.truncate_log()
        flag(store)
        happens(file)
        for use in (lambda: flag(store), store.ping, store.probe, store.truncate_log):
            with pytest.raises(FileReplaced, match=r"nothing is recorded any more.*operations\.md"):
                use()


@pytest.mark.parametrize("of", ["file", "directory"])
def test_a_link_that_leads_elsewhere_is_noticed(tmp_path: Path, of: str) -> None:
    """The next start would go by it, and find nothing of what was recorded."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        with open_store(url(tmp_path / name / "referrals.db")) as store:
            store.migrate()
    link = tmp_path / "link"
    where = {
        name: tmp_path / name / ("referrals.db" if of == "file" else "")
        for name in ("one", "other")
    }
    link.symlink_to(where["one"])
    path = link if of == "file" else link / "referrals.db"
    with open_store(url(path)) as store:
        flag(store)
        link.unlink()
        link.symlink_to(where["other"])
        for use in (lambda: flag(store), store.ping, store.probe):
            with pytest.raises(FileReplaced, match="nothing is recorded any more"):
                use()
        link.unlink()
        link.symlink_to(where["one"])
        assert flag(store).name == "R-2"


@pytest.mark.parametrize("what", ["file", "log"])
def test_the_same_file_moved_back_is_worked_on_again(file: Path, what: str) -> None:
    moved = file if what == "file" else log_of(file)
    with open_store(url(file)) as store:
        flag(store)
        moved.rename(file.with_suffix(".elsewhere"))
        with pytest.raises(FileReplaced):
            flag(store)
        file.with_suffix(".elsewhere").rename(moved)
        assert flag(store).name == "R-2"
    assert count(file) == 2


LOSES_ITS_SHARED_MEMORY = """
import sys
from pathlib import Path
from storage.database import open_store
from storage.sql.errors import FileReplaced
from tests.harness.without_slack.stored_events import flag
with open_store(f"sqlite:///{sys.argv[1]}") as store:
    flag(store)
    Path(f"{sys.argv[1]}-shm").unlink()
    try:
        flag(store)
    except FileReplaced as error:
        print(error)
"""


def test_what_was_recorded_is_there_after_the_shared_memory_was_deleted(file: Path) -> None:
    command = [sys.executable, "-c", LOSES_ITS_SHARED_MEMORY, str(file)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert "-shm" in done.stdout
    assert "nothing is recorded any more" in done.stdout
    assert count(file) == 1


def test_a_file_that_was_replaced_is_left_alone_at_the_end(file: Path) -> None:
    with open_store(url(file)) as store:
        for _ in range(3):
            flag(store)
        store.truncate_log()
        shutil.copy(file, file.with_suffix(".before"))
        flag(store)
        store.truncate_log()
        flag(store)
        overwrite(file)
        with pytest.raises(FileReplaced):
            flag(store)
        restored = file.read_bytes()
    assert file.read_bytes() == restored
    with pytest.raises(StrangeLog, match="doesn't belong to"):
        open_store(url(file))


def test_a_crash_leaves_a_log_that_belongs(file: Path) -> None:
    flags_and_dies(file, 3)
    assert count(file) == 3
    flags_and_dies(file, 60)
    assert count(file) == 63


def test_a_long_log_that_was_moved_into_the_file_in_part_belongs(file: Path) -> None:
    with open_store(url(file)) as store:
        for _ in range(30):
            flag(store)
        with closing(sqlite3.connect(file)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM referrals").fetchall()
            for _ in range(30):
                flag(store)
            store.truncate_log()  # as far as the reader permits
            shutil.copy(file, file.with_suffix(".crashed"))
            shutil.copy(log_of(file), log_of(file.with_suffix(".crashed")))
            reader.execute("ROLLBACK")
    assert count(file.with_suffix(".crashed")) == 60


def test_a_log_beside_another_database_is_refused(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with open_store(url(other)) as store:
        store.migrate()
        for _ in range(20):
            flag(store)
    flags_and_dies(file, 3)
    other.replace(file)
    before = file.read_bytes()
    with pytest.raises(StrangeLog, match="move"):
        open_store(url(file))
    assert file.read_bytes() == before
    log_of(file).rename(tmp_path / "away")
    file.with_name(f"{file.name}-shm").unlink(missing_ok=True)
    assert count(file) == 20


@pytest.mark.parametrize("by", ["sqlite", "cp"])
def test_a_log_beside_an_older_copy_of_the_same_database_is_refused(
    file: Path, tmp_path: Path, by: str
) -> None:
    with open_store(url(file)) as store:
        for _ in range(5):
            flag(store)
    if by == "sqlite":
        backup(file, tmp_path / "backup.db")
    else:
        shutil.copy(file, tmp_path / "backup.db")
    with open_store(url(file)) as store:
        for _ in range(5):
            flag(store)
    flags_and_dies(file, 3)
    shutil.copy(tmp_path / "backup.db", file)
    with pytest.raises(StrangeLog):
        open_store(url(file))


def test_a_log_without_its_database_is_refused_and_kept(file: Path) -> None:
    flags_and_dies(file, 3)
    file.rename(file.with_suffix(".away"))
    log = log_of(file).read_bytes()
    with pytest.raises(StrangeLog, match="isn't there"):
        open_store(url(file))
    assert not file.exists()
    assert log_of(file).read_bytes() == log
    file.with_suffix(".away").rename(file)
    assert count(file) == 3


def test_a_copy_without_its_log_is_named(file: Path, tmp_path: Path) -> None:
    copy, whole = tmp_path / "copy.db", tmp_path / "whole.db"
    with open_store(url(file)) as store, store.single_instance(), store.in_use():
        for _ in range(3):
            flag(store)
        shutil.copy(file, copy)
        backup(file, whole)
    for path, named in ((copy, True), (whole, False), (file, False)):
        with open_store(url(path)) as store:
            assert ("without" in store.perhaps_incomplete()) is named, path
    assert (count(copy), count(whole)) == (0, 3)


BOT = """
import os, signal, sys
from storage.database import open_store
from tests.harness.without_slack.stored_events import flag
with open_store(f"sqlite:///{sys.argv[1]}") as store, store.single_instance(), store.in_use():
    flag(store)
    print("held", flush=True)
    sys.stdin.readline()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def a_bot(path: Path) -> subprocess.Popen[bytes]:
    """A process that holds the file until it is told to be killed."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    bot = subprocess.Popen([sys.executable, "-c", BOT, path], cwd=ROOT, **pipes)  # type: ignore[call-overload]
    assert bot.stdout.readline() == b"held\n"
    return bot  # type: ignore[no-any-return]


def test_a_crash_is_not_taken_for_a_copy(file: Path) -> None:
    with a_bot(file) as bot:
        bot.communicate(b"\n")
    for _ in range(2):
        with open_store(url(file)) as store:
            assert store.perhaps_incomplete() == ""
    assert not log_of(file).exists(), "nor when a command has closed it since"


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_one_bot_runs_on_one_file_whatever_it_is_called(
    file: Path, tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    name = tmp_path / "elsewhere" / "linked.db"
    link(file, name)
    with a_bot(file) as bot:
        with (
            open_store(url(name)) as store,
            pytest.raises(AlreadyRunning, match="Another bot is running"),
            store.single_instance(),
        ):
            pass
        bot.communicate(b"\n")
    with open_store(url(file)) as store, store.single_instance():
        flag(store)


def damage(path: Path, seed: int) -> None:
    """Write over some of its pages, but not the first."""
    chance, content = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(100):
        at = chance.randrange(4096, len(content) - 512)
        content[at : at + 512] = chance.randbytes(512)
    path.write_bytes(content)


@pytest.mark.parametrize("seed", range(6))
def test_damaged_pages_are_said_and_no_traceback(file: Path, seed: int) -> None:
    with open_store(url(file)) as store:
        for _ in range(10):
            flag(store)
    damage(file, seed)
    with open_store(url(file)) as store, pytest.raises(Damaged, match=r"restore a backup"):
        store.check_pages(60.0)
    with open_store(url(file)) as store, pytest.raises(Damaged):
        store.read(lambda uow: uow.audit.verify())


def test_a_file_that_is_no_database(file: Path) -> None:
    file.write_bytes(b"not a database" * 1000)
    with open_store(url(file)) as store, pytest.raises(Damaged, match="damaged"):
        store.ping()


def test_pages_are_looked_at_only_for_so_long(file: Path, store_filled: SqlStore) -> None:
    assert store_filled.check_pages(60.0)
    assert not store_filled.check_pages(-1.0)
    store_filled.ping()


@pytest.fixture
def store_filled(file: Path) -> SqlStore:
    store = open_store(url(file))
    for _ in range(30):
        flag(store)
    return store


def test_an_unreadable_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    with open_store(url(tmp_path / "folder.db")) as store, pytest.raises(StorageUnavailable):
        store.ping()
