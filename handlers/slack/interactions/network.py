"""`/referrals network R-12`, and the case that is made of it."""

from __future__ import annotations

import re

from bot.actions.joining.network import make_case, network
from bot.domain.errors import BadAnswer
from bot.domain.indicators.cases import FIELD, case_name
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences.recording import indicators as sentences
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.kit.kit import Block, Post, Reply
from handlers.messages.lists.network import FORM, MAKE_CASE, case_form, network_post
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Meta, Submission
from handlers.slack.replies.listeners import FormResult, Listeners
from handlers.slack.replies.replying import show

_NUMBER = re.compile(r"(?:r[-#\s]?)?(\d{1,15})", re.IGNORECASE)


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the button that makes a case, and to its form."""
    listeners.on_click(MAKE_CASE, _open)
    listeners.on_form(FORM, _make)


async def network_answer(context: AppContext, words: str, actor: Actor) -> Reply:
    """What shares an indicator with a referral. Raises BadAnswer where none is named, or NotFound."""
    number = _NUMBER.fullmatch(words.strip())
    if number is None:
        raise BadAnswer(context.config.commands.named(sentences.NETWORK_WHAT))

    def work(uow: UnitOfWork) -> Reply:
        found = network(uow, int(number[1]), actor, context.config)
        names = uow.people.names({one.owner for one in found.others})
        post = network_post(
            found,
            lambda one: context.card_context(one, names, actor.now),
            context.config.indicators.common_above,
            demo=context.demo,
        )
        return Reply(post, sentences.NETWORK)

    return await context.store.write(work)


async def _open(context: AppContext, click: Click) -> None:
    async def build() -> Block:
        actor = await context.actor(click.requester)
        return case_form(Meta(uid=click.value, channel=actor.place.id).dump())

    await show(context, click.trigger, click.surface, build())


async def _make(context: AppContext, submission: Submission) -> FormResult:
    actor = await context.actor(submission.requester)
    typed = submission.answers.get(FIELD, "")
    name = case_name(typed)

    def work(uow: UnitOfWork) -> Reply:
        done = make_case(uow, submission.meta.uid, typed, actor, context.config)
        said = [sentences.added_to_case(done.count, name)]
        said += [f"{number}: {why}" for number, why in done.refused.items()]
        return Reply(Post(in_mrkdwn(" ".join(said))), sentences.NETWORK)

    reply = await context.once(submission.key, work)
    return FormResult(reply.post)
