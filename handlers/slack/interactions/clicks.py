"""Buttons and menus of cards, lists and reminders: each records, shows, or opens a form."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp

from bot.actions.recording.remind import snooze
from bot.domain.errors import BadAnswer
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action
from bot.domain.listing import View
from bot.domain.times import say_instant
from bot.ports.store import UnitOfWork
from handlers.messages.cards.controls import (
    DO,
    SHOW_OVERDUE_VALUE,
    Control,
    action_in,
    earlier_version,
)
from handlers.messages.kit.kit import Block, Post
from handlers.messages.lists.lists import ListPage
from handlers.slack.commands.flag import describe
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Click
from handlers.slack.interactions import checks
from handlers.slack.interactions.home import keep_home
from handlers.slack.interactions.lists import show_list
from handlers.slack.interactions.open_form import open_form
from handlers.slack.interactions.recording import as_it_stands, check_card, record
from handlers.slack.interactions.showing import (
    show_address,
    show_all_actions,
    show_history,
    show_notice,
)
from handlers.slack.replies.replying import Ack, Reply, ReplyDump, answer_click

Handler = Callable[[Desk, Click], Awaitable[Reply | None]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to every button and menu of a referral."""

    async def pressed(ack: Ack, body: Block) -> None:
        click = Click.read(body)
        await answer_click(desk, click, ack, keep_home(desk, click.asked.user, act_on(desk, click)))

    app.action(DO)(pressed)


def register_unknown(app: AsyncApp, desk: Desk) -> None:
    """Take every choice and button that nobody else has listened to: after all others."""

    async def unknown(ack: Ack, body: Block) -> None:
        click = Click.read(body)
        if click.view is not None and click.view.get("submit"):
            await ack()  # a choice in a form, which is read when the form is handed in
            return
        await answer_click(desk, click, ack, _from_earlier(click))

    app.action(re.compile(".*"))(unknown)


async def _from_earlier(click: Click) -> Reply:
    raise BadAnswer(earlier_version(click.value))


async def act_on(desk: Desk, click: Click) -> Reply | None:
    """What a press does. Raises a Refusal."""
    do = click.press.choice if click.action_id == Control.MORE else click.action_id
    action = action_in(do)
    if action is not None:
        return await take(desk, click, action)
    handler = HANDLERS.get(do)
    if handler is None:
        raise BadAnswer(earlier_version(click.value))
    return await handler(desk, click)


async def take(desk: Desk, click: Click, action: Action) -> Reply | None:
    """Take an action at once, or open its form where something has to be said."""
    spec = spec_of(action)
    if not spec.at_once:
        return await open_form(desk, click, action)
    variant, press = spec.variant, click.press
    answers = {variant.field: variant.answer} if variant and press.choice == variant.answer else {}
    try:
        return await record(desk, click, action, answers)
    except BadAnswer as missing:
        # An undo, too late for its recorder alone: a lead says why.
        if missing.field not in {field.name for field in spec.fields}:
            raise
        return await open_form(desk, click, action)


async def _open(desk: Desk, click: Click) -> Reply:
    """Show a referral privately."""
    actor = await desk.actor(click.asked)
    await desk.read(lambda uow: check_card(uow.referrals.get(click.press.number), actor))
    return await as_it_stands(desk, click.press.number, actor)


async def _snooze(desk: Desk, click: Click) -> Reply:
    actor, press = await desk.actor(click.asked), click.press

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow.referrals.get(press.number), actor)
        until = snooze(uow, press.number, press.choice, actor)
        day = say_instant(until, desk.config.zone(actor.place.id))
        text = f"Snoozed: no reminder for R-{press.number} until {day}."
        return Reply(Post(text), "Snoozed")

    return await desk.once(click.key, work, ReplyDump())


async def _show_all(desk: Desk, click: Click) -> Reply:
    """All that waits for this person, or, for a lead, for everybody."""
    actor = await desk.actor(click.asked)
    view = View.OVERDUE if click.value == SHOW_OVERDUE_VALUE else View.MINE
    return await show_list(desk, actor, ListPage(view))


HANDLERS: dict[str, Handler] = {
    Control.SHOW_URL: show_address,
    Control.HISTORY: show_history,
    Control.ALL: show_all_actions,
    Control.NOTICE: show_notice,
    Control.OPEN: _open,
    Control.SNOOZE: _snooze,
    Control.SHOW_ALL: _show_all,
    Control.CATEGORY: describe,
    Control.CONFIDENCE: describe,
    **checks.HANDLERS,
}
"""What is pressed beside the actions; of More, whose items are these or actions, `act_on`."""
