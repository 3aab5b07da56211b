"""A period's report → its page and tables, before they are HTML, CSV or text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.actions.figures.pack import Pack
from bot.config import Config
from bot.domain.figures.days import percentile, together
from bot.domain.figures.publications import Cause
from bot.domain.figures.rates import Rate
from bot.domain.figures.shares import DAYS, HOURS
from bot.domain.figures.sheet import Sheet, SheetTable, Value, counted
from bot.domain.figures.statistics import Counts, Happened, add_up
from bot.domain.times import say_as_of
from bot.sentences import figures
from bot.sentences.digests import NO_DECISIONS
from bot.sentences.labels import DEMO_DATA
from bot.sentences.reporting import pack as sentences
from handlers.messages.figures.digest_lines import overall

_COUNTED = (*sentences.PARTS, sentences.RATE)


def sheet(made: Pack, config: Config) -> Sheet:
    """The page."""
    report, counts = made.report, made.report.counts
    lines = [
        sentences.sums(
            *(counts.referred, counts.closed, counts.restricted),
            *(counts.rejected, counts.gone, counts.waiting),
        )
        + ".",
        overall(counts, config, report.cohort.rejected_first),
    ]
    return Sheet(
        title=sentences.title(report.team),
        about=sentences.about(report.dates, report.filters),
        demo=DEMO_DATA if report.demo else "",
        headline=report.quote,
        lines=tuple(line for line in lines if line),
        tables=tuple(one for one in _tables(made, config) if one.rows or one.note),
        months=report.months,
        definitions=tuple(sentences.DEFINED.items()),
        footing=sentences.footing(report.as_of_said, report.source, report.team),
        source=_source(made),
        sha256=made.sha256,
    )


def _source(made: Pack) -> tuple[str, str, str]:
    report = made.report
    demo = f"{DEMO_DATA}; " if report.demo else ""
    about = sentences.about(report.dates, report.filters)
    return report.as_of.isoformat(), about, f"{demo}{report.source}"


def _tables(made: Pack, config: Config) -> Iterator[SheetTable]:
    report, cohort = made.report, made.report.cohort
    yield _identity(made)
    if report.counts.referred:
        yield _in_time(made)
    if report.months:
        yield _months(made)
        yield _decisions(made)
    yield _time(made)
    labels = {name: report.platform_labels.get(name, name) for name in cohort.by_platform}
    yield _by("platforms", sentences.PLATFORMS, sentences.PLATFORM, cohort.by_platform, labels)
    labels = {
        name: config.category_label(name) or sentences.NOT_STATED for name in cohort.by_category
    }
    yield _by("categories", sentences.CATEGORIES, sentences.CATEGORY, cohort.by_category, labels)
    if made.by_confidence:
        yield _certain(made)
    yield _reasons(made, config)
    yield _appeals(made)
    yield _earlier(made)


def _in_time(made: Pack) -> SheetTable:
    """Of all that were referred at least that long ago; the rest, of all."""
    report, cohort, found = made.report, made.report.cohort, made.report.answered
    shares = [
        (sentences.IN_LIMIT, report.in_time),
        *((sentences.in_hours(n), found.within_hours(n)) for n in HOURS),
        *((sentences.in_days(n), found.within_days(n)) for n in DAYS),
        (sentences.SIGN, cohort.signed),
        (sentences.LATER_CLOSED, cohort.again.succeeded),
        (sentences.BACK, cohort.returned),
        (sentences.LATE, cohort.entered_late),
    ]
    rows = tuple(
        (name, rate.numerator, rate.denominator, replace(rate, empty=sentences.NONE))
        for name, rate in shares
    )
    return SheetTable(
        "answers", sentences.ANSWERS, sentences.ANSWERS_COLUMNS, rows, sentences.SO_LONG, half=True
    )


def _identity(made: Pack) -> SheetTable:
    counts, cohort = made.report.counts, made.report.cohort
    rows: list[tuple[Value, ...]] = []
    for name in sentences.PARTS[1:6]:
        part = getattr(counts, name.lower())
        pages = cohort.pages.get(name.lower(), 0)
        rows.append((name, part, pages, Rate(part, counts.referred)))
    whole, pages = Rate(counts.referred, counts.referred), cohort.pages.get("referred", 0)
    rows.append((sentences.PARTS[0], counts.referred, pages, whole))
    note = figures.beside(cohort.flagged, cohort.gone_before, cohort.withdrawn)
    if sum(n for name, n in cohort.pages.items() if name != "referred") != pages:
        note = f"{sentences.PAGES_TWICE} {note}"
    return SheetTable(
        "identity",
        sentences.IDENTITY,
        (sentences.COUNTED, sentences.REFERRALS, sentences.PAGES, sentences.SHARE),
        tuple(rows),
        note,
        whole=True,
        half=True,
    )


def _months(made: Pack) -> SheetTable:
    months = made.report.months
    rows = [counted(one.name, one.counts) for one in months]
    whole = counted(sentences.ALL, add_up(one.counts for one in months))
    columns = (sentences.MONTH, *_COUNTED)
    return SheetTable("months", sentences.MONTHS, columns, (*rows, whole), whole=True)


def _decisions(made: Pack) -> SheetTable:
    def row(name: str, of: Happened) -> tuple[Value, ...]:
        rate = Rate(of.rejected, of.decided, NO_DECISIONS)
        return (name, of.closed, of.restricted, of.rejected, of.decided, rate)

    months = made.report.months
    rows = [row(one.name, one.happened) for one in months]
    whole = row(sentences.ALL, sum((one.happened for one in months), Happened()))
    return SheetTable(
        "decisions",
        sentences.DECISIONS,
        sentences.FIRST,
        (*rows, whole),
        sentences.FLOW,
        whole=True,
        half=True,
    )


def _by(
    name: str, title: str, column: str, parts: Mapping[str, Counts], labels: Mapping[str, str]
) -> SheetTable:
    found = sorted(parts.items(), key=lambda one: (-one[1].referred, labels[one[0]]))
    rows = [counted(labels[key], counts) for key, counts in found]
    if rows:
        rows.append(counted(sentences.ALL, add_up(parts.values())))
    return SheetTable(name, title, (column, *_COUNTED), tuple(rows), whole=True)


def _reasons(made: Pack, config: Config) -> SheetTable:
    found = sorted(made.report.cohort.by_reason.items(), key=lambda one: (-one[1], one[0]))
    whole = made.report.counts.rejected
    rows: list[tuple[Value, ...]] = [
        (config.reason_label(name) or sentences.NOT_STATED, n, Rate(n, whole)) for name, n in found
    ]
    if rows:
        rows.append((sentences.ALL, whole, Rate(whole, whole)))
    columns = (sentences.REASON, sentences.REJECTIONS, sentences.OF_REJECTIONS)
    return SheetTable("reasons", sentences.REASONS, columns, tuple(rows), whole=True, half=True)


def _certain(made: Pack) -> SheetTable:
    rows = [
        counted(name.capitalize(), counts)
        for name, counts in made.by_confidence.items()
        if counts.referred
    ]
    if rows:
        rows.append(counted(sentences.ALL, add_up(made.by_confidence.values())))
    certain = made.by_confidence["certain"]
    note = sentences.certain(certain.rejected, certain.referred)
    columns = (sentences.CONFIDENCE, *_COUNTED)
    return SheetTable("confidence", sentences.CERTAIN, columns, tuple(rows), note, whole=True)


def _time(made: Pack) -> SheetTable:
    report = made.report
    rows: list[tuple[Value, ...]] = []
    labels = report.platform_labels
    found = sorted(report.cohort.days.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    everything = together(days for _, days in found)
    for name, days in [*found, *([("", everything)] if found else [])]:
        label = labels.get(name, name) or sentences.ALL
        rows.append((label, sum(days.values()), percentile(days, 50), percentile(days, 90)))
    population = figures.of_all_referred(report.dates)
    note = figures.time_to_outcome(population, report.took.said)
    columns = (sentences.PLATFORM, sentences.DECIDED, sentences.MEDIAN, sentences.NINETIETH)
    return SheetTable("time", sentences.TIME, columns, tuple(rows), note, whole=True, half=True)


def _appeals(made: Pack) -> SheetTable:
    later = made.report.cohort.reversals
    times = (later.appealed, later.overturned, later.upheld, later.closed_later, later.reappeared)
    ended = (later.overturned, later.upheld)
    shares = [None, *(Rate(n, later.appealed, "") for n in ended), None, None]
    rows = tuple(zip(sentences.LATER, times, shares, strict=True))
    return SheetTable("appeals", sentences.APPEALS, sentences.APPEALS_COLUMNS, rows, half=True)


def _earlier(made: Pack) -> SheetTable:
    rows: list[tuple[Value, ...]] = []
    for one in made.otherwise:
        said, causes = one.publication, one.causes
        at = say_as_of(said.published_at, ZoneInfo(said.zone))
        counts = (causes[Cause.CORRECTION], causes[Cause.LATE], causes[Cause.SINCE])
        rows.append((f"{said.number}", figures.instant(at, said.zone), said.title, *counts))
    same = len(made.compared) - len(rows)
    notes = [sentences.all_as_published(same)] if same or not rows else []
    notes += [sentences.not_looked_at(made.not_compared)] if made.not_compared else []
    columns = sentences.EARLIER_COLUMNS
    return SheetTable(
        "publications", sentences.EARLIER, columns, tuple(rows), " ".join(notes), half=not rows
    )
