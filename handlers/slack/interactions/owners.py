"""Taking a referral, and handing over all of somebody's."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.actions.people.owners import FROM, TO, check_hand_over, hand_over, owners
from bot.actions.recording.record import act
from bot.domain.called import called
from bot.domain.errors import BadAnswer, NotAllowed
from bot.domain.lifecycle.referral import Action
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences import labels, refusals
from bot.sentences.recording import owners as sentences
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.forms.owners import FORM, hand_over_form
from handlers.messages.kit.kit import Block, Post, Reply
from handlers.messages.kit.modals import says
from handlers.messages.kit.origin import check_here, newest
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Command, Meta, Submission
from handlers.slack.interactions.recording import check_card, confirmed
from handlers.slack.replies.listeners import FormResult, Listeners
from handlers.slack.replies.replying import show

_ID = re.compile(r"<?@?([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>?")
"""A person as Slack may write them in a command, or as an id alone."""


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the form."""
    listeners.on_form(FORM, _hand_over)


async def take(context: AppContext, click: Click) -> Reply:
    """Make it the owner's who pressed."""
    press, actor = click.press, await context.actor(click.requester)
    request = ActionRequest(Action.ASSIGN, None, {"owner": actor.person.id})

    def work(uow: UnitOfWork) -> Reply:
        referral = check_card(uow, press, actor, for_change=True)
        if referral.owner == actor.person.id:
            return Reply(Post(sentences.yours_already(referral.name)), sentences.TAKE)
        acted = act(uow, referral, request, actor, context.config)
        return Reply(confirmed(uow, context, acted, actor), labels.RECORDED)

    return await context.act_once(click.key, press.number, work)


async def open_for(context: AppContext, click: Click) -> None:
    """Open the form, with the person chosen that the button names, if it names one."""
    whose = click.value if _ID.fullmatch(click.value) else ""

    async def build() -> Block:
        actor = await context.actor(click.requester)
        meta = Meta(channel=actor.place.id, home=click.meta.home)
        return await context.read(lambda uow: _form(uow, actor, meta, whose, ""))

    await show(context, click.trigger, click.surface, build())


async def open_hand_over(context: AppContext, command: Command, words: str, actor: Actor) -> None:
    """Open the form, with the people chosen whom the command names."""
    meta = Meta(channel=actor.place.id)
    leaver, _, to = f" {words} ".partition(" to ")

    def work(uow: UnitOfWork) -> Block:
        check_hand_over(actor)
        return _form(uow, actor, meta, _named(uow, leaver), _named(uow, to))

    await context.responder.open(command.trigger, await context.read(work))


def _named(uow: UnitOfWork, typed: str) -> str:
    """The user id of who is named; empty where nobody is, or nobody certain: the form asks then."""
    typed = typed.strip()
    if mention := _ID.fullmatch(typed):
        return mention[1]
    found = called(uow.people.all()).find(typed.removeprefix("@")) if typed else ()
    return found[0].id if len(found) == 1 else ""


def _form(uow: UnitOfWork, actor: Actor, meta: Meta, leaver: str, to: str) -> Block:
    check_hand_over(actor)
    found = owners(uow)
    if not found:
        raise BadAnswer(sentences.NOBODY_OWNS)
    if leaver and leaver not in found:
        name = uow.people.names({leaver})[leaver]
        raise BadAnswer(in_mrkdwn(sentences.owns_nothing(name)))
    made = newest(uow)
    carried = replace(meta, number=made.number, uid=made.uid)
    return hand_over_form(found, leaver, to, carried.dump())


async def _hand_over(context: AppContext, submission: Submission) -> FormResult:
    actor = await context.actor(submission.requester)
    leaver, to = submission.answers.get(FROM, ""), submission.answers.get(TO, "")
    if to:
        try:
            await context.directory.person(to)
        except NotAllowed:
            raise BadAnswer(refusals.CANNOT_USE, field=TO) from None

    def work(uow: UnitOfWork) -> Reply:
        check_here(uow, submission.meta.made)
        handed, name = hand_over(uow, leaver, to, actor, context.config)
        text = in_mrkdwn(sentences.done(handed.count, name, handed.refused))
        return Reply(Post(text), sentences.HANDED_OVER)

    reply = await context.once(submission.key, work)
    meta = submission.meta
    view = says(reply.post, sentences.HANDED_OVER, meta.dump()) if meta.home else None
    return FormResult(reply.post, view)
