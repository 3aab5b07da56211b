"""Lists, page by page: of `/referrals`, of reminders, of digests."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp

from bot.actions.recording.look import lists
from bot.actions.recording.team import names_of
from bot.domain.errors import BadAnswer, NotAllowed
from bot.domain.figures.digests import say_period
from bot.domain.listing import View
from bot.domain.people import Actor
from bot.domain.times import Period
from bot.ports.store import UnitOfWork
from handlers.messages.cards.controls import earlier_version
from handlers.messages.figures.digest import CERTAIN, OVERDUE, period_of
from handlers.messages.kit.kit import Block
from handlers.messages.lists.lists import SIZE, ListPage, listing
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Click
from handlers.slack.replies.replying import Ack, Reply, answer_click

TITLE = "Referrals"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the buttons that turn pages, and to those of digests."""

    async def turned(ack: Ack, body: Block) -> None:
        click = Click.read(body)
        await answer_click(desk, click, ack, turn(desk, click))

    async def digest_list(ack: Ack, body: Block) -> None:
        click = Click.read(body)
        await answer_click(desk, click, ack, _fresh(desk, click, digest_page(click)))

    app.action(re.compile(r"^list:(more|back)$"))(turned)
    for name in (CERTAIN, OVERDUE):
        app.action(name)(digest_list)


def digest_page(click: Click) -> ListPage:
    """The list behind a digest's button: of its period, and of its channel where it is of one."""
    view = View.CERTAIN if click.action_id == CERTAIN else View.OVERDUE
    try:
        since, until, channel = period_of(click.value)
    except ValueError:
        return ListPage(view)  # a digest of an earlier version
    if view is View.OVERDUE:
        return ListPage(view, channel=channel)
    return ListPage(view, since=since, until=until, channel=channel)


async def turn(desk: Desk, click: Click) -> Reply:
    """The next page in place of the one that stood there."""
    try:
        page = ListPage.load(click.value)
    except ValueError:
        raise BadAnswer(earlier_version("")) from None
    return await _fresh(desk, click, page, replace=True)


async def _fresh(desk: Desk, click: Click, page: ListPage, *, replace: bool = False) -> Reply:
    actor = await desk.actor(click.asked)
    return await show_list(desk, actor, page, replace=replace)


async def show_list(desk: Desk, actor: Actor, page: ListPage, *, replace: bool = False) -> Reply:
    """One page of a list, as this person may see it. Raises NotAllowed for the leads' own."""
    if page.view is View.HELD and not actor.person.lead:
        raise NotAllowed("Only leads can list what is on hold. Ask one of your leads.")

    zone = desk.config.zone(actor.place.id)
    dates = say_period(Period(page.since, page.until), zone) if page.since and page.until else ""

    def work(uow: UnitOfWork) -> Reply:
        found = lists(
            uow,
            page.view,
            actor,
            desk.config,
            words=page.words,
            offset=page.offset,
            size=SIZE,
            certain_from=page.since,
            certain_to=page.until,
            only_channel=page.channel,
        )
        names = names_of(uow, {one.owner for one in found.referrals})
        post = listing(
            found,
            page,
            lambda referral: desk.context(referral, names, actor.now),
            desk.config.commands.flag,
            dates=dates,
            demo=desk.demo,
        )
        return Reply(post, TITLE, replace)

    return await desk.read(work)
