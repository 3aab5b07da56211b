"""A period → its figures, kept as said → the digest in the channel, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.actions.figures.published import keep_digest
from bot.actions.figures.report import longest_limit
from bot.actions.recording.seeds import is_demo
from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.dates import month_named, week_named
from bot.domain.errors import BadAnswer
from bot.domain.figures.comparisons import Change, Submission, candidates, changes, worth_a_look
from bot.domain.figures.days import Times
from bot.domain.figures.digest import Correction, Digest
from bot.domain.figures.digests import (
    TREND,
    Figured,
    Span,
    differences,
    digest_of,
    due_span,
    earlier,
    span_of,
)
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.rates import Rate
from bot.domain.figures.shares import AnswersInTime, Recently
from bot.domain.figures.statistics import Counts, Decided
from bot.domain.people import Place
from bot.domain.times import Period, say_instant
from bot.ports.store import UnitOfWork
from bot.sentences import periods


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is due: digests with their figures, and those that are too late, with the reason."""

    digests: tuple[tuple[str, Span, Digest], ...]
    too_late: tuple[tuple[str, Span, str], ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """The subjects that were written down to be posted, and why others were left out."""

    posted: tuple[str, ...]
    skipped: tuple[str, ...]


def digest_figures(
    uow: UnitOfWork,
    channel: str,
    span: Span,
    now: datetime,
    config: Config,
    *,
    demo: bool,
    said: Digest | None,
) -> Digest:
    """A digest of one channel: what is said is what is kept.

    `said` is the channel's last digest.
    """
    figures = uow.figures
    only = channel if config.digest_for(channel).scope == "channel" else None
    periods = [earlier(span, times) for times in range(TREND, 0, -1)] + [span.last]
    weekly = figures.weekly(periods, only)
    before = weekly[-2]
    if span.since:
        (before,) = figures.weekly([Period(span.whole.start, span.last.start)], only)
    first_at, (totals, times) = figures.first_at(only), figures.totals(only)
    figured = Figured(
        flow=figures.flow(FigureQuery(since=span.whole.start, until=span.whole.end, channel=only)),
        before=_sum(before),
        trend=[(week, _sum(one)) for week, one in zip(periods, weekly, strict=True)][1:],
        totals=totals,
        overdue=figures.overdue(
            {name: config.response_days_for(name) for name in config.platforms},
            config.response_days,
            now,
            channel=only,
            shown_in=channel,
        ),
        changes=_changes(uow, periods, weekly, only, span.unit)
        if _whole_past(span, periods, first_at)
        else (),
        first_at=first_at,
        times=times,
        in_time=_in_time(uow, totals, times, only, now, config),
    )
    limits = {name: config.response_days_for(name) for name in figured.overdue.by_platform}
    digest = replace(
        digest_of(span, figured, now, limits),
        team=config.team,
        channel=channel,
        scope="channel" if only else "team",
        demo_data=demo,
    )
    return replace(
        digest,
        corrections=_corrections(uow, said, digest, only),
        read_anew=uow.figures.read_anew(said.as_of, only) if said else 0,
        joined=figures.newly_joined(span.whole, channel, only, config.indicators.common_above),
    )


def _in_time(
    uow: UnitOfWork,
    totals: Mapping[str, Counts],
    times: Times,
    channel: str | None,
    now: datetime,
    config: Config,
) -> dict[str, Rate]:
    """Platform → answered within its limit, of all that were referred that long ago; "" is all."""
    lately = FigureQuery(channel=channel, recently=Recently(now, longest_limit(config)))
    answered = AnswersInTime(
        {name: counts.referred for name, counts in totals.items()},
        times.by_platform,
        {},
        uow.figures.recent(lately),
        now,
    )
    rates = {name: answered.in_time(config.response_days_for, name) for name in totals}
    return {**rates, "": answered.in_time(config.response_days_for)}


def _sum(platforms: Mapping[str, Decided]) -> Decided:
    return sum(platforms.values(), Decided())


def _whole_past(span: Span, periods: list[Period], first_at: datetime | None) -> bool:
    """Whether there are records of all the weeks that this one is compared with."""
    return not span.since and first_at is not None and first_at <= periods[0].start


def _changes(
    uow: UnitOfWork,
    periods: list[Period],
    weekly: tuple[dict[str, Decided], ...],
    channel: str | None,
    unit: str,
) -> tuple[Change, ...]:
    before: dict[str, Decided] = {}
    for week in weekly[:-1]:
        for platform, one in week.items():
            before[platform] = before.get(platform, Decided()) + one
    looked_at = worth_a_look(weekly[-1], before)
    whole = Period(periods[0].start, periods[-2].end)
    submissions: dict[str, tuple[tuple[Submission, ...], tuple[Submission, ...]]] = {
        platform: (
            uow.figures.submissions(periods[-1], platform, channel),
            uow.figures.submissions(whole, platform, channel),
        )
        for platform in candidates(looked_at, unit)
    }
    return changes(looked_at, submissions, unit)


def _corrections(
    uow: UnitOfWork, said: Digest | None, digest: Digest, only: str | None
) -> tuple[Correction, ...]:
    """What the digest before this one said, and is otherwise now."""
    if said is None or said.period == digest.period:
        return ()
    if (said.scope, said.unit) != (digest.scope, digest.unit):
        return ()
    before = (said.trend[-1].period, digest.trend[-2].period)
    return tuple(
        Correction(
            now.period,
            (then.period, now.period) == before,
            then.rate,
            now.rate,
            uow.figures.corrected(Period(now.start, now.end), said.as_of, only),
        )
        for then, now in differences(said.trend, digest.trend)
    )


def prepare_digests(uow: UnitOfWork, now: datetime, config: Config) -> Prepared:
    """What is due in all channels; reads only, so that all figures are of one snapshot."""
    digests, too_late = [], []
    demo = is_demo(uow)
    for place in uow.places.all():
        plan = config.digest_for(place.id)
        if place.id[:1] not in ("C", "G") or not plan.enabled or not config.allows(place.id):
            continue
        zone = config.zone(place.id)
        span, due = due_span(
            now, zone, weekday=plan.day, at=plan.time, unit=plan.period, since=plan.since
        )
        only = place.id if plan.scope == "channel" else None
        said = uow.figures.said(place.id)
        if said and said.end >= span.whole.end:
            continue
        first = uow.figures.first_at(only)
        if first is None or first >= span.whole.end:
            continue
        if now - due > timedelta(days=plan.late_days):
            reason = (
                f"{span.key} in #{place.name} was due on {say_instant(due, zone)}, "
                f"more than {plan.late_days} days ago"
            )
            too_late.append((place.id, span, reason))
        else:
            digest = digest_figures(uow, place.id, span, now, config, demo=demo, said=said)
            late = now - due >= timedelta(days=1)
            digests.append((place.id, span, replace(digest, late=late)))
    return Prepared(tuple(digests), tuple(too_late))


def post_digests(uow: UnitOfWork, prepared: Prepared, now: datetime) -> Posted:
    """Write down what was prepared, each once, however many replicas prepared it."""
    posted = [
        subject
        for channel, span, digest in prepared.digests
        if (subject := _post(uow, channel, span, digest, now))
    ]
    skipped = [
        reason
        for channel, span, reason in prepared.too_late
        if uow.claims.take(f"too late, {_claim(channel, span)}")
    ]
    return Posted(tuple(posted), tuple(skipped))


def _claim(channel: str, span: Span) -> str:
    return f"digest:{channel}:{span.key}"


def _post(uow: UnitOfWork, channel: str, span: Span, digest: Digest, now: datetime) -> str | None:
    if not uow.claims.take(_claim(channel, span)):
        return None
    uow.figures.keep_said(channel, digest)
    keep_digest(uow, digest, now)
    subject = f"digest {span.key} {channel}"
    uow.outbox.add([Announcement(channel, Message.DIGEST, subject, digest.to_json())], now)
    return subject


def post_latest_digest(uow: UnitOfWork, place: Place, now: datetime, config: Config) -> str | None:
    """Post the digest of the last period that ended, unless it was posted; its subject."""
    return post_digest(uow, place.id, last_ended(place.id, now, config), now, config)


def post_digest(
    uow: UnitOfWork, channel: str, span: Span, now: datetime, config: Config
) -> str | None:
    """Post one digest by hand, unless it was posted. Raises BadAnswer before its period ends."""
    if span.whole.end > now:
        raise BadAnswer(periods.not_ended(span.name))
    return _post(uow, channel, span, figures_now(uow, channel, span, now, config), now)


def figures_now(uow: UnitOfWork, channel: str, span: Span, now: datetime, config: Config) -> Digest:
    """The same, with what has to be looked up."""
    said = uow.figures.said(channel)
    return digest_figures(uow, channel, span, now, config, demo=is_demo(uow), said=said)


def last_ended(channel: str, now: datetime, config: Config) -> Span:
    """The last week or month that ended, as the channel's digest has it."""
    current = current_span(channel, now, config)
    plan = config.digest_for(channel)
    day = (current.last.start - timedelta(hours=1)).astimezone(current.zone).date()
    return span_of(day, current.zone, plan.period, plan.since)


def current_span(channel: str, now: datetime, config: Config) -> Span:
    """The week or month that is still going on."""
    zone, plan = config.zone(channel), config.digest_for(channel)
    return span_of(now.astimezone(zone).date(), zone, plan.period, plan.since)


def span_named(text: str, channel: str, now: datetime, config: Config) -> Span:
    """`2026-W46` or, where the channel's digest is monthly, `2026-11`. Raises BadAnswer."""
    zone, plan = config.zone(channel), config.digest_for(channel)
    named = month_named if plan.period == "month" else week_named
    days = named(text, now.astimezone(zone).date())
    return span_of(days.first, zone, plan.period, plan.since)


def preview(uow: UnitOfWork, channel: str, now: datetime, config: Config, text: str = "") -> Digest:
    """The digest as it would be now: of the period going on, or of the one that is named."""
    word = text.strip().lower()
    if word in ("", "so far", "this week", "this month"):
        span = current_span(channel, now, config)
    elif word in ("last", "last week", "last month"):
        span = last_ended(channel, now, config)
    else:
        span = span_named(text, channel, now, config)
    if span.last.start > now:
        raise BadAnswer(periods.not_begun(span.name), field="week")
    return replace(figures_now(uow, channel, span, now, config), so_far=span.whole.end > now)
