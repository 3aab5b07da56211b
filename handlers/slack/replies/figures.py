"""Figures that a person asks for: stats, the digest as it would be now, and posting them."""

from __future__ import annotations

from bot.actions.figures import report
from bot.actions.figures.digest import preview
from bot.actions.figures.home import TEAM_WEEKS
from bot.actions.figures.months import asked_by_month
from bot.actions.figures.published import keep_stats
from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.errors import BadAnswer
from bot.domain.figures.digests import SOURCE
from bot.domain.figures.publications import PublicationKind
from bot.domain.figures.statistics import Team
from bot.domain.people import Actor
from bot.domain.times import say_day, say_instant
from bot.ports.store import UnitOfWork
from bot.sentences import figures as sentences
from bot.sentences import home, labels, refusals
from bot.sentences.reporting import in_time
from handlers.messages.figures.digest import digest_as_text, digest_post
from handlers.messages.figures.digest_lines import overall
from handlers.messages.figures.stats import POST, posted_figures, stats, words_of
from handlers.messages.kit.kit import Post, Reply
from handlers.messages.kit.origin import check_here, newest
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click
from handlers.slack.replies.listeners import Listeners


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the button that posts figures in the channel."""
    listeners.on_click(POST, post_stats)


async def stats_answer(context: AppContext, words: str, actor: Actor) -> Reply:
    """The figures, in private. Raises BadAnswer for words that name no period or filter."""

    def work(uow: UnitOfWork) -> Reply:
        said = _report(uow, context, words, actor)
        return Reply(stats(said, context.config, newest(uow), words=words), labels.FIGURES)

    return await context.read(work)


async def post_stats(context: AppContext, click: Click) -> Reply:
    """The same figures as they are now, posted where they were asked for."""
    actor, press = await context.actor(click.requester), click.press
    if not actor.place.id:
        raise BadAnswer(refusals.POST_IN_CHANNEL)

    def work(uow: UnitOfWork) -> Reply:
        check_here(uow, press)
        said = _report(uow, context, words_of(press.choice), actor)
        if said.query.case:
            raise BadAnswer(refusals.CASE_IS_PRIVATE)
        posted = posted_figures(said, context.config)
        subject = click.key[:200]
        message = Announcement(actor.place.id, Message.STATS, subject, posted.to_json())
        uow.outbox.add([message], actor.now)
        zone = context.config.zone(actor.place.id)
        keep_stats(uow, PublicationKind.STATS, actor.place.id, said, zone, actor.now)
        return Reply(Post(sentences.POSTED), labels.POSTED)

    return await context.once(click.key, work)


def _report(uow: UnitOfWork, context: AppContext, words: str, actor: Actor) -> report.StatsReport:
    rest, monthly = asked_by_month(words)
    query = report.stats_query(uow, rest, actor.place.id, actor.now, context.config)
    return report.stats(
        *(uow, query, actor.person, actor.now, context.config),
        channel=actor.place.id,
        monthly=monthly,
    )


async def digest_preview(context: AppContext, words: str, actor: Actor) -> Reply:
    """The channel's digest as it would be now, or that of the period named. Raises BadAnswer."""

    def work(uow: UnitOfWork) -> Reply:
        digest = preview(uow, actor.place.id, actor.now, context.config, words)
        plain = digest_as_text(digest, context.config)
        return Reply(digest_post(digest, context.config, newest(uow)), labels.DIGEST, plain=plain)

    return await context.read(work)


def team_lines(team: Team, config: Config, actor: Actor) -> tuple[str, ...]:
    """The team's figures for Home, in mrkdwn; nothing where no page was referred."""
    counts, zone = team.counts, config.zone(actor.place.id)
    if counts.referred == 0:
        return ()
    first, last = (say_day(at.astimezone(zone)) for at in (team.since, team.as_of))
    as_of = sentences.instant(say_instant(team.as_of, zone), zone.key)
    begun = (team.records_from or team.since).astimezone(zone).date()
    late = begun > team.since.astimezone(zone).date()
    source = sentences.records(SOURCE, say_day(begun) if late else "")
    certain = f"{home.certain(team.certain, counts.rejected)} " if counts.rejected else ""
    counted = home.counted(TEAM_WEEKS, first, last, as_of, source)
    answered = ""
    if team.in_time is not None and team.in_time.known:
        answered = f"{in_time.in_the_limit(team.in_time.told(config.percent_from))} "
    return overall(counts, config), f"{certain}{answered}{counted}"
