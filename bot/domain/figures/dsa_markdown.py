"""The yearly report as Markdown, ready to be published: tables, and each figure's definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.figures.dsa import MANY_PROVIDERS, DsaReport
from bot.domain.figures.statistics import Counts
from bot.domain.times import say_days

PARTS = ("Notices", "Closed", "Restricted", "Rejected", "Gone", "Waiting")
_MARKS = re.compile(r"([\\`*_{}\[\]<>|#~])")

DEFINITIONS = (
    (
        "Notice",
        "one page notified to one provider as illegal content, alone or together with a breach of "
        "its terms (Article 16). A message about several pages counts as several; a page notified "
        "again counts again.",
    ),
    ("Period", "notices sent in it, each counted once, by what had become of it as of the date."),
    ("Closed", "the provider removed the page or disabled access to it."),
    ("Restricted", "the provider acted in another way, such as hiding the page in a country."),
    (
        "Rejected",
        "the provider decided to take no action. A decision under appeal counts as it was taken; "
        "one that was overturned counts as what followed.",
    ),
    ("Gone", "the page was no longer there before any decision was known."),
    ("Waiting", "no decision was known as of the date."),
    ("Identity", "notices = closed + restricted + rejected + gone + waiting, in every row."),
    (
        "Days to decision",
        "calendar days from the day of the notice to that of the provider's first decision, whatever "
        "it was, among those decided: Monday to the next Monday is 7, the same day 0. 90% within: "
        "the least number of days that 90 in 100 did not exceed (nearest rank). The day by which half "
        "of all notices had a decision is a Kaplan–Meier median: it counts those without one too.",
    ),
    ("Appeal", "a complaint against the provider's decision (Article 20)."),
)


def markdown(report: DsaReport) -> str:
    """The whole report. It holds counts, names from config and the independence text alone."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: DsaReport) -> Iterator[str]:
    yield f"# Report on notices of illegal content, {report.year}"
    yield ""
    if report.demo:
        yield from ("> **Demo data.** Nothing in this report happened.", "")
    if not report.ended:
        yield from (f"> **Draft.** {report.year} had not ended as of this report.", "")
    yield from _bullets(
        (
            ("Trusted flagger", _text(report.organisation)),
            ("Period", f"{report.dates} ({report.zone})"),
            ("As of", report.as_of_said),
            ("Source", report.source),
            ("Published under", "Article 22(3) of Regulation (EU) 2022/2065, Digital Services Act"),
        )
    )
    yield from ("", "## Summary", "", _summary(report))
    if report.counts.referred:
        yield from _tables(report)
    yield from ("", "## Not in the tables", "")
    yield from _aside(report)
    yield from ("", "## Independence", "")
    yield report.independence or (
        "**TO BE WRITTEN BEFORE PUBLICATION: the procedures that keep the trusted flagger "
        "independent of the providers (Article 22(3)).**"
    )
    yield from ("", "## What the figures mean", "")
    yield from _bullets(DEFINITIONS)


def _summary(report: DsaReport) -> str:
    counts = report.counts
    if not counts.referred:
        return "No notice of illegal content was sent in this period."
    named = [one for one in report.providers if one.platform not in MANY_PROVIDERS]
    providers = len({one.company or one.service for one in named})
    whom = f"{providers:,} {_one(providers, 'provider', 'providers')}"
    if report.nameless:
        whom = f"{whom} and other sites" if named else "sites of other providers"
    pages = f" ({report.pages:,} different pages)" if report.pages != counts.referred else ""
    rate = counts.rejection_rate
    decided = "No decision is known yet."
    if rate.known:
        low, high, least = counts.lower, counts.upper, report.percent_from
        few = low.denominator < least
        ends = (low.fraction, high.fraction) if few else (low.percent, high.percent)
        bounds = "between {} and {}".format(*ends)
        were = _one(rate.numerator, "was", "were")
        decided = f"Of {counts.decided:,} decided, {rate.told(least)} {were} rejected" + (
            f"; {bounds}, whatever becomes of those that wait." if counts.waiting else "."
        )
    return (
        f"{counts.referred:,} {_one(counts.referred, 'notice was', 'notices were')} sent to "
        f"{whom}{pages}: "
        f"{counts.closed:,} closed, {counts.restricted:,} restricted, {counts.rejected:,} rejected, "
        f"{counts.gone:,} gone before a decision, {counts.waiting:,} without a decision. {decided}"
    )


def _one(n: int, one: str, several: str) -> str:
    return one if n == 1 else several


def _tables(report: DsaReport) -> Iterator[str]:
    whole = ("**All**", *(f"**{part}**" for part in _parts(report.counts)))
    yield from ("", "## Notices by provider and action taken", "")
    yield from _table(
        ("Provider of hosting services", *PARTS),
        [*((_text(one.name), *_parts(one.counts)) for one in report.providers), whole],
    )
    yield from ("", "## Notices by type of content and action taken", "")
    yield from _table(
        ("Type of allegedly illegal content", *PARTS),
        [*((_text(one.name), *_parts(one.counts)) for one in report.types), whole],
    )
    yield from ("", "## Days to decision", "")
    rows: list[tuple[str, ...]] = [
        (_text(one.name), f"{one.counts.decided:,}", _days(one.median), _days(one.ninetieth))
        for one in report.providers
    ]
    took = (f"{report.took.decided:,}", _days(report.took.median), _days(report.took.ninetieth))
    rows.append(("**All**", *(f"**{one}**" for one in took)))
    yield from _table(("Provider of hosting services", "Decided", "Median", "90% within"), rows)
    took_all = report.took
    waiting = "None is still without a decision"
    if took_all.waiting and took_all.oldest_waiting is not None:
        waiting = (
            f"{took_all.waiting:,} {_one(took_all.waiting, 'is', 'are')} still without a decision, "
            f"the oldest for {say_days(took_all.oldest_waiting)}"
        )
    half = "Fewer than half of all notices have a decision yet"
    if took_all.kaplan_meier is not None:
        half = f"Half of all notices had a decision within {say_days(took_all.kaplan_meier)}"
    yield ""
    yield f"{waiting}. {half}."
    yield from ("", "## Appeals", "")
    later = report.later
    yield from _table(
        ("Appealed", "Overturned", "Upheld", "Not ended"),
        [
            tuple(
                f"{n:,}"
                for n in (later.appealed, later.overturned, later.upheld, report.open_appeals)
            )
        ],
    )
    if later.closed_later:
        yield ""
        yield (
            f"{later.closed_later:,} {_one(later.closed_later, 'page was', 'pages were')} closed "
            "later, after the provider had first rejected or restricted."
        )


def _aside(report: DsaReport) -> Iterator[str]:
    every = report.counts + report.terms + report.not_stated
    yield from _bullets(
        (
            (
                "On the provider's terms alone",
                f"{_said(report.terms)} They alleged no illegal content.",
            ),
            ("Basis not stated", _said(report.not_stated)),
            (
                "All together",
                f"{every.referred:,} referred in the period, notices of illegal content included.",
            ),
            (
                "Withdrawn by the trusted flagger",
                f"{report.withdrawn:,} (mistakes, duplicates; sent or not), in no other figure.",
            ),
        )
    )
    if report.nameless:
        yield ""
        yield (
            f"{report.nameless:,} of the notices went to sites whose provider the records do not "
            "name; they stand in the row of such sites."
        )


def _said(counts: Counts) -> str:
    if not counts.referred:
        return "0."
    return (
        f"{counts.referred:,}: {counts.closed:,} closed, {counts.restricted:,} restricted, "
        f"{counts.rejected:,} rejected, {counts.gone:,} gone, {counts.waiting:,} waiting."
    )


def _parts(counts: Counts) -> tuple[str, ...]:
    names = ("referred", "closed", "restricted", "rejected", "gone", "waiting")
    return tuple(f"{getattr(counts, name):,}" for name in names)


def _days(days: int | None) -> str:
    return "–" if days is None else f"{days:,}"


def _bullets(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"- **{name}:** {text}" for name, text in pairs)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|---{'|---:' * (len(head) - 1)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _text(text: str) -> str:
    """A name from config, so that nothing in it is taken for Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
