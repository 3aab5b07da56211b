"""One action on many referrals, each wholly or not at all: what every bulk action records with.

Each line goes the way of a single press (`record.act`): who may, the version that was seen, held
pages. Only what is announced is summed up: a message for each channel rather than a line for each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.actions.recording.record import Acted, act
from bot.actions.recording.remind import snooze
from bot.config import Config
from bot.domain.announcements import Announcement
from bot.domain.batches import Picked, Selection, told_at_once
from bot.domain.errors import BadAnswer, NotFound, NotPossible, Refusal
from bot.domain.lifecycle.action_spec import FieldKind
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.chosen_day import check_day, chosen_instant
from bot.domain.lifecycle.history import last_undoable, replay
from bot.domain.lifecycle.permissions import check_press
from bot.domain.lifecycle.referral import Action, Referral, SeenVersion, State
from bot.domain.lifecycle.requests import ActionRequest, Rules, accept
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences import refusals
from bot.sentences.recording import batches as sentences

Make = Callable[[Referral, Picked], ActionRequest]
"""What is asked of one referral as it stands. May raise a Refusal, which is that line's answer."""

AT_ONCE = (
    Action.REFER,
    Action.CLOSE,
    Action.REJECT,
    Action.RESTRICT,
    Action.ACKNOWLEDGE,
    Action.VANISH,
    Action.WITHDRAW,
    Action.ASSIGN,
    Action.NOTE,
)
"""What people can do to a selection."""


@dataclass(slots=True)
class Done:
    """What went through, and what did not: `R-12` → the sentence why."""

    acted: list[Acted] = field(default_factory=list)
    snoozed: list[int] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many went through."""
        return len(self.acted) + len(self.snoozed)

    @property
    def counts(self) -> Counter[State]:
        """How many came to each state."""
        return Counter(one.after.state for one in self.acted)

    @property
    def versions(self) -> dict[int, int]:
        """Number → the version that this made: what Undo compares with."""
        return {one.after.number: one.after.version for one in self.acted if not one.review}


def act_on_each(
    uow: UnitOfWork, picked: Iterable[Picked], make: Make, actor: Actor, config: Config
) -> Done:
    """Do to each what `make` asks of it, in this transaction; what is refused changes nothing.

    By number, so that two who do this at once cannot lock each other out.
    """
    done, said = Done(), list[tuple[Action, list[Announcement]]]()
    for one in sorted(picked, key=lambda each: each.number):
        heard: list[Announcement] = []
        try:
            referral = _seen(uow, one, actor)
            request = make(referral, one)
            acted = act(
                uow,
                referral,
                request,
                actor,
                config,
                tell=lambda several, _, to=heard: to.extend(several),  # type: ignore[misc]
            )
        except Refusal as refusal:
            done.refused[f"R-{one.number}"] = refusal.sentence
            continue
        done.acted.append(acted)
        said.append((request.action, heard))
    uow.outbox.add(told_at_once(said, actor.person.id), actor.now)
    return done


def _seen(uow: UnitOfWork, one: Picked, actor: Actor) -> Referral:
    """The referral that was picked, if this person may still press on it. Raises a Refusal."""
    referral = _of_here(one, uow.referrals.get(one.number, for_change=True))
    check_press(referral, actor)
    return referral


def _of_here(one: Picked, referral: Referral | None) -> Referral:
    """The referral, if it is what was picked. Raises NotFound where that was in another database."""
    if referral is None or (one.uid and referral.uid != one.uid):
        raise NotFound(refusals.of_another_database(f"R-{one.number}"))
    return referral


def asks_for(
    uow: UnitOfWork,
    action: Action,
    answers: Mapping[str, str],
    actor: Actor,
    config: Config,
    each: Mapping[int, Mapping[str, str]],
) -> Make:
    """The same action with the same answers for each. `date` is a day in each one's own zone.

    What a referral says already (category, confidence, basis) stays, unless it says nothing: the
    answers are for those that have none. `each` has, by number, the answers that are one's alone.
    """
    spec = spec_of(action)
    kept = [one.name for one in spec.fields if one.taken_over]

    def make(referral: Referral, one: Picked) -> ActionRequest:
        has = {name for name in kept if getattr(referral, name)}
        given = {name: value for name, value in answers.items() if name not in has}
        given |= each.get(referral.number, {})
        at = on_day(uow, referral, given.pop("date", ""), action, actor.now, config)
        return ActionRequest(action, None if spec.any_version else one.seen, given, at)

    return make


def on_day(
    uow: UnitOfWork, referral: Referral, day: str, action: Action, now: datetime, config: Config
) -> datetime | None:
    """The instant of an ISO day in the zone of the referral's channel; None for today or no day."""
    if not day:
        return None
    events = uow.referrals.history(referral.number)
    return chosen_instant(day, action, events, config.zone(referral.channel), now)


def record_batch(
    uow: UnitOfWork,
    uid: str,
    chosen: Collection[int],
    action: Action,
    answers: Mapping[str, str],
    actor: Actor,
    config: Config,
    each: Mapping[int, Mapping[str, str]] | None = None,
) -> Done:
    """Record one action for what was chosen of a selection, once; Undo knows it by `uid`.

    `each` has answers that are for one referral alone, by number.

    Raises NotFound for a selection that is not kept or was recorded already, BadAnswer where nothing
    is chosen or what every line needs is missing.
    """
    batch = _open(uow, uid, chosen, actor)
    if action not in AT_ONCE:
        raise BadAnswer(refusals.OLD_FORM)
    _check_whole(action, answers, config.rules_for(actor.place.id))
    make = asks_for(uow, action, answers, actor, config, each or {})
    done = act_on_each(uow, _chosen(batch, chosen), make, actor, config)
    uow.batches.recorded(uid, done.versions, actor.now)
    return done


def snooze_batch(
    uow: UnitOfWork, uid: str, chosen: Collection[int], days: str, actor: Actor
) -> Done:
    """Snooze the reminders of what was chosen for 1, 3 or 7 days. Raises as `record_batch`."""
    batch, done = _open(uow, uid, chosen, actor), Done()
    for one in _chosen(batch, chosen):
        try:
            snooze(uow, _seen(uow, one, actor).number, days, actor)
            done.snoozed.append(one.number)
        except Refusal as refusal:
            done.refused[f"R-{one.number}"] = refusal.sentence
    uow.batches.recorded(uid, {}, actor.now)
    return done


def own_selection(uow: UnitOfWork, uid: str, actor: Actor, *, for_change: bool = True) -> Selection:
    """A selection that this person made and did nothing with yet. Raises NotFound."""
    batch = uow.batches.get(uid, for_change=for_change)
    if batch is None or batch.given_by != actor.person.id:
        raise NotFound(sentences.NOT_HERE)
    if batch.recorded_at is not None:
        raise NotFound(sentences.RECORDED_ALREADY)
    return batch


def versions_seen(
    uow: UnitOfWork, uid: str, actor: Actor, chosen: Collection[int] | None = None
) -> Mapping[int, SeenVersion]:
    """Number → the version that was seen, of a selection or of what is `chosen` of it.

    Raises NotFound, where one of them is of another database too, and BadAnswer where none is chosen.
    """
    batch = own_selection(uow, uid, actor, for_change=False)
    picked = [one for one in batch.picked if chosen is None or one.number in chosen]
    if not picked:
        raise BadAnswer(sentences.CHOOSE_ONE)
    here = uow.referrals.many(one.number for one in picked)
    for one in picked:
        _of_here(one, here.get(one.number))
    return {one.number: one.seen for one in picked}


def _open(uow: UnitOfWork, uid: str, chosen: Collection[int], actor: Actor) -> Selection:
    batch = own_selection(uow, uid, actor)
    if not _chosen(batch, chosen):
        raise BadAnswer(sentences.CHOOSE_ONE)
    return batch


def _chosen(batch: Selection, chosen: Collection[int]) -> list[Picked]:
    return [one for one in batch.picked if one.number in chosen]


def _check_whole(action: Action, answers: Mapping[str, str], rules: Rules) -> None:
    """Refuse at its field what is wrong for every line, rather than once a line."""
    for one in spec_of(action).fields:
        value = answers.get(one.name, "").strip()
        needed = one.required and not one.taken_over
        if one.only_with is not None:
            other, answer = one.only_with
            needed = answers.get(other) == answer
            value = value if needed else ""
        if one.kind is FieldKind.DATE:
            check_day(value)
        elif (needed or value) and one.kind not in (FieldKind.TICK, FieldKind.FILES):
            accept(one, value or one.default, rules)


def undo_batch(uow: UnitOfWork, uid: str, actor: Actor, config: Config) -> Done:
    """Take back what was recorded of a selection, where nothing happened to a referral since."""
    batch = uow.batches.get(uid, for_change=True)
    if batch is None:
        raise NotFound(sentences.NOT_HERE)
    return take_back(uow, batch.done, actor, config)


def take_back(uow: UnitOfWork, versions: Mapping[int, int], actor: Actor, config: Config) -> Done:
    """Undo the event that made each of these versions (number → version), if it is the last.

    An owner is given back by another Assign. Raises nothing: what was changed since is named.
    """

    def make(referral: Referral, one: Picked) -> ActionRequest:
        events = uow.referrals.history(referral.number)
        last, undone = events[-1], last_undoable(events)
        if referral.version != one.version:
            raise NotPossible(sentences.CHANGED_SINCE)
        if last.action is Action.ASSIGN:
            return ActionRequest(Action.ASSIGN, None, {"owner": replay(events[:-1]).owner})
        if undone is None or undone.seq != last.seq:
            raise NotPossible(sentences.STAYS)
        return ActionRequest(Action.UNDO, one.seen, {})

    picked = [Picked(number, version) for number, version in versions.items()]
    return act_on_each(uow, picked, make, actor, config)
