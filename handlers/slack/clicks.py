"""Buttons and menus of cards, lists and reminders: each records, shows, or opens a form."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from slack_bolt.async_app import AsyncApp

from bot.actions.remind import snooze
from bot.domain.errors import BadAnswer
from bot.domain.listing import View
from bot.domain.referral import Action
from bot.domain.times import say_instant
from bot.ports import UnitOfWork
from handlers.blocks.answers import DO, done_by
from handlers.blocks.controls import ANY_ACT, SHOW_OVERDUE_VALUE, Act, Choice, parse_option
from handlers.blocks.form_fields import FORMS
from handlers.blocks.kit import Block, Post
from handlers.blocks.lists import Page
from handlers.slack import checks
from handlers.slack.acting import as_it_stands, check_card, record
from handlers.slack.asking import OLD_BUTTON, Click
from handlers.slack.desk import Desk
from handlers.slack.forms_open import open_form
from handlers.slack.home import keep_home
from handlers.slack.lists import show_list
from handlers.slack.replying import Ack, Reply, ReplyDump, answer_click
from handlers.slack.showing import show_address, show_all_actions, show_history, show_notice

Handler = Callable[[Desk, Click], Awaitable[Reply | None]]


_OURS = re.compile(f"{ANY_ACT.pattern}|{DO.pattern}")


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to every button and menu of a referral."""

    async def pressed(ack: Ack, body: Block) -> None:
        click = Click.read(body)
        await answer_click(desk, click, ack, keep_home(desk, click.asked.user, act_on(desk, click)))

    app.action(_OURS)(pressed)


def register_unknown(app: AsyncApp, _: Desk) -> None:
    """Take every choice and button that nobody else has listened to: after all others."""
    app.action(re.compile(".*"))(_unknown)


async def _unknown(ack: Ack) -> None:
    """A choice in a form, or a button of an older version: there is nothing to do."""
    await ack()


async def act_on(desk: Desk, click: Click) -> Reply | None:
    """What a press does. Raises a Refusal."""
    action = done_by(click.action_id)
    if action is not None:
        return await take(desk, click, action)
    handler = HANDLERS.get(click.action_id)
    if handler is None:
        raise BadAnswer(OLD_BUTTON)
    return await handler(desk, click)


async def take(desk: Desk, click: Click, action: Action) -> Reply | None:
    """Take an action at once, or open its form where it has one."""
    if action in FORMS and action is not Action.UNDO:
        return await open_form(desk, click, action)
    if action is not Action.UNDO:
        return await record(desk, click, action)
    try:
        return await record(desk, click, action)
    except BadAnswer:
        # Too late for its recorder alone: a lead says why.
        return await open_form(desk, click, action)


async def _more(desk: Desk, click: Click) -> Reply | None:
    try:
        choice, press = parse_option(click.value)
        chosen = Choice(choice)
    except ValueError:
        raise BadAnswer(OLD_BUTTON) from None
    on_it = replace(click, value=press.value)
    match chosen:
        case Choice.SHOW_URL:
            return await show_address(desk, on_it)
        case Choice.HISTORY:
            await show_history(desk, on_it)
        case Choice.ALL:
            await show_all_actions(desk, on_it)
        case Choice.NOTE:
            return await take(desk, on_it, Action.NOTE)
        case Choice.UNDO:
            return await take(desk, on_it, Action.UNDO)
        case Choice.WITHDRAW:
            return await take(desk, on_it, Action.WITHDRAW)
    return None


async def _open(desk: Desk, click: Click) -> Reply:
    """Show a referral privately."""
    visit = await desk.visit(click.asked)
    await desk.read(lambda uow: check_card(uow.referrals.get(click.press.number), visit))
    return await as_it_stands(desk, click.press.number, visit)


async def _snooze(desk: Desk, click: Click) -> Reply:
    visit = await desk.visit(click.asked)
    try:
        days, press = parse_option(click.value)
    except ValueError:
        raise BadAnswer(OLD_BUTTON) from None

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow.referrals.get(press.number), visit)
        until = snooze(uow, press.number, days, visit.person, visit.where, visit.now)
        zone = desk.config.zone(visit.place.id)
        return Reply(
            Post(f"R-{press.number} is not brought up before {say_instant(until, zone)}."),
            "Snoozed",
        )

    return await desk.once(click.key, work, ReplyDump())


async def _show_all(desk: Desk, click: Click) -> Reply:
    """All that waits for this person, or, for a lead, for everybody."""
    visit = await desk.visit(click.asked)
    view = View.OVERDUE if click.value == SHOW_OVERDUE_VALUE else View.MINE
    return await show_list(desk, visit, Page(view))


def _direct(action: Action, **answers: str) -> Handler:
    async def handler(desk: Desk, click: Click) -> Reply:
        return await record(desk, click, action, answers)

    return handler


def _form(action: Action) -> Handler:
    async def handler(desk: Desk, click: Click) -> Reply | None:
        return await open_form(desk, click, action)

    return handler


HANDLERS: dict[str, Handler] = {
    Act.CLOSE: _direct(Action.CLOSE),
    Act.REAPPEAR: _direct(Action.REAPPEAR),
    Act.OVERTURN: _direct(Action.OVERTURN, now="closed"),
    "do:overturn_restricted": _direct(Action.OVERTURN, now="restricted"),
    Act.UPHOLD: _direct(Action.UPHOLD),
    Act.RELEASE: _direct(Action.RELEASE),
    Act.REFER: _form(Action.REFER),
    Act.REJECT: _form(Action.REJECT),
    Act.RESTRICT: _form(Action.RESTRICT),
    Act.APPEAL: _form(Action.APPEAL),
    Act.REFER_AGAIN: _form(Action.REFER_AGAIN),
    Act.MORE: _more,
    Act.SHOW_URL: show_address,
    Act.OPEN: _open,
    Act.SNOOZE: _snooze,
    Act.SHOW_ALL: _show_all,
    "do:notice": show_notice,
    **checks.HANDLERS,
}
