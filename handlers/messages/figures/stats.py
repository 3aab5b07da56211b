"""A report's figures → a private answer, and the message that a person posts in the channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.actions.figures.report import StatsReport
from bot.config import Config
from bot.domain.figures.days import percentile
from bot.domain.figures.rates import Rate
from bot.domain.figures.shares import DAYS, HOURS
from bot.domain.figures.statistics import Counts, Standing
from bot.sentences import figures as sentences
from bot.sentences import labels
from bot.sentences.digests import no_decisions_in_that
from bot.sentences.labels import DEMO_DATA
from bot.sentences.reporting import in_time
from handlers.messages.figures.digest_lines import overall, without_decisions
from handlers.messages.kit.kit import (
    Block,
    Post,
    Press,
    actions,
    button,
    context,
    fields,
    section,
)
from handlers.messages.kit.wording import said

MOST_GROUPS = 15
POST = "stats:post"
_WORDS = "stats "
"""How the value of its button begins: Slack may refuse an empty one."""


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """A heading, the first of its rows, and how many there are."""

    title: str
    rows: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class PostedFigures:
    """What a person posts in the channel, as it was said when they did."""

    demo_data: bool
    fields: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    groups: tuple[FigureGroup, ...]
    footing: str

    def to_json(self) -> dict[str, Any]:
        """Plain data, for the outbox."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PostedFigures:
        """The other way."""
        return cls(
            data["demo_data"],
            tuple((name, value) for name, value in data["fields"]),
            tuple(data["lines"]),
            tuple(
                FigureGroup(one["title"], tuple(one["rows"]), one["total"])
                for one in data["groups"]
            ),
            data["footing"],
        )


def stats(report: StatsReport, config: Config, made: Press, *, words: str = "") -> Post:
    """The private answer; `words` are what was asked, for the button that posts it, and `made` says of
    which database it is."""
    posted = stats_post(posted_figures(report, config))
    if report.on_hold:
        held = on_hold(report.on_hold)
        posted = Post(f"{posted.text}\n{held}", [*posted.blocks, context(held)])
    if report.counts.referred == 0 or len(words) > 1900:
        return posted
    return Post(
        posted.text,
        [
            *posted.blocks,
            actions([button(sentences.POST_IN_CHANNEL, POST, made.option(asked_again(words)))]),
        ],
    )


def asked_again(words: str) -> str:
    """The button's value."""
    return f"{_WORDS}{words}"


def words_of(value: str) -> str:
    """The words that such a button carries."""
    return value.removeprefix(_WORDS)


def posted_figures(report: StatsReport, config: Config) -> PostedFigures:
    """The figures as sentences: what is posted stays as it was said.

    What nobody outside the leads may know of (holds) is left to the private answer.
    """
    counts, cohort = report.counts, report.cohort
    groups: list[tuple[str, list[str]]] = [
        (sentences.BY_MONTH, _by_month(report, config)),
        (sentences.BY_PLATFORM, _by_platform(report, config)),
        (sentences.BY_CATEGORY, _by_category(report, config)),
        (sentences.REASONS, _by_reason(report, config)),
    ]
    lines = [
        f"*{said(report.quote, 1000)}*",
        overall(counts, config, cohort.rejected_first),
        *later_lines(report, config),
        _beside(report),
    ]
    counted = ("referred", "closed", "restricted", "rejected", "gone", "waiting")
    filters = [said(", ".join(report.filters), 200)] if report.filters else []
    return PostedFigures(
        demo_data=report.demo,
        fields=tuple((name.capitalize(), _pages(report, name)) for name in counted),
        lines=tuple(line for line in lines if line),
        groups=tuple(
            FigureGroup(title, tuple(rows[:MOST_GROUPS]), len(rows))
            for title, rows in groups
            if rows
        ),
        footing=sentences.cohort_as_of(
            report.dates, filters, report.as_of_said, report.source, said(report.team, 60)
        ),
    )


def stats_post(posted: PostedFigures) -> Post:
    """The message."""
    blocks: list[Block] = [context(DEMO_DATA)] if posted.demo_data else []
    first, *others = posted.lines
    blocks += [section(first), fields(posted.fields)]
    blocks += [section("\n".join(others))] if others else []
    text = [DEMO_DATA] if posted.demo_data else []
    counted = ", ".join(f"{name.lower()} {value}" for name, value in posted.fields)
    text += [first.strip("*"), f"{counted[:1].upper()}{counted[1:]}.", *others]
    for group in posted.groups:
        more = group.total - len(group.rows)
        shown = [*group.rows, labels.and_more(more)] if more > 0 else group.rows
        blocks.append(section(f"*{group.title}*\n" + "\n".join(f"• {row}" for row in shown)))
        text.append(f"{group.title}: {'; '.join(shown)}.")
    blocks.append(context(posted.footing))
    return Post("\n".join([*text, posted.footing]), blocks)


def _pages(report: StatsReport, name: str) -> str:
    return sentences.in_pages(getattr(report.counts, name), report.cohort.pages.get(name, 0))


def _by_month(report: StatsReport, config: Config) -> list[str]:
    """The newest first: where there are too many, the oldest are left out."""
    return [
        sentences.month(
            one.name,
            parts(one.counts),
            _rate(one.counts, config),
            _first(one.happened.rejection_rate, config),
        )
        for one in reversed(report.months)
    ]


def _by_platform(report: StatsReport, config: Config) -> list[str]:
    rows = []
    for name, counts in sorted(
        report.cohort.by_platform.items(), key=lambda one: (-one[1].referred, one[0])
    ):
        rows.append(
            sentences.platform(
                said(report.platform_labels.get(name, name), 40),
                parts(counts),
                _rate(counts, config),
                percentile(report.cohort.days.get(name, {}), 50),
            )
        )
    return rows


def _by_category(report: StatsReport, config: Config) -> list[str]:
    found = sorted(report.cohort.by_category.items(), key=lambda one: (-one[1].referred, one[0]))
    return [
        sentences.category(
            said(config.category_label(name) or sentences.NOT_STATED, 60),
            parts(counts),
            _rate(counts, config),
        )
        for name, counts in found
    ]


def _by_reason(report: StatsReport, config: Config) -> list[str]:
    found = sorted(report.cohort.by_reason.items(), key=lambda one: (-one[1], one[0]))
    return [
        sentences.reason(
            said(config.reason_label(name) or sentences.NOT_STATED, 60),
            n,
            report.counts.rejected,
        )
        for name, n in found
    ]


def _rate(counts: Counts, config: Config) -> str:
    rate = counts.rejection_rate
    if not rate.known:
        return without_decisions(counts)
    return sentences.of_decided_rejected(rate.told(config.percent_from))


def _first(rate: Rate, config: Config) -> str:
    told = rate.told(config.percent_from)
    return sentences.first_decisions(told) if rate.known else no_decisions_in_that("month")


def later_lines(report: StatsReport, config: Config) -> list[str]:
    """What there is to say of pages that were referred: of none, nothing."""
    cohort, counts = report.cohort, report.counts
    if not counts.referred:
        return []
    certain = sentences.rejected_although(cohort.certain, cohort.high, counts.rejected)
    return [
        *([certain] if counts.rejected else []),
        sentences.time_to_outcome(sentences.of_all_referred(report.dates), report.took.said),
        *_answers(report, config),
        *_appeals(report, config),
    ]


def _answers(report: StatsReport, config: Config) -> list[str]:
    """Answers in time, the first sign of life, time by outcome, later attempts."""
    cohort, found, least = report.cohort, report.answered, config.percent_from
    population = sentences.of_all_referred(report.dates)
    sign = percentile(cohort.signs, 50)
    decisions = {
        said_as: sentences.days(percentile(cohort.by_first[name], 50) or 0)
        for name, said_as in in_time.TO_DECIDE.items()
        if cohort.by_first.get(name)
    }
    in_limit = report.in_time.told(least) if report.in_time.known else ""
    hours = {n: rate.told(least) for n in HOURS if (rate := found.within_hours(n)).known}
    days = {n: rate.told(least) for n in DAYS if (rate := found.within_days(n)).known}
    lines = []
    if in_limit or hours or days:
        lines.append(in_time.answered(population, in_limit, hours, days))
    lines.append(
        in_time.first_sign(
            population,
            cohort.signed.told(least),
            "" if sign is None else sentences.days(sign),
            decisions,
        )
    )
    if cohort.again.referred or cohort.returned.numerator:
        closed, back = cohort.again.succeeded, cohort.returned
        lines.append(
            in_time.again(
                population,
                cohort.again.referred,
                closed.told(least) if closed.known else "",
                back.told(least) if back.known else "",
            )
        )
    if cohort.late_dates:
        lines.append(in_time.entered_late(population, cohort.entered_late.told(least)))
    return lines


def parts(counts: Counts) -> str:
    """A total with all its parts."""
    return sentences.parts(
        counts.referred,
        counts.closed,
        counts.restricted,
        counts.rejected,
        counts.gone,
        counts.waiting,
    )


def _appeals(report: StatsReport, config: Config) -> list[str]:
    """Appeals, one by one, with what became of all of them, and what else changed later."""
    found = report.cohort.reversals
    if not (found.appealed or found.closed_later or found.reappeared):
        return []
    return [
        sentences.reversals(
            found.appealed,
            found.overturned_of_appeals.told(config.percent_from) if found.appealed else "",
            found.upheld,
            found.going_on,
            found.closed_later,
            found.reappeared,
        )
    ]


def _beside(report: StatsReport) -> str:
    cohort = report.cohort
    return sentences.beside(cohort.flagged, cohort.gone_before, cohort.withdrawn)


def on_hold(found: Mapping[Standing, int]) -> str:
    """How many of each are on hold, in the order of standings."""
    parts = {one.value: found[one] for one in Standing if one in found}
    unseen = parts.pop(Standing.UNSEEN, 0)
    return sentences.on_hold(parts, unseen)
