"""The form of a notice: what it is made of, its text to be read and edited, and where it goes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.actions.notices.preparing import Typed, piece_id
from bot.actions.notices.settling import ATTACHED
from bot.config.notices import Reporting
from bot.domain.evidence import Piece
from bot.domain.indicators.joining import Among
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.platforms.table import ReportingLink
from bot.domain.times import say_day
from bot.ports.notices import Way
from bot.sentences import forms, notices
from bot.sentences.recording.indicators import SAME
from handlers.messages.cards.answers import CONFIDENCES, in_parts
from handlers.messages.forms.fields import LONGEST, LONGEST_LINE
from handlers.messages.kit.kit import (
    Block,
    actions,
    button,
    context,
    escape,
    labelled,
    option,
    section,
    select,
)
from handlers.messages.kit.modals import advice, modal
from handlers.messages.kit.wording import CardContext, platform_of, said, title, where

FORM = "notice"
HEAD = "notice:"
"""How the block_id of its first block begins, before our reference."""
LANGUAGE, REASONS, REFERENCE, TEXT = "language", "reasons", "reference", "text"
AMONG, SAID = "among", "yes"
SHOWN_PAGES = 20
CHOSEN = "notice:chosen:"
"""How the action_ids of fields begin whose choice changes the text."""
EDIT, AGAIN, LINK = "notice:edit", "notice:again", "notice:link"
SHOWN = "text shown"
"""How the block_ids of the text begin where it is shown to be copied."""


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """What the form shows. `editing`: a person writes the text themselves."""

    referrals: Sequence[Referral]
    ctx: CardContext
    typed: Typed
    reference: str
    languages: Sequence[str]
    text: str
    missing: Sequence[str]
    way: Way
    reporting: Reporting
    published: ReportingLink | None = None
    """Where the platform takes reports, as we ship it."""
    pieces: Sequence[Piece] = ()
    """Evidence that may go with it."""
    among: Among | None = None
    """What all of the pages give, where others give it too."""
    editing: bool = False
    above: Sequence[str] = ()
    """Sentences on top, as plain text."""


def notice_form(sheet: NoticeSheet, metadata: str) -> Block:
    """The form of one notice."""
    first, ctx = sheet.referrals[0], sheet.ctx
    editable = len(sheet.text) <= LONGEST
    row = [button(notices.EDIT, EDIT, sheet.reference)] if editable and not sheet.editing else []
    missing = notices.is_missing(sheet.missing) if sheet.missing else ""
    blocks = [
        section(_pages(sheet)) | {"block_id": f"{HEAD}{sheet.reference}"},
        *[section(f":warning: {escape(one)}") for one in sheet.above],
        *_fields(sheet),
        *advice(ctx.advice),
        *(_edited(sheet) if sheet.editing else _to_copy(sheet)),
        actions([*row, button(notices.DRAFT_AGAIN, AGAIN, sheet.reference)]),
        section(f":warning: *{missing}*" if missing else f":white_check_mark: {notices.COMPLETE}"),
        section(_goes_to(first, sheet)),
        *([_reference(sheet)] if sheet.way is Way.HAND else []),
        *([_attach(sheet)] if sheet.pieces else []),
    ]
    submit = notices.HAVE_SENT if sheet.way is Way.HAND else notices.SEND
    return modal(notices.TITLE, blocks, submit, FORM, metadata)


def _pages(sheet: NoticeSheet) -> str:
    """The pages that it is about."""
    several = sheet.referrals
    if len(several) == 1:
        return f"*{title(several[0], sheet.ctx)}*\n{where(several[0])}"
    lines = [f"*{one.name}* {where(one)}" for one in several[:SHOWN_PAGES]]
    if len(several) > SHOWN_PAGES:
        lines.append(notices.about(len(several), SHOWN_PAGES))
    return "\n".join(lines)


def _among(among: Among, sheet: NoticeSheet) -> Block:
    """Whether the notice says how many pages give the same; nobody says so unasked."""
    what, name = SAME[among.indicator.kind.value], sheet.referrals[0].name
    said_so = option(notices.say_among(what, among.pages, len(sheet.referrals) > 1), SAID)
    element: Block = {"type": "checkboxes", "options": [said_so]}
    if sheet.typed.say_among:
        element["initial_options"] = [said_so]
    hint = notices.among_hint([f"R-{one}" for one in among.others], name)
    hint = sheet.ctx.config.commands.named(hint)
    block = labelled(notices.AMONG, AMONG, element, optional=True, hint=hint)
    block["element"]["action_id"] = f"{CHOSEN}{AMONG}"
    return block | {"dispatch_action": True}


def _fields(sheet: NoticeSheet) -> list[Block]:
    typed, config = sheet.typed, sheet.ctx.config
    known = typed.answers
    languages = [(one, notices.LANGUAGES.get(one, one)) for one in sheet.languages]
    fields = {field.name: field for field in spec_of(Action.REFER).fields}
    categories = [(one.id, one.label) for one in config.categories]
    return [
        _choice(LANGUAGE, notices.LANGUAGE, languages, typed.language),
        _choice("category", fields["category"].label, categories, known.get("category")),
        _choice("basis", fields["basis"].label, list(forms.BASES.items()), known.get("basis")),
        _choice(
            "confidence",
            fields["confidence"].label,
            list(CONFIDENCES.items()),
            known.get("confidence"),
        ),
        _typed("clause", fields["clause"].label, known.get("clause", ""), fields["clause"].hint),
        _typed(REASONS, notices.REASONS, typed.reasons, notices.REASONS_HINT, long=True),
        *([_among(sheet.among, sheet)] if sheet.among else []),
    ]


def _choice(name: str, label: str, choices: Sequence[tuple[str, str]], chosen: str | None) -> Block:
    options = [option(shown, value) for value, shown in choices]
    block = labelled(label, name, select(name, label, options, chosen))
    block["element"]["action_id"] = f"{CHOSEN}{name}"
    return block | {"dispatch_action": True}


def _typed(name: str, label: str, known: str, hint: str, *, long: bool = False) -> Block:
    longest = LONGEST if long else LONGEST_LINE
    element: Block = {"type": "plain_text_input", "multiline": long, "max_length": longest}
    if known:
        element["initial_value"] = known[:longest]
    return labelled(label, name, element, optional=True, hint=hint)


def _to_copy(sheet: NoticeSheet) -> list[Block]:
    several = in_parts(sheet.text)[:10]
    shown = [
        one | {"block_id": f"{SHOWN} {at} {digest_of(sheet.text)}"}
        for at, one in enumerate(several)
    ]
    more = [] if len(sheet.text) <= LONGEST else [context(notices.TOO_LONG_TO_EDIT)]
    return [section(f"*{notices.TEXT}*\n{notices.ONLY_TO_YOU}"), *shown, *more]


def _edited(sheet: NoticeSheet) -> list[Block]:
    element: Block = {
        "type": "plain_text_input",
        "multiline": True,
        "max_length": LONGEST,
        "initial_value": sheet.text,
    }
    block = labelled(notices.TEXT, TEXT, element)
    # Each text its own, or Slack would keep the text of the form before it.
    block["element"]["action_id"] = f"notice:text:{digest_of(sheet.text)}"
    return [block, context(f"{notices.ONLY_TO_YOU} {notices.EDITED}")]


def _goes_to(referral: Referral, sheet: NoticeSheet) -> str:
    platform, own = platform_of(referral, sheet.ctx), sheet.reporting
    if own.mail:
        return notices.will_be_mailed([said(one, 200) for one in own.mail.to])
    if own.webhook:
        return notices.will_be_posted(said(own.webhook.url.split("/")[2], 200))
    if own.link:
        checked = say_day(own.checked) if own.checked else notices.NO_DAY
        return notices.where_to_send(
            platform, _link(own.link), said(own.source, 200) or notices.OWN_CONFIG, checked
        )
    if shipped := sheet.published:
        return notices.where_to_send(
            platform, _link(shipped.link), _link(shipped.source), say_day(shipped.checked)
        )
    return notices.no_address(platform, f"platforms.{referral.platform}.notice.link")


def _link(address: str) -> str:
    """A link that config or our tables name: never one that people typed."""
    target = address if "://" in address else f"mailto:{address}"
    return f"<{escape(target)}|{escape(address)}>"


def _reference(sheet: NoticeSheet) -> Block:
    field = next(one for one in spec_of(Action.REFER).fields if one.name == REFERENCE)
    return _typed(REFERENCE, field.label, sheet.typed.reference, notices.OWN_REFERENCE_HINT)


def _attach(sheet: NoticeSheet) -> Block:
    """Which evidence goes with the mail; a form has ten choices."""
    options = [option(notices.file(one.name, one.size), piece_id(one)) for one in sheet.pieces[:10]]
    chosen = [one for one in options if one["value"] in sheet.typed.attached]
    element: Block = {"type": "checkboxes", "options": options}
    if chosen:
        element["initial_options"] = chosen
    return labelled(notices.ATTACH, ATTACHED, element, optional=True)


def reference_in(view: Mapping[str, Any]) -> str:
    """Our reference of the notice in a form of ours; empty for another's."""
    ids = [str(block.get("block_id") or "") for block in view.get("blocks") or []]
    return next((one.removeprefix(HEAD) for one in ids if one.startswith(HEAD)), "")


def digest_of(text: str) -> str:
    """What tells a text from others. Slack need not give back a text as it was shown."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def shows(view: Mapping[str, Any], text: str) -> bool:
    """Whether this is the text that the form showed to be copied."""
    shown = [str(block.get("block_id") or "") for block in view.get("blocks") or []]
    return any(one.startswith(SHOWN) and one.endswith(digest_of(text)) for one in shown)


def is_edited(view: Mapping[str, Any]) -> bool:
    """Whether the person writes the text themselves."""
    return any(block.get("block_id") == TEXT for block in view.get("blocks") or [])
