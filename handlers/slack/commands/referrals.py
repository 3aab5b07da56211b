"""`/referrals`: lists, one referral, figures, help."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.actions.recording.look import find_page
from bot.domain.errors import BadAnswer
from bot.domain.listing import View
from bot.domain.pages.urls import find_pages
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences.help import search_what
from handlers.messages.kit.kit import Block
from handlers.messages.lists.help import help_text, unknown
from handlers.messages.lists.lists import ListPage
from handlers.slack.commands.words import Ask, Wanted, read_words
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Command, unescaped
from handlers.slack.interactions.lists import show_list
from handlers.slack.interactions.recording import as_it_stands, card_for
from handlers.slack.replies.exports import export_answer
from handlers.slack.replies.figures import digest_preview, stats_answer
from handlers.slack.replies.importing import open_import
from handlers.slack.replies.replying import Ack, Reply, answer_command


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the command."""

    async def command(ack: Ack, body: Block) -> None:
        asked = Command.read(body)
        await answer_command(desk, asked, ack, answer(desk, asked))

    app.command(desk.config.commands.referrals)(command)


async def answer(desk: Desk, command: Command) -> Reply | None:
    """The private answer; None where a form was opened instead. Raises a Refusal."""
    actor = await desk.actor(command.asked)
    pages = find_pages(command.text, desk.config.extra_hosts).pages
    wanted = read_words(unescaped(command.text), lead=actor.person.lead, is_address=bool(pages))
    match wanted.ask:
        case Ask.LIST:
            if wanted.view is View.SEARCH and not wanted.words:
                raise BadAnswer(search_what(command.name))
            return await show_list(desk, actor, ListPage(wanted.view, wanted.words))
        case Ask.SHOW:
            return await as_it_stands(desk, wanted.number, actor)
        case Ask.PAGE:
            return await _page(desk, pages[0].key, actor)
        case Ask.STATS:
            return await stats_answer(desk, wanted.words, actor)
        case Ask.DIGEST:
            return await digest_preview(desk, wanted.words, actor)
        case Ask.EXPORT:
            return await export_answer(desk, command, wanted.words, actor)
        case Ask.IMPORT:
            await open_import(desk, command, actor)
            return None
        case Ask.HELP:
            return Reply(help_text(desk.config.commands, lead=actor.person.lead))
        case Ask.UNKNOWN:
            return _unknown(desk, wanted)


async def _page(desk: Desk, key: str, actor: Actor) -> Reply:
    """The referral of a page, with its buttons."""

    def work(uow: UnitOfWork) -> Reply:
        referral = find_page(uow, key, actor)
        return Reply(card_for(uow, desk, referral, actor))

    return await desk.read(work)


def _unknown(desk: Desk, wanted: Wanted) -> Reply:
    return Reply(unknown(wanted.words, wanted.nearest, desk.config.commands))
