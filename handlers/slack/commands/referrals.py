"""`/referrals`: lists, one referral, figures, help."""

from __future__ import annotations

from bot.actions.figures.report import names_of
from bot.actions.recording.look import find_page
from bot.domain.errors import BadAnswer, NotFound
from bot.domain.list_words import SUBMISSION, is_list, nearest
from bot.domain.listing import View
from bot.domain.pages.urls import find_pages
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences.help import search_what
from bot.sentences.lists import too_long
from handlers.messages.kit.kit import Reply
from handlers.messages.lists.help import help_text, unknown
from handlers.messages.lists.lists import LONGEST, ListPage
from handlers.slack.commands.words import Ask, Wanted, read_words
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Command, unescaped
from handlers.slack.interactions.lists import show_list
from handlers.slack.interactions.network import network_answer
from handlers.slack.interactions.owners import open_hand_over
from handlers.slack.interactions.platform_answers import open_answer
from handlers.slack.interactions.recording import as_it_stands, card_for
from handlers.slack.interactions.submissions import show_submission
from handlers.slack.replies.exports import export_answer
from handlers.slack.replies.figures import digest_preview, stats_answer
from handlers.slack.replies.importing import open_import
from handlers.slack.replies.listeners import Listeners


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the command."""
    listeners.on_command(context.config.commands.referrals, answer)


async def answer(context: AppContext, command: Command) -> Reply | None:
    """The private answer; None where a form was opened instead. Raises a Refusal."""
    if command.text.strip().casefold() == Ask.HELP:  # wherever it is asked for
        asks = command.requester
        person = await context.directory.person(asks.user, asks.team)
        return Reply(help_text(context.config.commands, lead=person.lead))
    actor = await context.actor(command.requester)
    pages = find_pages(command.text, context.config.extra_hosts).pages
    wanted = read_words(unescaped(command.text), lead=actor.person.lead, is_address=bool(pages))
    match wanted.ask:
        case Ask.LIST:
            if wanted.view is View.SEARCH and not wanted.words:
                raise BadAnswer(search_what(command.name))
            page = ListPage(wanted.view, wanted.words)
            if len(page.asked) > LONGEST:
                raise BadAnswer(too_long(len(wanted.words)))
            return await show_list(context, actor, page)
        case Ask.SHOW:
            return await _by_number(context, wanted.number, command.text, actor)
        case Ask.PAGE:
            return await _page(context, pages[0].key, actor)
        case Ask.STATS:
            return await stats_answer(context, wanted.words, actor)
        case Ask.DIGEST:
            return await digest_preview(context, wanted.words, actor)
        case Ask.EXPORT:
            return await export_answer(context, command, wanted.words, actor)
        case Ask.IMPORT:
            await open_import(context, command, actor)
            return None
        case Ask.ANSWERS:
            await open_answer(context, command, actor)
            return None
        case Ask.NETWORK:
            return await network_answer(context, wanted.words, actor)
        case Ask.SUBMISSION:
            return await _submission(context, wanted.words, actor)
        case Ask.HAND_OVER:
            await open_hand_over(context, command, wanted.words, actor)
            return None
        case Ask.HELP:
            return Reply(help_text(context.config.commands, lead=actor.person.lead))
        case Ask.UNKNOWN:
            return await _by_reference(context, command.text, actor) or await _unknown(
                context, wanted
            )


async def _page(context: AppContext, key: str, actor: Actor) -> Reply:
    """The referral of a page, with its buttons."""

    def work(uow: UnitOfWork) -> Reply:
        referral = find_page(uow, key, actor)
        return Reply(card_for(uow, context, referral, actor))

    return await context.read(work)


async def _submission(context: AppContext, words: str, actor: Actor) -> Reply:
    """The submission, or the list of it that further words narrow. Raises NotFound."""
    try:
        page = ListPage(View.QUEUE, words.strip('"“”'))
        return await show_submission(context, actor, page)
    except NotFound:
        if not is_list(words):
            raise
        return await show_list(context, actor, ListPage(View.QUEUE, f"{SUBMISSION} {words}"))


async def _by_number(context: AppContext, number: int, typed: str, actor: Actor) -> Reply:
    """The referral with a number, or else what was submitted under it. Raises NotFound."""
    try:
        return await as_it_stands(context, number, actor)
    except NotFound:
        found = await _by_reference(context, typed, actor)
        if found is None:
            raise
        return found


async def _by_reference(context: AppContext, typed: str, actor: Actor) -> Reply | None:
    """The submission that was named, if there is one that this person may see."""
    try:
        page = ListPage(View.QUEUE, unescaped(typed).strip())
        return await show_submission(context, actor, page)
    except NotFound:
        return None


async def _unknown(context: AppContext, wanted: Wanted) -> Reply:
    config, near = context.config, wanted.nearest
    if not near:  # a platform or category without its word
        names = await context.read(lambda uow: names_of(uow, config))
        near = nearest(wanted.words.strip().casefold(), names)
    return Reply(unknown(wanted.words, near, config.commands))
