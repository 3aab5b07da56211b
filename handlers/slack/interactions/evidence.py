"""Evidence of a referral: listed and sent to one person, and kept from a message in its thread."""

from __future__ import annotations

import asyncio
import re

from bot.actions.recording.evidence import Listed, keep_files, list_evidence, open_piece
from bot.domain.errors import BadAnswer, NotFound
from bot.domain.evidence import Piece
from bot.domain.lifecycle.permissions import check_press
from bot.ports.store import UnitOfWork
from bot.sentences import labels
from bot.sentences.recording import evidence as sentences
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.cards.controls import earlier_version
from handlers.messages.cards.evidence import KEEP, evidence_list, offered_in
from handlers.messages.kit.kit import Post, Reply
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Shortcut
from handlers.slack.interactions.recording import check_card
from handlers.slack.interactions.shortcut_flag import files_in
from handlers.slack.replies.fetching import fetched
from handlers.slack.replies.listeners import Listeners

CALLBACK = "keep_evidence"
_CARD = re.compile(r"R-(\d{1,18})", re.ASCII)


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the shortcut, and to the button under what Flag links flagged."""
    listeners.on_shortcut(CALLBACK, keep_message)
    listeners.on_click(KEEP, keep_offered)


async def show_evidence(context: AppContext, click: Click) -> Reply:
    """The pieces of a referral's evidence, to one person."""
    actor, press = await context.actor(click.requester), click.press

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow, press, actor)
        listed: Listed = list_evidence(uow, press.number, actor)
        ctx = context.card_context(listed.referral, listed.names, actor.now)
        return Reply(evidence_list(listed, ctx), sentences.TITLE)

    return await context.read(work)


async def send_piece(context: AppContext, click: Click) -> Reply:
    """One piece, as a file in the person's conversation with the bot: once for each press, and an event."""
    actor, press = await context.actor(click.requester), click.press
    if context.evidence is None:
        raise NotFound(sentences.NOT_SET_UP)
    opened: list[Piece] = []

    def note(uow: UnitOfWork) -> Reply:
        check_card(uow, press, actor)
        opened.append(open_piece(uow, press.number, press.choice, actor))
        return Reply(Post(sentences.SENT), sentences.TITLE)

    reply = await context.once(click.key, note)
    if not opened:
        return reply
    piece = opened[-1]
    content = await asyncio.to_thread(context.evidence.open, piece.stored_as)
    try:
        title = sentences.title(f"R-{press.number}", piece.name)
        title = labels.with_demo(title) if context.demo else title
        await context.responder.send_file(actor.person.id, piece.name, title, content, piece.size)
    finally:
        content.close()
    return reply


async def keep_offered(context: AppContext, click: Click) -> Reply:
    """Keep the files of a message whose links were flagged, as evidence of each page."""
    actor = await context.actor(click.requester)
    try:
        files, presses = offered_in(click.value)
    except ValueError:
        raise BadAnswer(earlier_version("")) from None
    async with fetched(context, files, click.key) as arrived:

        def keep(uow: UnitOfWork) -> Reply:
            told = []
            for press in presses:
                check_card(uow, press, actor)
                referral = uow.referrals.get(press.number, for_change=True)
                assert referral is not None
                kept = keep_files(uow, referral, arrived, actor, context.config)
                told.append(kept.sentence())
            return Reply(Post(in_mrkdwn(" ".join(told))), sentences.TITLE)

        return await context.once(click.key, keep)


async def keep_message(context: AppContext, shortcut: Shortcut) -> Reply:
    """Keep the files of a message in a card's thread as evidence of its referral."""
    actor = await context.actor(shortcut.requester)
    channel, thread = shortcut.requester.channel, shortcut.thread

    def find(uow: UnitOfWork) -> int:
        subject = uow.posts.at(channel, thread) if thread else None
        card = _CARD.fullmatch(subject or "")
        referral = uow.referrals.get(int(card[1])) if card else None
        if referral is None:
            raise BadAnswer(sentences.NOT_UNDER_A_CARD)
        check_press(referral, actor)
        return referral.number

    number = await context.read(find)
    files = files_in(shortcut.message)
    if not files:
        raise BadAnswer(sentences.NO_FILE_IN_MESSAGE)
    async with fetched(context, files, shortcut.key) as arrived:

        def keep(uow: UnitOfWork) -> Reply:
            referral = uow.referrals.get(number, for_change=True)
            if referral is None:
                raise NotFound(sentences.NOT_UNDER_A_CARD)
            check_press(referral, actor)
            kept = keep_files(uow, referral, arrived, actor, context.config)
            return Reply(Post(in_mrkdwn(kept.sentence())), sentences.TITLE)

        return await context.once(shortcut.key, keep)
