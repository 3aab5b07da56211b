"""The form in which several referrals are ticked and one action is recorded for all of them.

Slack takes ten boxes a field, so they stand in groups of ten. What was chosen so far is read from the
form itself, as Slack hands it back.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.actions.recording.bulk import AT_ONCE
from bot.config import Config
from bot.domain.lifecycle.action_spec import Field, FieldKind
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action, Referral, State
from bot.domain.pages.defang import defang
from bot.sentences import labels, notices, reminders
from bot.sentences.recording import batches as sentences
from handlers.messages.forms.batches import SNOOZE
from handlers.messages.forms.fields import empty_field
from handlers.messages.kit.kit import (
    Block,
    actions,
    button,
    context,
    labelled,
    option,
    section,
)
from handlers.messages.kit.modals import modal, typed_in
from handlers.messages.kit.wording import CardContext, platform_of, state_sentence

FORM = "selection"
SEVERAL, ALL, NONE, WHAT, NOTICE = (
    "select:several",
    "select:all",
    "select:none",
    "select:what",
    "select:notice",
)
DAYS = "days"
PICK = "pick:"
TEN = 10
_ORDER = (
    Action.CLOSE,
    Action.REJECT,
    Action.RESTRICT,
    Action.ACKNOWLEDGE,
    Action.REFER,
    Action.VANISH,
    Action.WITHDRAW,
    Action.ASSIGN,
    Action.NOTE,
)
assert set(_ORDER) == set(AT_ONCE)


def several_button(value: str) -> Block:
    """Opens the form; `value` is a `ListPage`, dumped."""
    return button(sentences.SEVERAL, SEVERAL, value)


def selection_form(
    referrals: Sequence[Referral],
    context_of: Callable[[Referral], CardContext],
    total: int,
    metadata: str,
) -> Block:
    """All of them ticked, and the actions to choose from; `total` is how many the list has."""
    rows = [_row(one, context_of(one)) for one in referrals]
    told = sentences.all_ticked(len(rows))
    more = [context(sentences.first_of(len(rows), total))] if total > len(rows) else []
    buttons = [
        button(sentences.all_of_these(len(rows)), ALL, ""),
        button(sentences.NONE_OF_THEM, NONE, ""),
    ]
    if any(one.state is State.FLAGGED for one in referrals):
        buttons.append(button(notices.SEVERAL, NOTICE, ""))
    every = actions(buttons, "select")
    blocks = [section(told), *more, _what(), every, *_boxes(rows, "0", rows)]
    return modal(sentences.SEVERAL, blocks, sentences.RECORD, FORM, metadata)


def _row(referral: Referral, ctx: CardContext) -> Block:
    page = labels.ERASED if referral.erased else defang(referral.canonical)
    page = page.split("://", 1)[-1]
    name = f"{referral.name} · {html.unescape(platform_of(referral, ctx))} · {page}"
    return option(name, str(referral.number), html.unescape(state_sentence(referral, ctx)))


def _what() -> Block:
    choices = [option(spec_of(one).words.button, one.name.lower()) for one in _ORDER]
    choices.append(option(sentences.SNOOZE, SNOOZE))
    block = labelled(sentences.WHAT, WHAT, {"type": "radio_buttons", "options": choices})
    return block | {"dispatch_action": True}


def _boxes(rows: Sequence[Block], turn: str, ticked: Sequence[Block]) -> list[Block]:
    """Groups of ten; a new `turn` makes Slack forget what it kept of them."""
    wanted = {one["value"] for one in ticked}
    blocks = []
    for first in range(0, len(rows), TEN):
        ten = list(rows[first : first + TEN])
        boxes: Block = {"type": "checkboxes", "options": ten}
        if on := [one for one in ten if one["value"] in wanted]:
            boxes["initial_options"] = on
        label = sentences.numbered(first + 1, first + len(ten))
        blocks.append(labelled(label, f"{PICK}{turn}:{first}", boxes, optional=True))
    return blocks


def with_all(view: Mapping[str, Any], *, ticked: bool) -> Block:
    """The form with every box ticked, or none."""
    blocks = _typed_blocks(view)
    boxes = [one for one in blocks if _is_box(one)]
    rows = [row for one in boxes for row in one["element"]["options"]]
    turn = str(boxes[0]["block_id"]).split(":")[1] if boxes else "0"
    fresh = _boxes(rows, str(int(turn) + 1), rows if ticked else [])
    return _again(view, [*(one for one in blocks if not _is_box(one)), *fresh])


def with_fields(view: Mapping[str, Any], what: str, config: Config, today: date) -> Block:
    """The form with the fields of what was chosen, under the choice; the ticks stay."""
    kept = [one for one in _typed_blocks(view) if _stays(one)]
    at = 1 + next(i for i, one in enumerate(kept) if one["block_id"] == WHAT)
    return _again(view, [*kept[:at], *_fields(what, config, today), *kept[at:]])


def _again(view: Mapping[str, Any], blocks: Sequence[Block]) -> Block:
    return modal(
        sentences.SEVERAL, blocks, sentences.RECORD, FORM, str(view.get("private_metadata") or "")
    )


def _typed_blocks(view: Mapping[str, Any]) -> list[Block]:
    values = (view.get("state") or {}).get("values") or {}
    return [typed_in(block, values) for block in view["blocks"]]


def _is_box(block: Mapping[str, Any]) -> bool:
    return str(block.get("block_id") or "").startswith(PICK)


def _stays(block: Mapping[str, Any]) -> bool:
    return block["type"] != "input" or _is_box(block) or block["block_id"] == WHAT


def _fields(what: str, config: Config, today: date) -> list[Block]:
    if what == SNOOZE:
        days = [option(label, number) for number, label in reminders.SNOOZES.items()]
        return [labelled(sentences.FOR_HOW_LONG, DAYS, {"type": "radio_buttons", "options": days})]
    action = action_chosen(what)
    if action is None:
        return []
    return [
        _field(one, action, config, today)
        for one in spec_of(action).fields
        if one.kind not in (FieldKind.TICK, FieldKind.FILES)
    ]


def _field(one: Field, action: Action, config: Config, today: date) -> Block:
    block = empty_field(one, config, optional=not one.required or one.taken_over)
    if one.kind is FieldKind.DATE:
        block["element"] = {"type": "datepicker", "initial_date": today.isoformat()}
    elif block["element"]["type"] == "static_select" and len(block["element"]["options"]) <= TEN:
        # A press less than a menu.
        block["element"] = {"type": "radio_buttons", "options": block["element"]["options"]}
    if one.taken_over:
        block["hint"] = {"type": "plain_text", "text": sentences.FOR_THOSE_WITHOUT}
    # Each action its own, or Slack would keep the answer of the one before.
    block["element"]["action_id"] = f"{one.name}:{action.name.lower()}"
    return block


def action_chosen(what: str) -> Action | None:
    """The action of a choice; None for none of them."""
    found = Action.__members__.get(what.upper())
    return found if found in AT_ONCE else None


def ticked_in(answers: Mapping[str, str]) -> list[int]:
    """The numbers that are ticked."""
    return [
        int(number)
        for name, value in answers.items()
        if name.startswith(PICK)
        for number in value.split(",")
        if number.isdigit()
    ]
