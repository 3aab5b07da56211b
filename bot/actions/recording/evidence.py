"""Files become evidence of a referral; its pieces are listed, taken away by one person, and let go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.recording.saving import save, step
from bot.config import Config
from bot.domain.errors import BadAnswer, NotFound, NotPossible
from bot.domain.evidence import Arrived, Piece, kept_in
from bot.domain.lifecycle.permissions import check_see, visible_events
from bot.domain.lifecycle.referral import WITH_FLAG, Action, Event, Fact, Referral
from bot.domain.people import NOWHERE, Actor, Person, everybody_in
from bot.ports.evidence import StoredFile
from bot.ports.store import UnitOfWork
from bot.sentences import refusals
from bot.sentences.recording import evidence as sentences

FIELD = "files"
"""The field of forms in which files are handed in."""
LEFT_FOR = timedelta(days=1)
"""So long a file may have arrived without being of a referral; then it is removed."""
REMOVED_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of files: the referral after them, how many are new, and what was there already."""

    referral: Referral
    new: int = 0
    known: tuple[str, ...] = ()
    """Their names, neutralised."""

    def sentence(self) -> str:
        """For the person who handed them in; empty where there were none."""
        told = [sentences.kept(self.new, self.referral.name)] if self.new else []
        return " ".join(
            [*told, *(sentences.known(name, self.referral.name) for name in self.known)]
        )


def check_may_keep(category: str | None, config: Config) -> None:
    """Raises BadAnswer where nothing may be kept of such a page."""
    if (why := config.keeps_nothing(category)) is not None:
        raise BadAnswer(sentences.leave_empty(why), field=FIELD)


def keep_files(
    uow: UnitOfWork,
    referral: Referral,
    files: Sequence[Arrived],
    actor: Actor,
    config: Config,
    *,
    again: bool = False,
    with_flag: bool = False,
) -> Kept:
    """Make files evidence of a referral, in the transaction of what they came with: one event each.

    `again`: they came with a flag of its page from where it isn't seen; only leads hear of them.
    `with_flag`: they came with the flag that began it, whose card says it.
    Raises NotPossible where it was erased, BadAnswer where nothing of it may be kept.
    """
    if not files:
        return Kept(referral)
    if referral.erased:
        raise NotPossible(refusals.nothing_kept(referral.name))
    check_may_keep(referral.category, config)
    known = {
        one.sha256 for one in uow.evidence.of_referrals([referral.number]).get(referral.number, ())
    }
    new: list[Arrived] = []
    twice: list[str] = []
    for one in files:
        if one.sha256 in known:
            twice.append(one.name)
        else:
            known.add(one.sha256)
            new.append(one)
    for one in new:
        facts: dict[str, Fact] = {"size": one.size, "type": one.type}
        if with_flag:
            facts[WITH_FLAG] = True
        personal = {"sha256": one.sha256, "file": one.name} | ({"again": "yes"} if again else {})
        event = step(referral, Action.EVIDENCE, actor, facts=facts, personal=personal)
        # One card and one line for all of them.
        referral = save(
            uow, referral, event, config, quiet=again or with_flag or one is not new[-1]
        )
        uow.evidence.add(_piece(event, one))
    return Kept(referral, len(new), tuple(twice))


def _piece(event: Event, one: Arrived) -> Piece:
    return Piece(
        referral=event.referral,
        seq=event.seq,
        stored_as=one.stored_as,
        size=one.size,
        type=one.type,
        name=one.name,
        sha256=one.sha256,
        given_by=event.actor,
        kept_at=event.recorded_at,
    )


def pieces_in(
    uow: UnitOfWork, number: int, events: Sequence[Event], who: Person
) -> tuple[Piece, ...]:
    """The pieces of evidence that this person may know of; `events` are those that they may read."""
    seen = kept_in(events, who)
    if not seen:  # nothing is asked where nothing was ever kept
        return ()
    found = uow.evidence.of_referrals([number]).get(number, ())
    return tuple(piece for piece in found if piece.seq in seen)


def evidence_of(
    uow: UnitOfWork, numbers: Collection[int], who: Person
) -> dict[int, tuple[Piece, ...]]:
    """The pieces of several referrals that this person may know of; the referrals are theirs to see."""
    found = uow.evidence.of_referrals(numbers)
    told = uow.referrals.histories(found) if found else {}
    known = {n: kept_in(visible_events(told[n], who), who) for n in found}
    return {n: tuple(one for one in found[n] if one.seq in known[n]) for n in found}


def count_for_everybody(uow: UnitOfWork, number: int, events: Sequence[Event]) -> int:
    """How many pieces everybody in the referral's channel may know of; `events` is its whole history."""
    who = everybody_in(NOWHERE, events[-1].recorded_at).person
    return len(pieces_in(uow, number, visible_events(events, who), who))


@dataclass(frozen=True, slots=True)
class Listed:
    """A referral's evidence as one person may see it."""

    referral: Referral
    pieces: tuple[Piece, ...]
    names: dict[str, str]
    """Of who handed it in."""


def list_evidence(uow: UnitOfWork, number: int, actor: Actor) -> Listed:
    """The evidence of a referral. Raises NotFound, whether it is hidden or was never there."""
    referral = check_see(uow.referrals.get(number), actor, f"R-{number}")
    events = visible_events(uow.referrals.history(number), actor.person)
    pieces = pieces_in(uow, number, events, actor.person)
    return Listed(referral, pieces, uow.people.names({piece.given_by for piece in pieces}))


def open_piece(uow: UnitOfWork, number: int, key: str, actor: Actor) -> Piece:
    """A piece that one person takes away; that they did is an event. Raises NotFound."""
    listed = list_evidence(uow, number, actor)
    for piece in listed.pieces:
        if piece.key == key:
            uow.access_log.record(actor.person.id, sentences.read(piece.seq), number, actor.now)
            return piece
    raise NotFound(sentences.not_kept(listed.referral.name))


def unsettled(
    uow: UnitOfWork, files: Iterable[StoredFile], now: datetime
) -> tuple[list[str], list[str]]:
    """What arrived in the store: what some referral has, which may be put in its place, and what
    nobody has had for a day, which is to be removed."""
    arrived = {one.stored_as: one.changed_at for one in files if not one.settled}
    known = uow.evidence.known(arrived.keys())
    old = [name for name, at in arrived.items() if name not in known and at < now - LEFT_FOR]
    return sorted(known), sorted(old)
