"""The shortcuts that flag a page: one with /flag's form, and the message shortcut that flags the links in a message: what `/flag` does, also in threads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.actions.recording.flag import FlagRequest
from bot.config.evidence import MOST_FILES
from bot.domain.errors import BadAnswer
from bot.domain.pages.urls import find_pages
from bot.sentences import refusals
from handlers.messages.forms.forms import flag_form
from handlers.messages.kit.kit import Block, Reply
from handlers.slack.commands.flag import flag_once
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Meta, Shortcut, Surface, clean, file_id
from handlers.slack.replies.listeners import Listeners
from handlers.slack.replies.replying import show

CALLBACK, FORM_CALLBACK = "flag_links", "flag_page"


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to both shortcuts."""
    listeners.on_shortcut(CALLBACK, flag_links)
    listeners.on_global_shortcut(FORM_CALLBACK, flag_page)


async def flag_page(context: AppContext, shortcut: Shortcut) -> None:
    """Open the form of /flag from anywhere: it asks for the channel, too."""

    async def build() -> Block:
        await context.actor(shortcut.requester)
        return flag_form(context.config, Meta().dump(), asks_where=True)

    await show(context, shortcut.trigger, Surface.MESSAGE, build())


async def flag_links(context: AppContext, shortcut: Shortcut) -> Reply:
    """Record the addresses in a message; the words around them are no note of this person's."""
    actor = await context.actor(shortcut.requester)
    text = clean("\n".join(addresses(shortcut.message)))
    whole = len(text) + 1
    if not find_pages(text, context.config.extra_hosts, whole).pages:
        raise BadAnswer(refusals.NO_LINKS)
    request = FlagRequest(text, "", cut_at=whole)
    files = files_in(shortcut.message) if context.config.evidence.on else []
    return await flag_once(context, shortcut.key, request, actor, files[:MOST_FILES])


def files_in(message: Mapping[str, Any]) -> list[str]:
    """The ids of a message's files; empty for what is none."""
    files = message.get("files")
    return [file_id(one) for one in files] if isinstance(files, list) else []


def addresses(message: Mapping[str, Any]) -> list[str]:
    """What may be an address in a message: its links, the words of its text, and the text of the
    snippets and e-mails with it."""
    found = dict.fromkeys(_links([message.get("blocks"), message.get("attachments")]))
    text = str(message.get("text") or "")
    # The same links stand in the text again, escaped; one key each makes them one page.
    return [*found, text, *_texts_of_files(message)]


def texts_in(message: Mapping[str, Any]) -> list[str]:
    """The words of a message: its text, and those of the snippets and e-mails with it."""
    return [
        clean(text) for text in (str(message.get("text") or ""), *_texts_of_files(message)) if text
    ]


def _links(part: Any) -> Iterator[str]:
    """Links that a person sees. `from_url` and `original_url` only say where Slack took a preview
    from; of a forwarded message, that is Slack itself."""
    if isinstance(part, list):
        for one in part:
            yield from _links(one)
    elif isinstance(part, Mapping):
        if part.get("type") in ("link", "button", None) and isinstance(part.get("url"), str):
            yield part["url"]
        if part.get("type") == "link":
            return
        for name in ("title_link", "title_url"):
            if isinstance(part.get(name), str):
                yield part[name]
        yield from _texts_of_files(part)
        for name, value in part.items():
            if name in ("text", "fallback", "pretext", "value") and isinstance(value, str):
                yield value
            elif name != "files" and isinstance(value, list | Mapping):
                yield from _links(value)


def _texts_of_files(message: Mapping[str, Any]) -> Iterator[str]:
    files = message.get("files")
    for one in files if isinstance(files, list) else ():
        if isinstance(one, Mapping) and one.get("mode") in ("snippet", "email", "post"):
            for name in ("subject", "plain_text", "preview"):
                if isinstance(text := one.get(name), str):
                    is_cut = name == "preview" and one.get("preview_is_truncated")
                    # An address at the end of a cut preview may have lost its own end.
                    yield re.sub(r"\S+\Z", "", text) if is_cut else text
