"""A platform's answer: pasted, attached, or taken from a message; looked at; recorded; taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.actions.recording.platform_answers import (
    Chosen,
    Understood,
    hand_in,
    open_text,
    record_answer,
    tell_leads,
    undo_answer,
)
from bot.domain.answers.documents import LARGEST, text_of
from bot.domain.errors import BadAnswer, NotFound
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences import refusals
from bot.sentences.recording import answers as sentences
from handlers.messages.cards.controls import earlier_version
from handlers.messages.forms import platform_answers as forms
from handlers.messages.kit.kit import Block, Reply
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Command, Meta, Shortcut, Submission, Surface
from handlers.slack.interactions.recording import check_card
from handlers.slack.interactions.shortcut_flag import texts_in
from handlers.slack.replies.downloads import download
from handlers.slack.replies.listeners import FormResult, Listeners
from handlers.slack.replies.replying import show

CALLBACK = "record_answers"
_READ = frozenset({"text", "csv", "xlsx", "eml", "email", "markdown", "html"})
_MOST_FILES = 3


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the shortcut, both forms, and Undo all."""
    listeners.on_shortcut(CALLBACK, take_message)
    listeners.on_form(forms.TEXT, _read)
    listeners.on_form(forms.REVIEW, _record)
    listeners.on_click(forms.UNDO, _undo)


async def open_answer(context: AppContext, command: Command, actor: Actor) -> None:
    """Open the form in which an answer is pasted or attached."""
    meta = Meta(channel=actor.place.id)
    await context.responder.open(command.trigger, forms.text_form(meta.dump()))


async def take_message(context: AppContext, shortcut: Shortcut) -> Reply | None:
    """Read the message that the shortcut was used on, with its files."""
    actor = await context.actor(shortcut.requester)
    meta = Meta(channel=actor.place.id, thread=shortcut.thread)

    async def build() -> Block:
        left_out: list[str] = []
        files = await _files_of(context, shortcut.message, left_out)
        text = "\n\n".join([*texts_in(shortcut.message), *files])
        if not text.strip():
            raise BadAnswer(left_out[0] if left_out else sentences.NOTHING_GIVEN)
        return await _understood(context, text, actor, meta, left_out)

    await show(context, shortcut.trigger, Surface.MESSAGE, build())
    return None


async def _files_of(
    context: AppContext, message: Mapping[str, Any], left_out: list[str]
) -> list[str]:
    """The texts of a message's files of kinds that are read; what is left out is said."""
    hosted = [
        one
        for one in message.get("files") or []
        if isinstance(one, Mapping) and one.get("mode") == "hosted"
    ]
    files = [one for one in hosted if one.get("filetype") in _READ]
    left_out += [sentences.file_unread(_name(one)) for one in hosted if one not in files]
    if len(files) > _MOST_FILES:
        left_out.append(sentences.files_unread(len(files) - _MOST_FILES, _MOST_FILES))
    return [
        text_of(
            _name(one),
            await download(context.responder.client, str(one["id"]), LARGEST, forms.FILE),
            left_out,
        )
        for one in files[:_MOST_FILES]
    ]


def _name(file: Mapping[str, Any]) -> str:
    return str(file.get("name") or file["id"])


async def _read(context: AppContext, submission: Submission) -> FormResult:
    """What was understood, in place of the form."""
    actor = await context.actor(submission.requester)
    texts = [text for text in (submission.answers.get(forms.PASTED, ""),) if text.strip()]
    left_out: list[str] = []
    file = _file_in(submission)
    if file:
        content = await download(context.responder.client, file[0], LARGEST, forms.FILE)
        try:
            texts.append(text_of(file[1] or file[0], content, left_out))
        except BadAnswer as refused:
            raise BadAnswer(refused.sentence, field=forms.FILE) from None
    if not texts:
        raise BadAnswer(sentences.NOTHING_GIVEN, field=forms.PASTED)
    text = "\n\n".join(texts)
    return FormResult(view=await _understood(context, text, actor, submission.meta, left_out))


def _file_in(submission: Submission) -> tuple[str, str] | None:
    """The id and name of the file that was attached."""
    values = (submission.view.get("state") or {}).get("values") or {}
    files = ((values.get(forms.FILE) or {}).get(forms.FILE) or {}).get("files") or []
    if not files or not isinstance(files[0], dict) or not files[0].get("id"):
        return None
    return str(files[0]["id"]), str(files[0].get("name") or "")


async def _understood(
    context: AppContext, text: str, actor: Actor, meta: Meta, left_out: Sequence[str]
) -> Block:
    found = await context.store.write(lambda uow: hand_in(uow, text, actor, context.config))
    if found.hidden:
        context.in_background(_tell_leads(context, found, actor))
    zone = context.config.zone(actor.place.id)
    today = actor.now.astimezone(zone).date()
    return forms.review_form(found, context.config, today, meta.dump(), left_out)


async def _tell_leads(context: AppContext, found: Understood, actor: Actor) -> None:
    """Afterwards, so that neither words nor time tell the person anything."""
    await context.store.write(lambda uow: tell_leads(uow, found, actor, context.config))
    context.wake()


async def _record(context: AppContext, submission: Submission) -> FormResult:
    """Record what was confirmed, once."""
    actor = await context.actor(submission.requester)
    uid = _uid(submission.view)
    answers = submission.answers
    verdicts = {
        int(name.removeprefix(forms.LINE)): verdict
        for name, value in answers.items()
        if name.startswith(forms.LINE) and (verdict := forms.chosen_verdict(value))
    }
    chosen = Chosen(
        verdicts,
        answers.get(forms.REASON, ""),
        answers.get(forms.REFERENCE, ""),
        _day(answers.get(forms.DATE, "")),
    )

    def work(uow: UnitOfWork) -> Reply:
        return Reply(forms.outcome(record_answer(uow, uid, chosen, actor, context.config), uid))

    reply = await context.once(f"{submission.key} {uid}", work)
    return FormResult(reply.post)


def _uid(view: Mapping[str, Any]) -> str:
    first = str(view["blocks"][0].get("block_id") or "") if view.get("blocks") else ""
    kind, _, uid = first.partition(":")
    if kind != "answer" or not uid:
        raise BadAnswer(earlier_version(""))
    return uid


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise BadAnswer(refusals.CHOOSE_DAY, field=forms.DATE) from None


async def show_answer(context: AppContext, click: Click) -> Reply:
    """The answers that decided a referral, to who handed them in or a lead; that is an event."""
    actor, press = await context.actor(click.requester), click.press

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow, press, actor)
        found = open_text(uow, press.number, actor)
        if not found:
            raise NotFound(sentences.NOT_KEPT)
        name = f"R-{press.number}"
        return Reply(forms.as_handed_in(name, [one.text for one in found]), sentences.TITLE)

    return await context.store.write(work)


async def _undo(context: AppContext, click: Click) -> Reply:
    """Take back what was recorded of one answer."""
    actor = await context.actor(click.requester)

    def work(uow: UnitOfWork) -> Reply:
        return Reply(forms.taken_back(undo_answer(uow, click.value, actor, context.config)))

    return await context.once(click.key, work)
