"""Page checks: answers to what was found, and asking for a check."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.actions.checks.answers import Dismissed, answer_question, ask_for_check
from bot.actions.recording.record import Acted
from bot.domain.errors import BadAnswer, Stale
from bot.domain.pages.checks import Answered
from bot.ports.store import UnitOfWork
from bot.sentences.cards import HELD_ANSWER
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.cards.controls import CHECK_ANSWERS, Control, earlier_version
from handlers.messages.kit.kit import Post
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Click
from handlers.slack.interactions.recording import as_it_stands, check_card, confirmed
from handlers.slack.replies.replying import Reply, ReplyDump

Handler = Callable[[Desk, Click], Awaitable[Reply | None]]


def _answering(answer: Answered) -> Handler:
    async def handler(desk: Desk, click: Click) -> Reply:
        press = click.press
        if not press.choice.isdecimal():
            raise BadAnswer(earlier_version(click.value))
        reading = int(press.choice)
        actor = await desk.actor(click.asked)

        def work(uow: UnitOfWork) -> Reply:
            check_card(uow.referrals.get(press.number), actor)
            done = answer_question(
                uow,
                press.number,
                reading,
                answer,
                press.version,
                actor,
                desk.config,
            )
            if isinstance(done, Acted):
                return Reply(confirmed(uow, desk, done, actor), "Recorded")
            return Reply(_dismissed(done), "Recorded")

        try:
            return await desk.act_once(click.key, press.number, work, ReplyDump())
        except Stale as stale:
            return await as_it_stands(desk, press.number, actor, in_mrkdwn(stale.sentence))

    return handler


def _dismissed(done: Dismissed) -> Post:
    name, state = done.referral.name, done.referral.state
    return Post(
        f"Written down: {done.answer}. {name} stays {state}; you are asked again only where the "
        "page changes."
    )


async def _ask(desk: Desk, click: Click) -> Reply:
    press, actor = click.press, await desk.actor(click.asked)

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow.referrals.get(press.number), actor)
        if ask_for_check(uow, press.number, actor, desk.config):
            text = (
                f"R-{press.number}'s page is looked at within a minute or two. What is found is "
                "said under its card."
            )
            return Reply(Post(text), "Check page")
        return Reply(Post(HELD_ANSWER), "Check page")

    return await desk.once(click.key, work, ReplyDump())


HANDLERS: dict[str, Handler] = {
    Control.CHECK_NOW: _ask,
    **{act: _answering(answer) for answer, act in CHECK_ANSWERS.items()},
}
