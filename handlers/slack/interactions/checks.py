"""Page checks: answers to what was found, and asking for a check."""

from __future__ import annotations

from bot.actions.checks.answers import Dismissed, answer_question, ask_for_check
from bot.actions.recording.record import Acted
from bot.domain.errors import BadAnswer, Stale
from bot.domain.lifecycle.referral import SeenVersion
from bot.domain.pages.checks import Answered
from bot.ports.store import UnitOfWork
from bot.sentences import checks as sentences
from bot.sentences import labels
from bot.sentences.cards import HELD_ANSWER
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.cards.controls import CHECK_ANSWERS, Control, earlier_version
from handlers.messages.kit.kit import Post, Reply
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click
from handlers.slack.interactions.recording import as_it_stands, check_card, confirmed
from handlers.slack.replies.listeners import Handler


def _answering(answer: Answered) -> Handler[Click]:
    async def handler(context: AppContext, click: Click) -> Reply:
        press = click.press
        try:
            reading = SeenVersion.parse(press.choice)
        except ValueError:
            raise BadAnswer(earlier_version(click.value)) from None
        actor = await context.actor(click.requester)

        def work(uow: UnitOfWork) -> Reply:
            check_card(uow, press, actor)
            done = answer_question(
                uow,
                press.number,
                reading,
                answer,
                press.seen,
                actor,
                context.config,
            )
            if isinstance(done, Acted):
                return Reply(confirmed(uow, context, done, actor), labels.RECORDED)
            return Reply(_dismissed(done), labels.RECORDED)

        try:
            return await context.act_once(click.key, press.number, work)
        except Stale as stale:
            return await as_it_stands(context, press.number, actor, in_mrkdwn(stale.sentence))

    return handler


def _dismissed(done: Dismissed) -> Post:
    return Post(sentences.stays(done.answer, done.referral.name, done.referral.state))


async def _ask(context: AppContext, click: Click) -> Reply:
    press, actor = click.press, await context.actor(click.requester)

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow, press, actor)
        if ask_for_check(uow, press.number, actor, context.config):
            return Reply(Post(sentences.will_look(f"R-{press.number}")), labels.CHECK_PAGE)
        return Reply(Post(HELD_ANSWER), labels.CHECK_PAGE)

    return await context.once(click.key, work)


HANDLERS: dict[str, Handler[Click]] = {
    Control.CHECK_NOW: _ask,
    **{act: _answering(answer) for answer, act in CHECK_ANSWERS.items()},
}
