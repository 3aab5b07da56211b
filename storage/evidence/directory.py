"""`bot.ports.evidence.EvidenceFiles` in a directory, which several machines may share.

    store            a random id: without it the directory is another one, or not mounted
    arriving/NAME    whole, and on the disk, but perhaps of no referral
    ab/abcd…         in its place: some referral has it

A name is HMAC-SHA256(key, a random value + the content's SHA-256), so that nobody can tell from
a name what the file is, or whether a content is here. Files are never opened but to be copied and hashed.
"""

from __future__ import annotations

import errno
import hmac
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from bot.domain.errors import NotFound, Refusal
from bot.domain.evidence import Arrived
from bot.ports.evidence import EvidenceFiles, IncomingFile, StoredFile
from bot.sentences.recording import evidence as sentences

_MARK = "store"
_ARRIVING = "arriving"
_MACHINES = "machines"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NAME = re.compile(r"[0-9a-f]{64}")
_PIECE = 1024 * 1024


class StoreFull(Refusal):
    """There is no room for more."""


class StoreGone(Refusal):
    """The directory is not there, or another one."""


class EvidenceDirectory(EvidenceFiles):
    """The store; its `repr` does not show the key. `known_as` gives the id that the database knows it by."""

    def __init__(self, path: Path, key: str, known_as: Callable[[], str | None]) -> None:
        self._path = path
        self._key = key.encode()
        self._known_as = known_as

    def make(self) -> str:
        """The id of the store that is here, or of a new one. Raises OSError."""
        self._path.mkdir(mode=0o700, exist_ok=True)
        (self._path / _ARRIVING).mkdir(mode=0o700, exist_ok=True)
        mark = self._path / _MARK
        if not mark.exists():
            part = mark.with_name(f"{_MARK}.{secrets.token_hex(4)}")
            part.write_text(secrets.token_hex(16), encoding="ascii")
            with suppress(FileExistsError):
                os.link(part, mark)  # of several machines that make it at once, one does
            part.unlink()
        return self._id()

    def _id(self) -> str:
        return (self._path / _MARK).read_text(encoding="ascii").strip()

    def check(self) -> None:
        """Raises StoreGone unless the directory is the one that the database knows."""
        with _faults():
            here = self._id()
        if here != self._known_as():
            raise StoreGone(sentences.STORE_GONE)

    def begin(self) -> _Incoming:
        self.check()
        with _faults():
            return _Incoming(self._path / _ARRIVING, self._key)

    def settle(self, stored_as: str) -> None:
        place = self._place(stored_as)
        with _faults():
            place.parent.mkdir(mode=0o700, exist_ok=True)
            with suppress(FileNotFoundError):
                (self._path / _ARRIVING / stored_as).rename(place)
            _to_disk(place.parent)

    def open(self, stored_as: str) -> BinaryIO:
        for path in (self._place(stored_as), self._path / _ARRIVING / stored_as):
            with _faults(), suppress(FileNotFoundError):
                return path.open("rb")
        self.check()
        raise NotFound(sentences.FILE_MISSING)

    def sha256(self, stored_as: str) -> str:
        hashed = sha256()
        with self.open(stored_as) as file, _faults():
            while content := file.read(_PIECE):
                hashed.update(content)
        return hashed.hexdigest()

    def remove(self, stored_as: str) -> None:
        self.check()
        for path in (self._place(stored_as), self._path / _ARRIVING / stored_as):
            with _faults():
                path.unlink(missing_ok=True)

    def all(self) -> Iterator[StoredFile]:
        self.check()
        with _faults():
            for folder in sorted(one for one in self._path.iterdir() if one.is_dir()):
                if folder.name == _MACHINES:
                    continue
                for file in sorted(folder.iterdir()):
                    told = file.stat()
                    at = datetime.fromtimestamp(told.st_mtime, UTC)
                    settled = folder.name != _ARRIVING
                    yield StoredFile(file.name, told.st_size, settled, at)

    def sign_in(self, machine: str) -> tuple[str, ...]:
        """Write and read as this machine; which other machines have done so here. Raises a Refusal."""
        self.check()
        name = re.sub(r"[^\w.-]", "_", machine)[:100] or "machine"
        with _faults():
            folder = self._path / _MACHINES
            folder.mkdir(mode=0o700, exist_ok=True)
            token = secrets.token_hex(16)
            (folder / name).write_text(token, encoding="ascii")
            if (folder / name).read_text(encoding="ascii") != token:
                raise StoreGone(sentences.STORE_GONE)
            return tuple(sorted(one.name for one in folder.iterdir() if one.name != name))

    def _place(self, stored_as: str) -> Path:
        if not _NAME.fullmatch(stored_as):
            raise NotFound(sentences.FILE_MISSING)
        return self._path / stored_as[:2] / stored_as


class _Incoming(IncomingFile):
    """`bot.ports.evidence.IncomingFile`."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key
        self._path = folder / f"{secrets.token_hex(16)}.part"
        self._hash = sha256()
        self._size = 0
        made = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        self._file = os.fdopen(made, "wb", buffering=0)

    def write(self, content: bytes) -> None:
        with _faults():
            left = memoryview(content)
            while left:
                left = left[self._file.write(left) :]
        self._hash.update(content)
        self._size += len(content)

    def keep(self, name: str) -> Arrived:
        digest = self._hash.hexdigest()
        said = secrets.token_bytes(16) + digest.encode()
        stored_as = hmac.new(self._key, said, sha256).hexdigest()
        with _faults():
            os.fsync(self._file.fileno())
            self._file.close()
            self._path.rename(self._folder / stored_as)
            _to_disk(self._folder)
        return Arrived(stored_as, self._size, digest, name)

    def drop(self) -> None:
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


@contextmanager
def _faults() -> Iterator[None]:
    """What the disk says, as a sentence."""
    try:
        yield
    except FileNotFoundError:
        raise StoreGone(sentences.STORE_GONE) from None
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFull(sentences.STORE_FULL) from None
        raise StoreGone(sentences.STORE_GONE) from error


def _to_disk(folder: Path) -> None:
    """That a file has its name is on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in (
            errno.EINVAL,
            errno.ENOTSUP,
        ):  # some network shares have no such thing
            raise
    finally:
        os.close(opened)
