"""Exports: a file for one person, sent into their conversation with the bot."""

from __future__ import annotations

from collections.abc import Callable

from bot.actions.figures.export import Export, asked_for, export_of, note_export, whole_file
from bot.domain.errors import BadAnswer
from bot.domain.exports import ExportQuery, Form
from bot.domain.figures.query import FigureQuery
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences import exporting, labels
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.cards.controls import earlier_version
from handlers.messages.figures.digest import EXPORT, period_of
from handlers.messages.kit.kit import Post, Reply
from handlers.messages.kit.origin import check_here
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Command
from handlers.slack.replies.listeners import Listeners


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the digest's button."""
    listeners.on_click(EXPORT, digest_export)


async def export_answer(context: AppContext, command: Command, words: str, actor: Actor) -> Reply:
    """`/referrals export …`. Raises BadAnswer for words that name no form, period or filter."""

    def ask(uow: UnitOfWork) -> Export:
        return asked_for(uow, words, actor.person, actor.place.id, actor.now, context.config)

    return await _send(context, command.key, ask, actor)


async def digest_export(context: AppContext, click: Click) -> Reply:
    """What happened in a digest's period, as CSV. Raises BadAnswer for a button that is not ours."""
    actor, press = await context.actor(click.requester), click.press
    try:
        since, until, channel = period_of(press)
    except ValueError:
        raise BadAnswer(earlier_version("")) from None
    figures = FigureQuery(since=since, until=until, channel=channel)

    def ask(uow: UnitOfWork) -> Export:
        check_here(uow, press)
        query = ExportQuery(figures, actor.person.id, actor.person.lead)
        return export_of(query, Form.CSV, actor.place.id, actor.now, context.config)

    return await _send(context, click.key, ask, actor)


async def _send(
    context: AppContext, key: str, ask: Callable[[UnitOfWork], Export], actor: Actor
) -> Reply:
    """Note it, read it, send it: for each request of Slack's once, however often it comes."""
    noted: list[tuple[Reply, Export]] = []

    def note(uow: UnitOfWork) -> Reply:
        export = ask(uow)
        note_export(uow, export, actor)
        noted.append((Reply(Post(exporting.ASKED_BEFORE)), export))
        return noted[-1][0]

    answer = await context.once(key, note)
    export = next((export for reply, export in noted if reply is answer), None)
    if export is None:
        return answer
    content, referrals = await context.read(
        lambda uow: whole_file(uow, export, actor, context.config)
    )
    whole = export.query.whole
    if not referrals:
        nothing = exporting.nothing(export.title, whole=whole)
        return Reply(Post(in_mrkdwn(nothing)), exporting.TITLE)
    title = labels.with_demo(export.title) if context.demo else export.title
    await context.responder.send_file(actor.person.id, export.file, title, content)
    sent = exporting.sent(title, referrals, whole=whole)
    return Reply(Post(in_mrkdwn(sent)), exporting.TITLE)
