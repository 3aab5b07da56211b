"""Every figure of random stories, asked of the bot and counted again by the oracle.

    python -m tests.figures.agreement [stories] [seed]

A story is a random history that the lifecycle permits: back-dated, undone, held, appealed against,
referred again, come back, partly erased; some of it in a private channel. The year goes through both
changes of the clocks and has a week 53. Each is asked about in three time zones.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from math import isclose
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.figures.digest import digest_figures
from bot.actions.figures.dsa_report import dsa_data, dsa_report
from bot.actions.figures.export import export_of, written
from bot.actions.figures.home import TeamAtHome
from bot.actions.figures.pack import keep_pack, pack
from bot.actions.figures.published import check_published
from bot.actions.figures.report import platform_name, stats
from bot.actions.figures.report_data import report_data
from bot.config import Config
from bot.domain.exports import ExportQuery, Form
from bot.domain.figures.digest import Digest
from bot.domain.figures.digests import span_of
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.rates import Rate
from bot.domain.figures.sheet import Value
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Event
from bot.domain.people import NOWHERE, Actor, Person
from bot.ports.store import UnitOfWork
from handlers.messages.figures.pack import sheet
from storage.database import SqlStore, open_store
from tests.figures import oracle
from tests.figures.oracle import Ask, Line, One
from tests.harness.without_slack.action_harness import config
from tests.harness.without_slack.examples import LEAD
from tests.storage.walks import CATEGORIES, CHANNELS, PLATFORMS, REASONS, Undone, walk

ZONES = ("Europe/London", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "UTC")
KEY = "k" * 32
OWNER = Person("U1", "One")
DAY = timedelta(days=1)
SHOWN = 5000
NO_FIGURES = frozenset({"filters", "since", "until", "year"})


@dataclass
class Tally:
    """How many figures were compared, and which differed; `where` says of what."""

    compared: int = 0
    where: str = ""
    differing: list[str] = field(default_factory=list)

    def agree(self, what: str, said: Any, counted: Any) -> None:
        """Every number that is said was counted, and every one that was counted is said."""
        found, wanted = dict(leaves(said)), dict(leaves(counted))
        for path, value in wanted.items():
            if path not in found:
                self._differs(what, path, f"counted {value!r}, not said")
            elif not same(found[path], value):
                self._differs(what, path, f"said {found[path]!r}, counted {value!r}")
        for path, value in found.items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if number and path not in wanted and path[0] not in NO_FIGURES:
                self._differs(what, path, f"said {value!r}, counted by nobody")
        self.compared += len(wanted)

    def _differs(self, what: str, path: tuple[str, ...], how: str) -> None:
        self.differing.append(f"{'.'.join(path)}: {how} ({self.where}, {what})")


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The values of nested data, each with the way to it. An empty group is none."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves(inner, (*path, str(name)))
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from leaves(inner, (*path, str(at)))
    else:
        yield path, value


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)


def exported(events: list[Event]) -> list[Line]:
    """Events as plain lines, in the order in which they were recorded."""
    pages = {one.referral: one.personal["page_key"] for one in events if one.seq == 1}
    return [
        Line(
            one.referral,
            one.seq,
            one.action.value,
            one.happened_at,
            one.recorded_at,
            dict(one.facts),
            one.actor,
            pages[one.referral],
            one.target,
        )
        for one in events
    ]


def year(rnd: Random) -> datetime:
    """Where a story begins: its year changes the clocks, and 2020 and 2026 have a week 53."""
    first = datetime(rnd.choice([2020, 2026]), 1, 1, tzinfo=UTC)
    return first + timedelta(seconds=rnd.randrange(330 * 86_400))


def ask(rnd: Random, lines: list[Line], zone: ZoneInfo) -> Ask:
    """Any filter, and any period: to days, or to what happened at its edge."""

    def instant() -> datetime | None:
        happened = rnd.choice(lines).happened
        match rnd.randrange(4):
            case 0:
                return None
            case 1:
                return happened + timedelta(microseconds=rnd.randrange(-1, 2))
        return oracle.midnight(happened.astimezone(zone).date(), zone)

    since, until = instant(), instant()
    if since and until and until < since:
        since, until = until, since
    narrow = rnd.random() < 0.5
    return Ask(
        since,
        until,
        tuple(rnd.sample(PLATFORMS, rnd.choice([0, 0, 1, 2]))),
        tuple(rnd.sample(CATEGORIES, rnd.choice([0, 1, 2]))) if narrow else (),
        rnd.choice([None, "not stated", "certain"]) if narrow else None,
        rnd.choice([None, *CHANNELS]) if narrow else None,
    )


def query_of(asked: Ask, as_of: datetime | None = None) -> FigureQuery:
    return FigureQuery(
        asked.since,
        asked.until,
        asked.platforms,
        asked.categories,
        asked.confidence,
        asked.channel,
        as_of,
    )


def number_of(cell: Value | None) -> Any:
    """A rate as its two numbers."""
    return [cell.numerator, cell.denominator] if isinstance(cell, Rate) else cell


@dataclass
class Look:
    """One database, asked in one time zone."""

    uow: UnitOfWork
    lines: list[Line]
    known: list[One]
    now: datetime
    rules: Config
    rnd: Random
    tally: Tally
    forgotten: frozenset[int] = frozenset()

    @property
    def zone(self) -> ZoneInfo:
        return self.rules.zone("C1")

    @property
    def limits(self) -> dict[str, int]:
        return {name: self.rules.response_days_for(name) for name in PLATFORMS}

    def everything(self, rounds: int) -> None:
        for _ in range(rounds):
            asked = ask(self.rnd, self.lines, self.zone)
            self.stats(asked, None)
            self.export(asked)
        then = self.rnd.choice(self.lines).recorded
        self.stats(ask(self.rnd, self.lines, self.zone), then)
        self.stats(Ask(), None)
        self.digests(self.rnd.choice([None, "C1"]), rounds - 1)
        self.home()
        self.report()

    def stats(self, asked: Ask, as_of: datetime | None) -> None:
        query, now = query_of(asked, as_of), as_of or self.now
        known = oracle.known(self.lines, as_of) if as_of else self.known
        found = stats(self.uow, query, LEAD, self.now, self.rules, channel="C1", detailed=True)
        data = report_data(found, self.zone)
        held = data.pop("on_hold", {})
        data.pop("by_flagger", None)
        what = f"stats {query}"
        self.tally.agree(what, data, oracle.stats(known, asked, now, self.limits))
        self.tally.agree(f"on hold {query}", held, oracle.on_hold(known, asked))
        first = self.uow.figures.first_at()
        self.tally.agree("records from", {"": first}, {"": oracle.records_from(self.known)})

    def digest(self, day: date, channel: str | None, said: Digest | None = None) -> Digest:
        rules = self.rules
        if channel:
            rules = rules.model_copy(
                update={"digest": rules.digest.model_copy(update={"scope": "channel"})}
            )
        span = span_of(day, self.zone, "week", None)
        return digest_figures(self.uow, "C1", span, self.now, rules, demo=False, said=said)

    def counted_digest(self, day: date, channel: str | None) -> oracle.JSON:
        return oracle.digest(self.known, day, self.zone, self.now, channel, self.limits)

    def digests(self, channel: str | None, several: int) -> None:
        last = max(line.recorded for line in self.lines).astimezone(self.zone).date()
        days = [self.rnd.choice([date(2021, 1, 1), date(2027, 1, 2)])]  # in a week 53
        days += [last - timedelta(days=self.rnd.randrange(200)) for _ in range(several)]
        for day in self.rnd.sample(days, several):
            data = self.digest(day, channel).to_json()
            data["trend"] = [
                {name: point[name] for name in ("period", "rejected", "decided")}
                for point in data["trend"]
            ]
            data["platforms"] = {
                one["platform"]: {name: n for name, n in one.items() if name != "platform"}
                for one in data["platforms"]
            }
            for name in ("oldest", "limits"):
                data["overdue"].pop(name)
            for name in ("changes", "corrections", "read_anew"):
                data.pop(name)
            self.tally.agree(f"digest of {day}", data, self.counted_digest(day, channel))

    def corrections(self, then: list[One], day: date, channel: str | None, before: Digest) -> None:
        """What a digest says of the one that was read before some of it was written down."""
        later = day + timedelta(days=7 * self.rnd.randrange(1, 4))
        found = self.digest(later, channel, before).to_json()["corrections"]
        said = {
            one["period"]: {name: one[name] for name in ("said", "now", "changes")} for one in found
        }
        earlier = replace(self, known=then).counted_digest(day, channel)
        today = self.counted_digest(later, channel)
        counted = oracle.corrections(then, self.known, earlier, today, self.zone, channel)
        self.tally.agree(f"corrections from {day} to {later}", said, counted)

    def pack(self) -> None:
        first, last = sorted(
            self.rnd.choice(self.lines).happened.astimezone(self.zone).date() for _ in range(2)
        )
        only = tuple({one.platform for one in self.known} & {"facebook"})
        only = only if self.rnd.random() < 0.3 else ()
        asked, as_of, words = Ask(platforms=only), None, "platform facebook" if only else ""
        if self.rnd.random() < 0.7:
            asked, words = self.between(first, last, asked), f"{words} since {first} until {last}"
        if self.rnd.random() < 0.3:
            as_of = oracle.midnight(last + DAY, self.zone) - timedelta(microseconds=1)
            words = f"{words} as-of {last}"
        made = pack(self.uow, words, self.now, self.rules)
        known = oracle.known(self.lines, as_of) if as_of else self.known
        platforms = {name: platform_name(name, self.rules) for name in PLATFORMS}
        rules, begin = self.rules, oracle.records_from(self.known)
        categories = {
            name: rules.category_label(name) or "Not stated" for name in (*CATEGORIES, "")
        }
        reasons = {name: rules.reason_label(name) or "Not stated" for name in (*REASONS, "")}
        zone, at = rules.zone(""), min(as_of or self.now, self.now)
        counted = oracle.pack(
            known, asked, begin, at, zone, self.limits, platforms, categories, reasons
        )
        said = {
            one.name: {
                str(row[0]): dict(zip(one.columns[1:], map(number_of, row[1:]), strict=True))
                for row in one.rows
            }
            for one in sheet(made, rules).tables
            if one.name != "publications"
        }
        self.tally.agree(f"pack {words}", said, counted)

    def between(self, first: date, last: date, asked: Ask) -> Ask:
        end = oracle.midnight(last + DAY, self.zone)
        return replace(asked, since=oracle.midnight(first, self.zone), until=end)

    def keep(self) -> int:
        """Publish what is known now."""
        return keep_pack(self.uow, pack(self.uow, "", self.now, self.rules), self.now, self.rules)

    def published(self, number: int, then: list[One], known_at: datetime) -> None:
        """What is said today of what was published then."""
        found = check_published(self.uow, number, self.now, self.rules)
        asked = Ask(until=found.publication.query.until)
        self.tally.agree("published", found.figures, oracle.published(self.known, asked))
        kept = dict(found.publication.figures)
        self.tally.agree("published then", kept, oracle.published(then, asked))
        why = {f"R-{one.number}": one.cause.value for one in found.differing}
        counted = oracle.why_other(self.lines, then, self.known, asked, known_at)
        self.tally.agree("why it is other", why, counted)

    def home(self) -> None:
        team = TeamAtHome().figures(self.uow, self.now, self.rules)
        said: dict[str, Any] = {
            name: getattr(team.counts, name) for name in ("referred", *oracle.PARTS)
        }
        said["certain"] = team.certain
        said["in_time"] = number_of(team.in_time)
        self.tally.agree(
            "Home", said, oracle.home(self.known, self.now, self.rules.zone(""), self.limits)
        )

    def report(self) -> None:
        year = self.now.astimezone(self.zone).year
        for asked, as_of in ((year, None), (year - 1, "yesterday")):
            found = dsa_report(self.uow, str(asked), as_of, self.now, self.rules)
            data = dsa_data(found)
            data["by_provider"] = {one["platform"]: one for one in data["by_provider"]}
            data["by_type"] = {one["category"] or "": one for one in data["by_type"]}
            known = oracle.known(self.lines, found.as_of) if as_of else self.known
            counted = oracle.report(known, asked, found.as_of, self.zone)
            self.tally.agree(f"report of {asked} as of {as_of}", data, counted)

    def export(self, asked: Ask) -> None:
        for who in (LEAD, OWNER):
            by_cohort = self.rnd.random() < 0.5
            query = ExportQuery(query_of(asked), who.id, who.lead, by_cohort)
            wanted = export_of(query, Form.JSON, "", self.now, self.rules)
            text = "".join(written(self.uow, wanted, Actor(who, NOWHERE, self.now), self.rules))
            counted = oracle.export(
                self.known,
                asked,
                who.id,
                who.lead,
                by_cohort,
                self.zone,
                self.forgotten,
            )
            said = {one["referral"]: one for one in json.loads(text)["referrals"]}
            what = f"export {query}"
            names = {str(number): name for number, name in enumerate(said)}
            wanted_names = {str(number): name for number, name in enumerate(counted)}
            self.tally.agree(what, names, wanted_names)
            for name, row in counted.items():
                row_said = {column: said.get(name, {}).get(column) for column in row}
                self.tally.agree(f"{what}, {name}", row_said, row)


@dataclass
class Told:
    """A story: its events, and how many were recorded before somebody read a digest."""

    events: list[Event]
    cut: int
    now: datetime

    @classmethod
    def at_random(cls, rnd: Random, steps: int) -> Told:
        events: list[Event] = []
        while not events:
            events = walk(rnd, year(rnd), rnd.randrange(1, steps), pages=rnd.choice([4, 12]))
        now = events[-1].recorded_at + timedelta(days=rnd.choice([0, 1, 40]))
        cut = rnd.randrange(len(events)) + 1
        while cut < len(events) and events[cut].recorded_at == events[cut - 1].recorded_at:
            cut += 1
        return cls(events, cut, now)


def one_story(store: SqlStore, seed: int, tally: Tally, steps: int = 150, rounds: int = 3) -> None:
    """Tell one, and ask of it everything in three zones, some of it so many times."""
    rnd = Random(seed)
    told = Told.at_random(rnd, steps)
    lines = exported(told.events)
    read_at = told.events[told.cut - 1].recorded_at
    zones = [config(time_zone=name) for name in rnd.sample(ZONES, 3)]

    def work(uow: UnitOfWork) -> None:
        histories: dict[int, list[Event]] = {}
        record(uow, told.events[: told.cut], histories)
        then = oracle.known(lines, read_at)
        chosen, channel = rnd.choice(zones), rnd.choice([None, "C1"])
        past = Look(uow, lines, then, read_at, chosen, rnd, tally)
        day = read_at.date() - timedelta(days=7)
        said, number = past.digest(day, channel), past.keep()
        record(uow, told.events[told.cut :], histories)
        known, forgotten = oracle.known(lines), frozenset[int]()
        tally.where = f"story {seed}"
        for rules in zones:
            look = Look(uow, lines, known, told.now, rules, rnd, tally, forgotten)
            if not forgotten:
                look.published(number, then, read_at)
            look.everything(rounds)
            if rules is chosen:
                look.corrections(then, day, channel, said)
                look.pack()
            forgotten |= forget(uow, rnd, told.events, told.now)
            tally.where = f"story {seed}, after retention"
        raise Undone

    with suppress(Undone):
        store.write(work)


def record(uow: UnitOfWork, events: list[Event], histories: dict[int, list[Event]]) -> None:
    """Write them down after what was written before."""
    for event in events:
        history = histories.setdefault(event.referral, [])
        history.append(event)
        uow.referrals.record(replay(history), event, None)


def forget(uow: UnitOfWork, rnd: Random, events: list[Event], now: datetime) -> frozenset[int]:
    """Retention erases some of what is finished: no figure moves."""
    numbers = {event.referral for event in events}
    found = [one.referral for one in uow.erasing.finished(numbers) if rnd.random() < 0.5]
    uow.erasing.erase(found, now, "time")
    return frozenset(one.number for one in found)


def main(stories: int, seed: int) -> None:
    """Print how many figures were compared, and how long it took."""
    began = time.monotonic()
    tally = Tally()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(f"sqlite:///{folder}/figures.db", KEY) as store,
    ):
        store.migrate()
        for n in range(stories):
            one_story(store, seed + n, tally)
    took = time.monotonic() - began
    print(
        f"{stories:,} stories from seed {seed}, {tally.compared:,} figures compared, {took:.0f} s"
    )
    if tally.differing:
        print("\n".join(tally.differing[:SHOWN]))
        sys.exit(f"{len(tally.differing):,} differ")


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [300, 1][len(given) :]))
