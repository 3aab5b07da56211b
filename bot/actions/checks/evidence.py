"""Every piece of evidence compared with what was recorded of it: for `evidence verify`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from bot.domain.errors import NotFound
from bot.domain.evidence import Piece
from bot.ports.evidence import EvidenceFiles
from bot.ports.store import Store

_AT_ONCE = 500
_ALL = 1_000_000


class Fault(StrEnum):
    """What is wrong with a file."""

    MISSING = "missing"
    CHANGED = "changed"
    EXTRA = "extra"
    OTHER = "not as recorded"


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file that isn't as it should be: which referral's (0: nobody's), and its name in the store."""

    fault: Fault
    referral: int
    seq: int
    stored_as: str


@dataclass(frozen=True, slots=True)
class VerifiedEvidence:
    """What was looked at, and what is wrong."""

    pieces: int
    files: int
    faults: tuple[FileFault, ...]


def verify_evidence(
    store: Store, files: EvidenceFiles, progress: Callable[[int, int], None]
) -> VerifiedEvidence:
    """Hash every file, and compare it with its row and its event. Raises a Refusal where the store is gone.

    People may go on meanwhile: what they add or erase is no fault.
    """
    there = [one for one in files.all() if one.settled]
    kept = store.read(lambda uow: list(uow.evidence.all()))
    leaving = set(store.read(lambda uow: uow.evidence.to_remove(_ALL)))
    known = {piece.stored_as for piece in kept} | leaving
    faults = [
        FileFault(Fault.EXTRA, 0, 0, one.stored_as) for one in there if one.stored_as not in known
    ]
    by_file = sorted(kept, key=lambda piece: piece.stored_as)
    for done, (stored_as, group) in enumerate(groupby(by_file, key=lambda one: one.stored_as), 1):
        progress(done, len(known))
        try:
            digest = files.sha256(stored_as)
        except NotFound:
            digest = ""
        for piece in group:
            if not digest and _is_kept(store, piece):
                faults.append(_fault(Fault.MISSING, piece))
            elif digest and digest != piece.sha256:
                faults.append(_fault(Fault.CHANGED, piece))
    faults += _not_as_recorded(store, kept)
    order = list(Fault)
    faults.sort(key=lambda one: (order.index(one.fault), one.referral, one.seq, one.stored_as))
    return VerifiedEvidence(len(kept), len(there), tuple(faults))


def _fault(fault: Fault, piece: Piece) -> FileFault:
    return FileFault(fault, piece.referral, piece.seq, piece.stored_as)


def _is_kept(store: Store, piece: Piece) -> bool:
    """Whether it is still a piece of evidence: it may have been erased meanwhile."""
    found = store.read(lambda uow: uow.evidence.of_referrals([piece.referral]))
    return piece in found.get(piece.referral, ())


def _not_as_recorded(store: Store, kept: list[Piece]) -> list[FileFault]:
    """The pieces of which the history says something else."""
    faults = []
    for start in range(0, len(kept), _AT_ONCE):
        some = kept[start : start + _AT_ONCE]
        numbers = {piece.referral for piece in some}
        told = store.read(lambda uow, numbers=numbers: uow.referrals.histories(numbers))  # type: ignore[misc]
        events = {(event.referral, event.seq): event for each in told.values() for event in each}
        for piece in some:
            event = events.get((piece.referral, piece.seq))
            said = (event.personal.get("sha256"), event.facts.get("size")) if event else None
            if said != (piece.sha256, piece.size) and _is_kept(store, piece):
                faults.append(_fault(Fault.OTHER, piece))
    return faults
