"""The store of evidence: what is there after what may happen to it, and what it never gives away."""

from __future__ import annotations

import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest

from bot.domain.errors import NotFound
from bot.domain.evidence import Arrived
from bot.sentences.recording import evidence as sentences
from storage.evidence.directory import EvidenceDirectory, StoreFull, StoreGone

KEY = "nobody can guess the names of files"
CONTENT = b"\x89PNG not really"


def store_at(path: Path, known: str | None = None) -> EvidenceDirectory:
    """A store that was made, as the database knows it."""
    made = EvidenceDirectory(path, KEY, lambda: None).make()
    return EvidenceDirectory(path, KEY, lambda: known or made)


@pytest.fixture
def store(tmp_path: Path) -> EvidenceDirectory:
    return store_at(tmp_path / "evidence")


def take(store: EvidenceDirectory, content: bytes = CONTENT) -> Arrived:
    file = store.begin()
    file.write(content[:5])
    file.write(content[5:])
    return file.keep("screen.png")


def names(store: EvidenceDirectory) -> dict[str, bool]:
    return {one.stored_as: one.settled for one in store.all()}


def test_a_file_arrives_is_settled_read_and_removed(store: EvidenceDirectory) -> None:
    arrived = take(store)
    assert (arrived.size, arrived.type) == (len(CONTENT), "png")
    assert arrived.sha256 == sha256(CONTENT).hexdigest() == store.sha256(arrived.stored_as)
    assert names(store) == {arrived.stored_as: False}
    for _ in range(2):
        store.settle(arrived.stored_as)
    assert names(store) == {arrived.stored_as: True}
    with store.open(arrived.stored_as) as file:
        assert file.read() == CONTENT
    for _ in range(2):
        store.remove(arrived.stored_as)
    assert names(store) == {}
    with pytest.raises(NotFound, match="isn't where"):
        store.open(arrived.stored_as)


def test_names_say_neither_what_a_file_is_nor_whether_it_is_known(store: EvidenceDirectory) -> None:
    first, second = take(store), take(store)
    assert first.sha256 == second.sha256
    assert first.stored_as != second.stored_as
    assert first.sha256 not in names(store)


def test_what_was_dropped_is_not_there(store: EvidenceDirectory) -> None:
    file = store.begin()
    file.write(CONTENT)
    file.drop()
    assert names(store) == {}


def test_only_its_owner_reads_it(store: EvidenceDirectory, tmp_path: Path) -> None:
    arrived = take(store)
    store.settle(arrived.stored_as)
    found = tmp_path / "evidence" / arrived.stored_as[:2] / arrived.stored_as
    assert found.stat().st_mode & 0o077 == 0
    assert found.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["../store", "", "ab", "A" * 64, "/etc/passwd"])
def test_a_name_that_is_none_opens_nothing(store: EvidenceDirectory, name: str) -> None:
    with pytest.raises(NotFound):
        store.open(name)
    with pytest.raises(NotFound):
        store.remove(name)


def test_another_directory_in_its_place_takes_nothing(tmp_path: Path) -> None:
    """A share that isn't mounted leaves an empty folder: nothing may land in it."""
    (tmp_path / "evidence").mkdir()
    gone = EvidenceDirectory(tmp_path / "evidence", KEY, lambda: "what was there")
    for path in (gone, EvidenceDirectory(tmp_path / "never", KEY, lambda: "what was there")):
        with pytest.raises(StoreGone, match="can't be reached"):
            path.begin()
    other = store_at(tmp_path / "other", known="what was there")
    with pytest.raises(StoreGone):
        take(other)


def test_a_full_disk_is_said_and_leaves_nothing(
    store: EvidenceDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file = store.begin()
    file.write(CONTENT)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFull, match="no room left") as refused:
        file.keep("screen.png")
    assert refused.value.sentence == sentences.STORE_FULL
    file.drop()
    assert names(store) == {}


def test_machines_that_share_it_see_each_other(tmp_path: Path) -> None:
    here = store_at(tmp_path / "evidence")
    assert here.sign_in("desk-1") == ()
    assert here.sign_in("desk-2/../x") == ("desk-1",)
    assert here.sign_in("desk-1") == ("desk-2_.._x",)
    assert names(here) == {}


def test_of_several_that_make_it_at_once_one_does(tmp_path: Path) -> None:
    stores = [EvidenceDirectory(tmp_path / "evidence", KEY, lambda: None) for _ in range(3)]
    assert len({store.make() for store in stores}) == 1
