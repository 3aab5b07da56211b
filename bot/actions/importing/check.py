"""A team's file → what importing it would record, and everything that is wrong with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice

from bot.actions.importing.crediting import credits_of
from bot.actions.importing.row_to_events import RowToEvents
from bot.actions.recording.seeds import is_demo
from bot.config import Config
from bot.domain.called import Called, called
from bot.domain.dates import Order
from bot.domain.errors import BadAnswer
from bot.domain.importing.columns import DATES, Column, simple
from bot.domain.importing.dates import Shows, shows
from bot.domain.importing.rows import Faulty, Planned, RowFault, RowReader, read_row
from bot.domain.importing.steps import later
from bot.domain.importing.table import Row, Table
from bot.domain.importing.words import plain
from bot.domain.lifecycle.referral import Referral, State
from bot.domain.pages.earlier import earlier_keys
from bot.domain.people import Person, Place
from bot.ports.store import Store, UnitOfWork
from bot.sentences import importing as sentences
from bot.sentences import labels

AT_ONCE = 200
"""Rows that are looked up or recorded in one go."""

Progress = Callable[[int], None]
OnFault = Callable[[Row, Sequence[RowFault]], None]


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was opened, and how it is read."""

    table: Table
    reading: RowReader
    row_to_events: RowToEvents
    called: Called
    """The people who are known here."""
    order_shown: bool = False
    """Whether the file itself showed which comes first in its dates."""


@dataclass(frozen=True, slots=True)
class Here:
    """A row that is not recorded, as the bot has the page's referral already."""

    line: int
    number: int
    state: State
    live: bool
    """Whether that is because the page has an open referral, of another day."""

    def same_start(self, known: Sequence[Referral]) -> list[Referral]:
        """The referral that the row itself made, if it is that."""
        return [] if self.live else [one for one in known if one.number == self.number]


@dataclass(slots=True)
class CheckedFile:
    """What importing a file would do. Lines are as the table counts them."""

    rows: int = 0
    faulty: int = 0
    """Rows that cannot be taken."""
    faults: int = 0
    numbers: set[int] = field(default_factory=set)
    """Those that our own export gives, where it gives each row one of its own."""
    credited: int = 0
    """Of those here already: how many have who flagged them put right."""
    repeats: int = 0
    """Rows that say again what another row says."""
    to_record: Counter[State] = field(default_factory=Counter)
    """Referrals by the state that they will stand in."""
    already: list[Here] = field(default_factory=list)
    unknown_people: Counter[str] = field(default_factory=Counter)
    shared_names: dict[str, list[str]] = field(default_factory=dict)
    """Of these: names that several people have, with a name for each of them."""
    unknown_channels: Counter[str] = field(default_factory=Counter)
    first_day: date | None = None
    last_day: date | None = None
    left_out: set[int] = field(default_factory=set)
    """Lines that are not to be recorded, or belong to a group."""
    groups: list[tuple[Planned, ...]] = field(default_factory=list)
    """Rows of pages that have several, each page's in the order in which they happened."""

    @property
    def new(self) -> int:
        """How many referrals would be recorded."""
        return self.to_record.total()


def opened(
    uow: UnitOfWork,
    table: Table,
    who: Person,
    place: Place,
    config: Config,
    *,
    order: Order | None = None,
    defaults: Mapping[Column, str] | None = None,
) -> Import:
    """How this file is read here. Raises BadAnswer where it cannot be read at all."""
    reading = RowReader(
        categories=_names((one.id, one.label) for one in config.categories),
        reasons=_names((one.id, one.label) for one in config.rejection_reasons),
        extra_hosts=config.extra_hosts,
        order=order or _order(table),
        defaults=defaults or {},
    )
    _check_demo(uow, table)
    known = uow.people.all()
    names = called(known, simple)
    people = {name: found[0].id for name, found in names.whole.items() if len(found) == 1}
    people |= {simple(f"<@{one.id}|{one.name}>"): one.id for one in known}  # as Slack writes it
    people |= {simple(labels.THE_BOT): ""}
    places = uow.places.all()
    rules = config.rules_for(place.id)
    row_to_events = RowToEvents(
        columns=table.columns,
        who=who,
        place=place,
        # What was done then is written down as it was, within the appeal window or not.
        rules=replace(rules, appeal_months={}, default_appeal_months=None, whole=False),
        digest=table.digest,
        people=people,
        places={one.name.casefold(): one for one in places}
        | {one.id.casefold(): one for one in places},
        zones={one.id: config.zone(one.id).key for one in places},
    )
    return Import(table, reading, row_to_events, names, order is None and reading.order is not None)


def _names(named: Iterator[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, label in named:
        found |= {simple(label): key, simple(key): key}
    return found


def _order(table: Table) -> Order | None:
    """How the file writes 03/04/2026, as far as any of its dates shows it. Raises BadAnswer."""
    columns = [(name, place) for name in DATES for place in table.columns.places.get(name, ())]
    seen: dict[Shows, tuple[int, str, str]] = {}
    for row in table.rows():
        for name, place in columns:
            if row.cells[place] and (found := shows(row.cells[place])) is not Shows.NOTHING:
                seen.setdefault(found, (row.line, table.columns.name_of(name), row.cells[place]))
        if Shows.DMY in seen and Shows.MDY in seen:
            (one, first, day), (other, second, month) = seen[Shows.DMY], seen[Shows.MDY]
            raise BadAnswer(
                sentences.two_date_orders(
                    table.unit, one, first, day[:40], other, second, month[:40]
                )
            )
    if Shows.DMY in seen or Shows.MDY in seen:
        return Order.DMY if Shows.DMY in seen else Order.MDY
    if Shows.EITHER in seen:
        line, column, text = seen[Shows.EITHER]
        sentence = sentences.unclear_date_order(table.unit, line, column, text[:40])
        raise BadAnswer(sentence, field="dates")
    return None


def _check_demo(uow: UnitOfWork, table: Table) -> None:
    place = table.columns.source
    first = next(table.rows(), None) if place is not None else None
    if first is None or place is None or not first.cells[place].startswith(labels.DEMO_DATA):
        return
    if not is_demo(uow):
        raise BadAnswer(sentences.DEMO_EXPORT)


def check(
    store: Store,
    wanted: Import,
    now: datetime,
    on_fault: OnFault = lambda row, faults: None,
    progress: Progress = lambda done: None,
) -> CheckedFile:
    """Go through the whole file without recording anything. `progress` hears rows looked at."""
    checked = CheckedFile()
    lines: dict[int, int | list[int]] = {}

    def fail(row: Row, faults: Sequence[RowFault]) -> None:
        checked.faulty += 1
        checked.faults += len(faults)
        checked.left_out.add(row.line)
        on_fault(row, [_with_value(one, row, wanted.table) for one in faults])

    for row in wanted.table.rows():
        checked.rows += 1
        try:
            planned = read_row(row, wanted.table.columns, wanted.reading)
            wanted.row_to_events.convert(planned, 1, None, now)
        except Faulty as wrong:
            fail(row, wrong.faults)
            continue
        if planned.number:
            checked.numbers.add(planned.number)
        # A dict of hashes and lines, not of keys: some 100 bytes a row.
        key = hash(planned.page.key)
        same = lines.get(key)
        lines[key] = row.line if same is None else [*_as_list(same), row.line]
        progress(checked.rows)
    several = {line for same in lines.values() if isinstance(same, list) for line in same}
    lines.clear()
    checked.left_out |= several
    if several:
        _group(wanted, several, checked, fail)
    for batch in batches(wanted, checked):
        _look_up(store, wanted, batch, checked, now)
    return checked


def _as_list(lines: int | list[int]) -> list[int]:
    return lines if isinstance(lines, list) else [lines]


def _with_value(fault: RowFault, row: Row, table: Table) -> RowFault:
    if fault.value or not fault.column:
        return fault
    cells = dict(zip(table.columns.names, row.cells, strict=False))
    return replace(fault, value=cells.get(fault.column, "").strip()[:200])


def batches(wanted: Import, checked: CheckedFile) -> Iterator[list[tuple[Planned, ...]]]:
    """All that is to be recorded, some at a time: single rows as the file has them, then groups."""

    def all_of_it() -> Iterator[tuple[Planned, ...]]:
        for row in wanted.table.rows():
            if row.line not in checked.left_out:
                yield (read_row(row, wanted.table.columns, wanted.reading),)
        yield from checked.groups

    groups = all_of_it()
    while batch := list(islice(groups, AT_ONCE)):
        yield batch


def _group(
    wanted: Import,
    several: set[int],
    checked: CheckedFile,
    fail: Callable[[Row, Sequence[RowFault]], None],
) -> None:
    """Put the rows of each page in order; take out repeats, refuse what cannot be."""
    found: defaultdict[str, list[tuple[Row, Planned]]] = defaultdict(list)
    for row in wanted.table.rows():
        if row.line in several:
            planned = read_row(row, wanted.table.columns, wanted.reading)
            found[planned.page.key].append((row, planned))
    own = wanted.table.columns.own
    for rows in found.values():
        # Our own export has them in the order in which they were recorded, dates changed or not.
        if not own:
            rows.sort(key=_in_order(rows))
        taken: list[Planned] = []
        for row, planned in rows:
            twin = next((one for one in taken if _same_start(one, planned)), None)
            if twin is not None and _same(twin, planned):
                checked.repeats += 1
            elif twin is not None:
                fail(row, [_clash(row, wanted.table, twin)])
            elif (before := _still_open(taken, planned, own)) is not None:
                fail(row, [_meets(row, wanted.table, before)])
            else:
                taken.append(planned)
        if taken:
            checked.groups.append(tuple(taken))


def _in_order(
    rows: Sequence[tuple[Row, Planned]],
) -> Callable[[tuple[Row, Planned]], tuple[date, int, int]]:
    """By day; within a day by time where all have one, else as the file has them."""
    days_alone = {planned.flagged.day for _, planned in rows if planned.flagged.time is None}

    def key(one: tuple[Row, Planned]) -> tuple[date, int, int]:
        row, planned = one
        day, at = planned.flagged.day, planned.flagged.time
        minutes = at.hour * 60 + at.minute if at and day not in days_alone else 0
        return day, minutes, row.line

    return key


def _same_start(one: Planned, other: Planned) -> bool:
    first, second = one.start, other.start
    if first.day != second.day:
        return False
    return (
        first.time is None
        or second.time is None
        or not (later(first, second) or later(second, first))
    )


def _same(one: Planned, other: Planned) -> bool:
    first = replace(one, line=0, number=0, page=other.page)
    return first == replace(other, line=0, number=0)


def _clash(row: Row, table: Table, twin: Planned) -> RowFault:
    return _of_page(row, table, sentences.same_page_same_day(table.unit, twin.line))


def _still_open(taken: Sequence[Planned], planned: Planned, own: bool) -> Planned | None:
    """The row by which the page was still open when this one began, if there is one."""
    if own:
        # A decision that was undone opens an earlier one again, once the later ones have ended.
        return next((one for one in taken if one.ends_live and planned.ends_live), None)
    return taken[-1] if taken and taken[-1].ends_live else None


def _meets(row: Row, table: Table, before: Planned) -> RowFault:
    return _of_page(row, table, sentences.still_open(table.unit, before.line))


def _of_page(row: Row, table: Table, what: str) -> RowFault:
    page = row.cells[table.columns.places[Column.PAGE][0]]
    return RowFault(row.line, table.columns.name_of(Column.PAGE), plain(page)[:200], what)


def _look_up(
    store: Store,
    wanted: Import,
    batch: list[tuple[Planned, ...]],
    checked: CheckedFile,
    now: datetime,
) -> None:
    keys = {group[0].page.key: earlier_keys(group[0].page) for group in batch}
    known = store.read(lambda uow: uow.referrals.by_page_key(keys))
    row_to_events = wanted.row_to_events
    same: list[tuple[Planned, Referral]] = []
    for group in batch:
        for planned in group:
            days = [planned.flagged.day, *(step.when.day for step in planned.happened)]
            checked.first_day = min([*days, checked.first_day or days[0]])
            checked.last_day = max([*days, checked.last_day or days[0]])
            here = already_here(planned, known.get(planned.page.key, ()), row_to_events)
            if here is not None:
                checked.already.append(here)
                same += [(planned, one) for one in here.same_start(known[planned.page.key])]
                continue
            checked.to_record[_ends(planned)] += 1
            for name in {planned.owner, planned.flagged_by} - {""}:
                if row_to_events.person(name) is None:
                    checked.unknown_people[name] += 1
                    if several := wanted.called.find(name):
                        checked.shared_names[name] = wanted.called.choices(several)
            channel = planned.channel.casefold().lstrip("#")
            if channel and channel not in row_to_events.places:
                checked.unknown_channels[planned.channel] += 1
    credited = store.read(lambda uow: credits_of(uow, same, row_to_events, now))
    checked.credited += len(credited)


def _ends(planned: Planned) -> State:
    return planned.happened[-1].state if planned.happened else State.FLAGGED


def already_here(
    planned: Planned, known: Sequence[Referral], row_to_events: RowToEvents
) -> Here | None:
    """The referral by which the bot has this row already: of the same start, or an open one."""
    zone = row_to_events.rules.zone
    for one in known:
        starts = (one.referred_at, one.flagged_at) if planned.referred else (one.flagged_at,)
        if any(planned.start.is_at(at, zone) for at in starts):
            return Here(planned.line, one.number, one.state, live=False)
    live = next((one for one in known if one.live), None)
    return Here(planned.line, live.number, live.state, live=True) if live else None
