"""Buttons and menus of cards, lists and reminders: each records, shows, or opens a form."""

from __future__ import annotations

import re

from bot.actions.recording.remind import snooze
from bot.domain.errors import BadAnswer
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action
from bot.domain.listing import View
from bot.domain.times import say_instant
from bot.ports.store import UnitOfWork
from bot.sentences import labels, reminders
from handlers.messages.cards.controls import (
    DO,
    SHOW_OVERDUE_VALUE,
    Control,
    action_in,
    earlier_version,
)
from handlers.messages.kit.kit import Post, Reply
from handlers.messages.lists.lists import ListPage
from handlers.slack.commands.flag import describe
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click
from handlers.slack.interactions import checks, notices, own_hours, owners, submissions
from handlers.slack.interactions.evidence import send_piece, show_evidence
from handlers.slack.interactions.lists import show_list
from handlers.slack.interactions.open_form import open_form
from handlers.slack.interactions.platform_answers import show_answer
from handlers.slack.interactions.recording import as_it_stands, check_card, record
from handlers.slack.interactions.showing import (
    show_address,
    show_all_actions,
    show_history,
)
from handlers.slack.replies.listeners import Handler, Listeners


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to every button and menu of a referral."""
    listeners.on_click(DO, act_on)


def register_unknown(listeners: Listeners, context: AppContext) -> None:
    """Take every choice and button that nobody else has listened to: after all others."""
    listeners.on_click(re.compile(".*"), _unknown)


async def _unknown(_: AppContext, click: Click) -> None:
    if click.view is not None and click.view.get("submit"):
        return  # a choice in a form, which is read when the form is handed in
    raise BadAnswer(earlier_version(click.value))


async def act_on(context: AppContext, click: Click) -> Reply | None:
    """What a press does. Raises a Refusal."""
    do = click.press.choice if click.action_id == Control.MORE else click.action_id
    action = action_in(do)
    if action is not None:
        return await take(context, click, action)
    handler = HANDLERS.get(do)
    if handler is None:
        raise BadAnswer(earlier_version(click.value))
    return await handler(context, click)


async def take(context: AppContext, click: Click, action: Action) -> Reply | None:
    """Take an action at once, or open its form where something has to be said."""
    spec = spec_of(action)
    if not spec.at_once:
        return await open_form(context, click, action)
    variant, press = spec.variant, click.press
    answers = {variant.field: variant.answer} if variant and press.choice == variant.answer else {}
    try:
        return await record(context, click, action, answers)
    except BadAnswer as missing:
        # An undo, too late for its recorder alone: a lead says why.
        if missing.field not in {field.name for field in spec.fields}:
            raise
        return await open_form(context, click, action)


async def _open(context: AppContext, click: Click) -> Reply:
    """Show a referral privately."""
    actor = await context.actor(click.requester)
    await context.read(lambda uow: check_card(uow, click.press, actor))
    return await as_it_stands(context, click.press.number, actor)


async def _snooze(context: AppContext, click: Click) -> Reply:
    actor, press = await context.actor(click.requester), click.press

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow, press, actor)
        until = snooze(uow, press.number, press.choice, actor)
        day = say_instant(until, context.config.zone(actor.place.id))
        return Reply(Post(reminders.snoozed(f"R-{press.number}", day)), labels.SNOOZED)

    return await context.once(click.key, work)


async def _show_all(context: AppContext, click: Click) -> Reply:
    """All that waits for this person, or, for a lead, for everybody."""
    actor, press = await context.actor(click.requester), click.press
    view = View.OVERDUE if press.choice == SHOW_OVERDUE_VALUE else View.MINE
    return await show_list(context, actor, ListPage(view, made=press))


HANDLERS: dict[str, Handler[Click]] = {
    Control.SHOW_URL: show_address,
    Control.HISTORY: show_history,
    Control.ALL: show_all_actions,
    Control.PREPARE: notices.open_notice_form,
    Control.NOTICE: notices.show_kept,
    Control.NOTICE_ARRIVED: notices.say_arrived,
    Control.NOTICE_AGAIN: notices.have_sent_again,
    Control.ANSWER: show_answer,
    Control.EVIDENCE: show_evidence,
    Control.PIECE: send_piece,
    Control.OPEN: _open,
    Control.SNOOZE: _snooze,
    Control.MARK_ALL: submissions.mark_all,
    Control.SHOW_ALL: _show_all,
    Control.TAKE: owners.take,
    Control.OWN_HOURS: own_hours.open_hours,
    Control.BACK: own_hours.back,
    Control.HAND_OVER: owners.open_for,
    Control.CATEGORY: describe,
    Control.CONFIDENCE: describe,
    Control.AS_LAST: describe,
    **checks.HANDLERS,
}
"""What is pressed beside the actions; of More, whose items are these or actions, `act_on`."""
