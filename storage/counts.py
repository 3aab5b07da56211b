"""Counts kept beside the referrals: written with every change, folded later, read with both.

    record ─► apply ─► count_changes ──fold──► counts (ever, by month, week, day in UTC)
                            └────── read ◄─────────┘

A read (storage.kept_counts) adds the changes that are not folded yet, so it is exact at any moment. `check_counts`
recounts everything from the referrals, which `audit verify` has compared with their events.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.domain.referral import Action, Referral
from bot.domain.statistics import standing
from bot.domain.tally import FLOW, Figure, Key, distinct_labels, entries
from storage.columns import EPOCH
from storage.count_spans import DAY, EVER, MONTH, WEEK, day_of, month_of, week_of
from storage.locks import Lock, take, take_page
from storage.page_counts import distinct_changes
from storage.referral_rows import COLUMNS, Row, to_referral
from storage.tables import count_changes, counts, referrals
from storage.upserts import insert_for

_NO_MONTHS = frozenset(FLOW)
"""Flows are read by the week: they are not kept by month or for ever."""

COUNT_NOTHING = frozenset(
    {Action.NOTE, Action.ASSIGN, Action.ACKNOWLEDGE, Action.DESCRIBE, Action.ERASE}
)
"""Actions that no count depends on."""

Change = tuple[Key, int]
Sums = Counter[tuple[str, int, Key]]
"""Counts by span, its first day, and what is counted."""
"""A key and its day."""

_CHANGES = insert(count_changes)

_MARK_PAGE = (
    update(referrals)
    .where(referrals.c.page_key == bindparam("key"), referrals.c.repeated.is_(False))
    .values(repeated=True)
)
_BEFORE = select(*COLUMNS).where(referrals.c.number == bindparam("number"))
_OF_PAGE = select(*COLUMNS).where(referrals.c.page_key == bindparam("page_key"))


def before_change(connection: Connection, number: int) -> Referral | None:
    """The referral as it is stored now: what `apply` needs, taken before it is changed."""
    row = connection.execute(_BEFORE, {"number": number}).first()
    return to_referral(row) if row else None


def apply(connection: Connection, before: Referral | None, after: Referral) -> None:
    """Write down how a change of one referral changes the counts, in its transaction."""
    if before is None and after.attempt > 1:
        connection.execute(_MARK_PAGE, {"key": after.page_key})
    changes = _entries(after)
    changes.subtract(_entries(before))
    for key, n in distinct_changes(connection, before, after):
        changes[key, 0] += n
    if rows := _as_rows(changes):
        connection.execute(_CHANGES, rows)


def _as_rows(changes: Counter[Change]) -> list[Row]:
    return [
        {
            "figure": key.figure,
            "day": day,
            "platform": key.platform,
            "label": key.label,
            "sub": key.sub,
            "n": n,
        }
        for (key, day), n in changes.items()
        if n
    ]


def apply_new(
    connection: Connection,
    added: Sequence[Referral],
    of_pages: Mapping[str, Sequence[Referral]],
) -> None:
    """Write down how many new referrals change the counts: as `apply`, but summed.

    `of_pages` are all referrals of their pages, with these.
    """
    changes: Counter[Change] = Counter()
    new = {one.number for one in added}
    for one in added:
        changes.update(_entries(one))
    for page_key, several in of_pages.items():
        if len(several) > len(new & {one.number for one in several}):
            # Whoever changes an older referral of the page meanwhile must see these, and we that.
            take_page(connection, page_key)
            found = connection.execute(_OF_PAGE, {"page_key": page_key})
            several = [to_referral(row) for row in found]
        had: set[str] = set()
        has: set[str] = set()
        for one in several:
            labels = distinct_labels(standing(one))
            has |= labels
            had |= labels if one.number not in new else frozenset()
        for label in has - had:
            changes[Key(Figure.DISTINCT, label, "", several[0].platform), 0] += 1
        if len(several) > 1:
            connection.execute(_MARK_PAGE, {"key": page_key})
    if rows := _as_rows(changes):
        connection.execute(_CHANGES, rows)


def _entries(referral: Referral | None) -> Counter[Change]:
    made = entries(referral) if referral else iter(())
    return Counter((key, day_of(at)) for key, at in made)


def fold(connection: Connection, limit: int) -> int:
    """Take up to `limit` changes into the counts, under one lock; how many there were."""
    take(connection, Lock.COUNTS)
    found = select(count_changes).order_by(count_changes.c.id).limit(limit)
    rows = connection.execute(found).all()
    sums: Sums = Counter()
    for row in rows:
        key = Key(row.figure, row.label, row.sub, row.platform)
        for span, start in _spans(key, row.day):
            sums[span, start, key] += row.n
    _add(connection, sums)
    for first in range(0, len(rows), 500):
        some = [row.id for row in rows[first : first + 500]]
        connection.execute(delete(count_changes).where(count_changes.c.id.in_(some)))
    return len(rows)


def _spans(key: Key, day: int) -> Iterator[tuple[str, int]]:
    if key.figure == Figure.DISTINCT:
        yield EVER, 0
        return
    yield DAY, day
    yield WEEK, week_of(day)
    if key.figure not in _NO_MONTHS:
        yield MONTH, month_of(day)
        yield EVER, 0


def _add(connection: Connection, sums: Sums) -> None:
    adding = insert_for(connection, counts)
    adding = adding.on_conflict_do_update(
        index_elements=list(counts.primary_key.columns),
        set_={"n": counts.c.n + adding.excluded.n},
    )
    rows = [
        {"span": span, "start": start, "n": n, **key._asdict()}
        for (span, start, key), n in sorted(sums.items())
        if n
    ]
    if rows:
        connection.execute(adding, rows)


def recount(connection: Connection) -> Sums:
    """Every count, made anew from all referrals, one by one."""
    sums = Sums()
    rows = connection.execute(
        select(*COLUMNS).order_by(referrals.c.page_key),
        execution_options={"yield_per": 2000},
    )
    page, labels = "", set[tuple[str, str]]()
    for row in rows:
        referral = to_referral(row)
        tally(sums, referral)
        if referral.page_key != page:
            tally_page(sums, labels)
            page, labels = referral.page_key, set()
        labels |= page_labels(referral)
    tally_page(sums, labels)
    return sums


def tally(sums: Sums, referral: Referral) -> None:
    """Count all that a referral makes, but for distinct pages."""
    for (key, day), n in _entries(referral).items():
        for span, start in _spans(key, day):
            sums[span, start, key] += n


def page_labels(referral: Referral) -> set[tuple[str, str]]:
    """The (label, platform) under which a referral's page is counted as a distinct one."""
    return {(label, referral.platform) for label in distinct_labels(standing(referral))}


def tally_page(sums: Sums, labels: Iterable[tuple[str, str]]) -> None:
    """Count one page under what its referrals gave for `page_labels`, each once."""
    for label, platform in labels:
        sums[EVER, 0, Key(Figure.DISTINCT, label, "", platform)] += 1


def rebuild(connection: Connection) -> None:
    """Make all counts anew; for a migration, many referrals at once, or to mend a fault."""
    take(connection, Lock.COUNTS)
    put_all(connection, recount(connection))


def put_all(connection: Connection, sums: Sums) -> None:
    """Have these counts, the whole of them, and mark the pages that have several referrals."""
    connection.execute(delete(count_changes))
    connection.execute(delete(counts))
    _add(connection, sums)
    mark_pages(connection)


def mark_pages(connection: Connection) -> None:
    """Mark the referrals whose page has another, and no others."""
    for marked, wrong in _wrongly_marked():
        connection.execute(update(referrals).where(wrong).values(repeated=not marked))


def _wrongly_marked() -> Iterator[tuple[bool, ColumnElement[bool]]]:
    key, marked = referrals.c.page_key, referrals.c.repeated
    several = select(key).group_by(key).having(func.count() > 1)
    yield False, and_(marked.is_(False), key.in_(several))
    yield True, and_(marked.is_(True), key.not_in(several))


def check_counts(connection: Connection, most: int = 20) -> tuple[str, ...]:
    """Where the counts differ from a recount: a sentence each, `most` at most.

    Needs one snapshot, as `audit verify` has. Both sides are held by figure and day, not by
    referral, so memory does not grow with the referrals of a day.
    """
    kept: defaultdict[tuple[str, int, Key], int] = defaultdict(int)
    for row in connection.execute(select(counts)):
        kept[row.span, row.start, Key(row.figure, row.label, row.sub, row.platform)] += row.n
    for row in connection.execute(select(count_changes)):
        key = Key(row.figure, row.label, row.sub, row.platform)
        for span, start in _spans(key, row.day):
            kept[span, start, key] += row.n
    counted = recount(connection)
    wrong = [place for place in kept.keys() | counted.keys() if kept[place] != counted[place]]
    faults = [_fault(place, kept[place], counted[place]) for place in sorted(wrong)[:most]]
    for marked, condition in _wrongly_marked():
        found = select(referrals.c.number).where(condition).order_by(referrals.c.number).limit(most)
        is_it = "is marked as" if marked else "is not marked as"
        faults += [
            f"R-{number} {is_it} one of several of its page"
            for number in connection.execute(found).scalars()
        ]
    return tuple(faults)


def _fault(place: tuple[str, int, Key], kept: int, counted: int) -> str:
    span, start, key = place
    name = " ".join(part for part in (key.figure, key.label, key.sub, key.platform) if part)
    day = "" if span == EVER else f" {date.fromordinal(EPOCH.toordinal() + start)}"
    return f"the count “{name}” ({span}{day}) is {kept:,}; the referrals come to {counted:,}"
