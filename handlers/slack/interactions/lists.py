"""Lists, page by page: of `/referrals`, of reminders, of digests."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.actions.joining.network import sharing
from bot.actions.recording.narrowing import asked_list, narrowed_to, not_here, query_of
from bot.actions.recording.same_page import same_pages_seen
from bot.config import Config
from bot.domain.errors import BadAnswer, NotAllowed, Refusal
from bot.domain.figures.digests import say_period
from bot.domain.figures.query import FigureQuery
from bot.domain.indicators.indicator import Indicator
from bot.domain.indicators.typed import known_kind
from bot.domain.list_words import searched_for
from bot.domain.listing import Asked, Listing, View
from bot.domain.people import Actor
from bot.domain.times import Period
from bot.ports.store import UnitOfWork
from bot.sentences import labels, refusals
from handlers.messages.cards.controls import earlier_version
from handlers.messages.figures.digest import CERTAIN, OVERDUE, period_of
from handlers.messages.figures.digest_lines import overall
from handlers.messages.kit.kit import Reply
from handlers.messages.kit.modals import says
from handlers.messages.kit.origin import check_here, newest
from handlers.messages.lists.lists import (
    FILTER,
    SIZE,
    WORDS,
    Headed,
    ListPage,
    filter_form,
    listing,
)
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Submission
from handlers.slack.replies.listeners import FormResult, Listeners

_OPEN = (View.QUEUE, View.MINE)


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the buttons that turn pages, to those of digests, and to Home's Filter."""
    listeners.on_click(re.compile(r"^list:(more|back)$"), turn)
    for name in (CERTAIN, OVERDUE):
        listeners.on_click(name, digest_list)
    listeners.on_click(FILTER, _open_filter)
    listeners.on_form(FILTER, _filter)


async def digest_list(context: AppContext, click: Click) -> Reply:
    """The list behind a digest's button."""
    return await _fresh(context, click, _digest_page(click))


def _digest_page(click: Click) -> ListPage:
    """Of its period, and of its channel where it is of one."""
    view = View.CERTAIN if click.action_id == CERTAIN else View.OVERDUE
    made = click.press
    try:
        since, until, channel = period_of(made)
    except ValueError:
        raise BadAnswer(earlier_version("")) from None
    if view is View.OVERDUE:
        return ListPage(view, channel=channel, made=made)
    return ListPage(view, since=since, until=until, channel=channel, made=made)


async def turn(context: AppContext, click: Click) -> Reply:
    """The next page in place of the one that stood there."""
    try:
        page = ListPage.load(click.value)
    except ValueError:
        raise BadAnswer(earlier_version("")) from None
    return await _fresh(context, click, page, instead=True)


async def _fresh(
    context: AppContext, click: Click, page: ListPage, *, instead: bool = False
) -> Reply:
    actor = await context.actor(click.requester)
    return await show_list(context, actor, page, instead=instead)


def list_asked(uow: UnitOfWork, context: AppContext, actor: Actor, page: ListPage) -> Asked:
    """The list that a page is of. Raises NotFound for a button of another database, BadAnswer for words
    that name no list, NotAllowed for the leads' own."""
    if page.made is not None:
        check_here(uow, page.made)
    asked = Asked(page.view, words=page.words)
    if page.view is View.QUEUE and page.words:
        asked = asked_list(uow, page.words, actor, context.config)
        if asked.view is View.QUEUE and not actor.place.id:  # on Home: of all channels
            asked = replace(asked, view=View.OPEN)
    if asked.view is View.HELD and not actor.person.lead:
        raise NotAllowed(refusals.ONLY_LEADS_LIST_HELD)
    return asked


def find(
    uow: UnitOfWork, context: AppContext, actor: Actor, asked: Asked, page: ListPage, size: int
) -> Listing:
    """So many of the list from the page on, as this person may see it."""
    query = query_of(
        asked,
        actor,
        context.config,
        offset=page.offset,
        size=size,
        certain_from=page.since,
        certain_to=page.until,
        only_channel=page.channel,
    )
    return uow.referrals.find(query)


def searched(page: ListPage, country: str | None, config: Config) -> Indicator | None:
    """The phone number, address or account that a list is searched for, if it is one."""
    words = page.words if page.view is View.SEARCH else searched_for(page.words)
    try:
        return known_kind(words, country, config.extra_hosts) if words.strip() else None
    except BadAnswer:  # several
        return None


def _figures_of_case(uow: UnitOfWork, context: AppContext, asked: Asked) -> str:
    """The rates of a case, over what every member of the channel may see; empty for other lists."""
    figures = asked.narrowed.figures
    if not figures.case:
        return ""
    whole = FigureQuery(case=figures.case, seen_in=figures.seen_in)
    return overall(uow.figures.cohort(whole).counts, context.config)


async def _open_filter(context: AppContext, click: Click) -> None:
    """The form for the words of a list."""
    await context.actor(click.requester)
    await context.responder.open(click.trigger, filter_form(click.meta.dump()))


async def _filter(context: AppContext, submission: Submission) -> FormResult:
    """The list that the words ask for, in place of the form."""
    actor = await context.actor(submission.requester)
    page = ListPage(View.QUEUE, submission.answers.get(WORDS, ""))
    try:
        reply = await show_list(context, actor, page)
    except Refusal as refusal:
        raise BadAnswer(refusal.sentence, field=WORDS) from None
    return FormResult(view=says(reply.post, labels.REFERRALS, submission.meta.dump()))


async def show_list(
    context: AppContext, actor: Actor, page: ListPage, *, instead: bool = False
) -> Reply:
    """One page of a list, as this person may see it. Raises NotAllowed for the leads' own."""
    zone = context.config.zone(actor.place.id)
    dates = say_period(Period(page.since, page.until), zone) if page.since and page.until else ""

    indicator = searched(page, context.config.country_for(actor.place.id), context.config)

    def work(uow: UnitOfWork) -> Reply:
        asked = list_asked(uow, context, actor, page)
        if indicator is not None:
            asked = sharing(uow, asked, indicator, actor)
        heading, narrowed = narrowed_to(uow, asked, actor, context.config)
        found = find(uow, context, actor, asked, page, SIZE)
        names = uow.people.names({one.owner for one in found.referrals})
        post = listing(
            found,
            replace(page, made=newest(uow, found.referrals)),
            Headed(
                asked,
                heading,
                (*narrowed, *([dates] if dates else [])),
                not_here(uow, asked, actor),
                _figures_of_case(uow, context, asked),
            ),
            lambda referral: context.card_context(referral, names, actor.now),
            context.config.commands.flag,
            zone=zone,
            same=same_pages_seen(uow, actor) if asked.view in _OPEN and not asked.words else (),
            demo=context.demo,
        )
        return Reply(post, labels.REFERRALS, instead)

    return await (context.read if indicator is None else context.store.write)(work)
