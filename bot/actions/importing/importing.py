"""A checked file → its referrals, some hundred a transaction, each recorded once.

Nothing is posted but one line at the end: 1,200 cards would drown a channel. What waits is brought
up together at the next start of work.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions.importing.check import CheckedFile, Import, Progress, already_here, batches
from bot.actions.importing.crediting import credits_of
from bot.actions.importing.row_to_events import reappearance
from bot.actions.joining.keeping import keep_imported
from bot.actions.recording.saving import save
from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.importing.rows import Planned
from bot.domain.lifecycle.history import follow
from bot.domain.lifecycle.referral import Event, Referral, State
from bot.domain.pages.earlier import earlier_keys
from bot.domain.reminders import first_reminder, start_of_work
from bot.ports.clock import Clock
from bot.ports.store import Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import recorded, and what it found here already."""

    recorded: Counter[State]
    already: int
    credited: int = 0


def import_file(
    store: Store,
    wanted: Import,
    checked: CheckedFile,
    clock: Clock,
    config: Config,
    progress: Progress = lambda done: None,
) -> ImportResult:
    """Record what `check` found that can be. `progress` hears how many referrals are through.

    Each batch commits whole. Where this was stopped half-way, doing it again records what is
    missing; two that do it at once record nothing twice.
    """
    recorded: Counter[State] = Counter()
    already = credited = 0
    keeps = store.write(lambda uow: _keeps_numbers(uow, wanted, checked))
    for batch in batches(wanted, checked):

        def work(uow: UnitOfWork, batch: Sequence[Sequence[Planned]] = batch) -> ImportResult:
            return _record(uow, batch, wanted, keeps, clock.now(), config)

        done = store.write(work)
        recorded += done.recorded
        already += done.already
        credited += done.credited
        progress(recorded.total() + already)
    store.write(lambda uow: _announce(uow, wanted, clock.now()))
    return ImportResult(recorded, already, credited)


_GAPS = 10_000
"""So many numbers may be missing in an export: what was on hold, and what was left out."""


def _keeps_numbers(uow: UnitOfWork, wanted: Import, checked: CheckedFile) -> bool:
    """Whether the referrals of our own export keep their numbers: only where none is taken.

    All of them are taken at once, before the first is recorded; an import that was stopped and is
    done again keeps what it took.
    """
    numbers, name = checked.numbers, f"numbers of {_name(wanted)}"
    uow.referrals.by_page_key({}, to_add=True)  # so that another import of the file waits
    if len(numbers) != checked.rows - checked.faulty or not numbers:
        return False
    if uow.settings.get(name):
        return True
    lowest, highest = min(numbers), max(numbers)
    if uow.referrals.mark().highest >= lowest or highest > lowest + len(numbers) + _GAPS:
        return False
    uow.referrals.skip_to(highest + 1)
    uow.settings.put(name, "taken")
    return True


class _Batch:
    """One transaction's referrals, as they are put together."""

    def __init__(
        self, uow: UnitOfWork, wanted: Import, keeps: bool, now: datetime, config: Config
    ) -> None:
        self._uow = uow
        self._keeps = keeps
        self._wanted = wanted
        self._now = now
        self._config = config
        self._new: dict[int, tuple[Referral, tuple[Event, ...]]] = {}
        self._same: list[tuple[Planned, Referral]] = []
        self.already = 0

    def take(self, group: Sequence[Planned], known: Sequence[Referral]) -> None:
        """All rows of one page that are not here already."""
        row_to_events = self._wanted.row_to_events
        previous = known[-1] if known else None
        for planned in group:
            here = already_here(planned, known, row_to_events)
            if here is not None:
                self.already += 1
                self._same += [(planned, one) for one in here.same_start(known)]
                continue
            number = planned.number if self._keeps else self._uow.referrals.reserve_number()
            referral, events = row_to_events.convert(planned, number, previous, self._now)
            if previous is not None:
                self._bring_back(previous.number, planned, referral)
            self._new[number] = referral, events
            previous = referral

    def _bring_back(self, number: int, planned: Planned, following: Referral) -> None:
        mine = self._new.get(number)
        before = mine[0] if mine else self._uow.referrals.get(number, for_change=True)
        if before is None:
            return
        who, started = self._wanted.row_to_events.who, following.flagged_at
        event = reappearance(before, planned, started, following.number, who, self._now)
        if event is None:
            return
        if mine:
            self._new[number] = follow(before, event), (*mine[1], event)
        else:
            quiet = self._uow.posts.get(before.name) is None
            save(self._uow, before, event, self._config, quiet=quiet)

    def credit(self) -> int:
        """Put right who flagged what is here already; how many."""
        found = credits_of(self._uow, self._same, self._wanted.row_to_events, self._now)
        for before, event in found.values():
            quiet = self._uow.posts.get(before.name) is None
            save(self._uow, before, event, self._config, quiet=quiet)
        return len(found)

    def write(self) -> Counter[State]:
        """Add them; how many, by state."""
        standing = [(one, self._remind_at(one)) for one, _ in self._new.values()]
        events = [event for _, several in self._new.values() for event in several]
        self._uow.referrals.bulk_insert(standing, events)
        keep_imported(self._uow, self._new.values(), self._now, self._config)
        return Counter(one.state for one, _ in standing)

    def _remind_at(self, one: Referral) -> datetime | None:
        plan = self._config.plan_for(one.channel, one.platform)
        due = first_reminder(one, plan)
        # All that is overdue already comes in one message a person, not in one for each batch.
        return max(due, start_of_work(self._now, plan.hours)) if due else None


def _record(
    uow: UnitOfWork,
    batch: Sequence[Sequence[Planned]],
    wanted: Import,
    keeps: bool,
    now: datetime,
    config: Config,
) -> ImportResult:
    keys = {group[0].page.key: earlier_keys(group[0].page) for group in batch}
    known = uow.referrals.by_page_key(keys, to_add=True)
    taking = _Batch(uow, wanted, keeps, now, config)
    for group in batch:
        taking.take(group, known.get(group[0].page.key, ()))
    credited = taking.credit()
    recorded = taking.write()
    if recorded:
        place = wanted.row_to_events.place
        if uow.places.get(place.id) is None:
            uow.places.put(place)
        untold = Counter(_untold(uow, wanted)) + Counter({str(k): n for k, n in recorded.items()})
        uow.settings.put(_name(wanted), json.dumps(untold))
    return ImportResult(recorded, taking.already, credited)


def _name(wanted: Import) -> str:
    return f"import {wanted.table.digest} {wanted.row_to_events.place.id}"


def _untold(uow: UnitOfWork, wanted: Import) -> dict[str, int]:
    found = uow.settings.get(_name(wanted))
    return dict(json.loads(found)) if found else {}


def _announce(uow: UnitOfWork, wanted: Import, now: datetime) -> None:
    """One line in the channel for all that was recorded and not told of yet."""
    uow.referrals.by_page_key({}, to_add=True)  # so that another import of the file waits
    untold = _untold(uow, wanted)
    if not untold:
        return
    subject = f"import {wanted.table.digest} {now.isoformat()}"
    data = {"by": wanted.row_to_events.who.id, "states": untold}
    place = wanted.row_to_events.place
    uow.outbox.add([Announcement(place.id, Message.IMPORTED, subject, data)], now)
    uow.settings.put(_name(wanted), "{}")
