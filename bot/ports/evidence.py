"""Evidence: which referral has which files, and the files themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from bot.domain.evidence import Arrived, Piece


class Pieces(Protocol):
    """Which referral has which pieces of evidence."""

    def add(self, piece: Piece) -> None:
        """Keep that this file is a piece of its referral's evidence."""

    def of_referrals(self, numbers: Collection[int]) -> dict[int, tuple[Piece, ...]]:
        """The pieces of these referrals that are kept, by number, oldest first."""

    def known(self, names: Collection[str]) -> frozenset[str]:
        """Which of these files of the store some referral has."""

    def all(self) -> Iterator[Piece]:
        """Every piece that is kept, read as it is asked for."""

    def drop(self, number: int, at: datetime) -> int:
        """Let go of all that is kept of a referral; how many pieces. Their files are to be removed."""

    def to_remove(self, limit: int) -> tuple[str, ...]:
        """Files of the store that no referral has any more."""

    def removed(self, names: Collection[str]) -> None:
        """They are not in the store any more."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is in the store. `settled`: it was put in its place after a referral had it."""

    stored_as: str
    size: int
    settled: bool
    changed_at: datetime


class IncomingFile(Protocol):
    """A file that arrives piece by piece. Raises what `EvidenceFiles` does."""

    def write(self, content: bytes) -> None:
        """Add what came next."""

    def keep(self, name: str) -> Arrived:
        """It is whole, and on the disk; `name` is neutralised."""

    def drop(self) -> None:
        """Forget it."""


class EvidenceFiles(Protocol):
    """The files, under names that say nothing. Calls block. Each raises a Refusal with a sentence
    where the store is full or gone."""

    def begin(self) -> IncomingFile:
        """A new file."""

    def settle(self, stored_as: str) -> None:
        """Put a file that arrived in its place, once a referral has it. Twice is the same as once."""

    def open(self, stored_as: str) -> BinaryIO:
        """Its content, to be read. Raises NotFound where it is not there."""

    def sha256(self, stored_as: str) -> str:
        """The hash of its content as it is now. Raises NotFound where it is not there."""

    def remove(self, stored_as: str) -> None:
        """Remove it; one that is not there is removed already."""

    def all(self) -> Iterator[StoredFile]:
        """Every file that is there, and what began to arrive and never did."""
