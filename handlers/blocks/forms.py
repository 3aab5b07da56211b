"""Modals: the form of each action, the form of /flag, and what is only to be read.

A field's block_id is the name of its answer in `bot.domain.decisions`, so that a refusal finds its
field; Slack keeps what was typed where block_id and action_id stay the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.actions.look import Seen
from bot.config import Config
from bot.domain.decisions import REFER_AGAIN_REASONS, WITHDRAW_REASONS, dated_event
from bot.domain.referral import Action, Basis
from handlers.blocks.answers import CONFIDENCES
from handlers.blocks.kit import (
    VIEW_BLOCKS,
    Block,
    Post,
    context,
    labelled,
    option,
    plain,
    section,
    select,
)
from handlers.blocks.wording import CardContext, said, state_sentence, title, where

FLAG = "form:flag"
FORM = "form:"
LONGEST = 3000
CATEGORY = "category"
APPEAL_NOW = "appeal_now"
DATE = "date"
_BASES = {Basis.LAW: "Illegal content", Basis.TERMS: "The platform's terms", Basis.BOTH: "Both"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is filled from: the referral as seen, and its context."""

    seen: Seen
    ctx: CardContext


@dataclass(frozen=True, slots=True)
class Form:
    """One action's form."""

    title: str
    submit: str
    fields: Callable[[Sheet], list[Block]]


def form_id(action: Action) -> str:
    """The callback id of an action's form."""
    return f"{FORM}{action.name.lower()}"


def action_of(callback_id: str) -> Action | None:
    """The other way; None for another form."""
    name = callback_id.removeprefix(FORM).upper()
    return Action[name] if name in Action.__members__ else None


def form(action: Action, sheet: Sheet, metadata: str) -> Block:
    """The modal of an action."""
    shape = FORMS[action]
    referral, ctx = sheet.seen.referral, sheet.ctx
    head = f"*{title(referral, ctx)}*\n{where(referral)}\n{state_sentence(referral, ctx)}"
    blocks = [section(head), *shape.fields(sheet)]
    for block in blocks:
        if block.get("block_id") == DATE:
            # Each form its own, or Slack would keep the day of the form before it.
            block["element"]["action_id"] = f"{DATE}:{action.name.lower()}"
    return _modal(shape.title, blocks, shape.submit, form_id(action), metadata)


def flag_form(config: Config, metadata: str) -> Block:
    """The form of /flag: everything but the page is optional."""
    blocks = [
        labelled(
            "Page",
            "page",
            _text(None, long=True, placeholder="https://… or hxxps://…"),
            hint="Up to 20 addresses, each on a line of its own. They may be defanged.",
        ),
        labelled("Note", "note", _text(None, long=True), optional=True),
        labelled("Category", CATEGORY, _category(config, None), optional=True),
        labelled("Confidence", "confidence", _confidence(None), optional=True),
        labelled("Basis", "basis", _basis(None), optional=True),
    ]
    return _modal("Flag a page", blocks, "Flag", FLAG, metadata)


def again(view: Mapping[str, Any], alert: str, metadata: str) -> Block:
    """A form as it was handed in, with what was typed, and a sentence on top.

    `view` is Slack's, from the payload.
    """
    values = (view.get("state") or {}).get("values") or {}
    blocks = [
        _with_typed(block, values) for block in view["blocks"] if block["block_id"] != "alert"
    ]
    kept = ("type", "callback_id", "title", "submit", "close")
    shown = {name: view[name] for name in kept if view.get(name)}
    return shown | {"private_metadata": metadata, "blocks": [*_alert(alert), *blocks]}


def with_advice(view: Mapping[str, Any], sentences: Sequence[str]) -> Block:
    """A form as it stands, with the advice for the category that was chosen in it."""
    shown = again(view, "", str(view.get("private_metadata", "")))
    blocks = [block for block in shown["blocks"] if block.get("block_id") != "advice"]
    at = 1 + next(i for i, block in enumerate(blocks) if block.get("block_id") == CATEGORY)
    return shown | {"blocks": [*blocks[:at], *_advice(sentences), *blocks[at:]]}


def _with_typed(block: Block, values: Mapping[str, Any]) -> Block:
    element = block.get("element")
    if block["type"] != "input" or element is None:
        return block
    state = (values.get(block["block_id"]) or {}).get(element["action_id"]) or {}
    initial: dict[str, Any] = {
        "initial_value": state.get("value"),
        "initial_date": state.get("selected_date"),
        "initial_user": state.get("selected_user"),
    }
    options = element.get("options", [])
    if chosen := state.get("selected_option"):
        initial["initial_option"] = next(
            (one for one in options if one["value"] == chosen["value"]), None
        )
    if ticked := {one["value"] for one in state.get("selected_options") or []}:
        initial["initial_options"] = [one for one in options if one["value"] in ticked]
    bare = {name: value for name, value in element.items() if not name.startswith("initial_")}
    return {
        **block,
        "element": bare | {name: value for name, value in initial.items() if value},
    }


def says(post: Post, heading: str = "", metadata: str = "") -> Block:
    """A modal that is only to be read."""
    blocks = post.blocks or [section(post.text)]
    return _modal(heading or "Referral bot", blocks, None, "says", metadata)


def _modal(
    heading: str, blocks: Sequence[Block], submit: str | None, callback_id: str, metadata: str
) -> Block:
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(heading, 24),
        "close": plain("Cancel" if submit else "Close", 24),
        "private_metadata": metadata,
        "blocks": list(blocks[:VIEW_BLOCKS]),
    }
    return view | {"submit": plain(submit, 24)} if submit else view


LOADING = _modal("Referral bot", [section("Loading…")], None, "says", "")
WORKING = _modal(
    "Referral bot",
    [section("This takes longer than usual. You will be told here when it is recorded.")],
    None,
    "says",
    "",
)


def _alert(sentence: str) -> list[Block]:
    return [section(f":warning: {sentence}") | {"block_id": "alert"}] if sentence else []


def _text(
    value: str | None, *, long: bool = False, placeholder: str = "", longest: int = LONGEST
) -> Block:
    element: Block = {"type": "plain_text_input", "multiline": long, "max_length": longest}
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element | {"initial_value": value} if value else element


def _choice(placeholder: str, options: Sequence[tuple[str, str]], chosen: str | None) -> Block:
    return select("chosen", placeholder, [option(label, value) for value, label in options], chosen)


def _category(config: Config, chosen: str | None) -> Block:
    return _choice(
        "What the page is about", [(one.id, one.label) for one in config.categories], chosen
    )


def _confidence(chosen: str | None) -> Block:
    return _choice("How sure the team is", list(CONFIDENCES.items()), chosen)


def _basis(chosen: str | None) -> Block:
    return _choice("Why the platform should act", list(_BASES.items()), chosen)


def _description(sheet: Sheet, *, optional: bool, advice: bool = False) -> list[Block]:
    referral, config = sheet.seen.referral, sheet.ctx.config
    category = labelled(
        "Category",
        CATEGORY,
        _category(config, referral.category),
        optional=optional,
    )
    if advice:
        category["dispatch_action"] = True
    return [
        category,
        *(_advice(sheet.seen.advice.sentences) if advice else []),
        labelled(
            "Confidence",
            "confidence",
            _confidence(referral.confidence),
            optional=optional,
        ),
        labelled("Basis", "basis", _basis(referral.basis), optional=optional),
    ]


def _advice(sentences: Sequence[str]) -> list[Block]:
    if not sentences:
        return []
    told = context(*[f":bulb: {said(one, 500)}" for one in sentences])
    return [told | {"block_id": "advice"}]


def _date(sheet: Sheet, default: date | None = None) -> Block:
    today = sheet.ctx.now.astimezone(sheet.ctx.zone).date()
    value = (default or today).isoformat()
    return labelled(
        "Date", DATE, {"type": "datepicker", "initial_date": value}, hint="When it happened."
    )


def _line(label: str, name: str, known: str = "", hint: str | None = None) -> Block:
    return labelled(label, name, _text(known[:500], longest=500), optional=True, hint=hint)


def _essay(label: str, name: str, *, optional: bool = False, hint: str | None = None) -> Block:
    return labelled(label, name, _text(None, long=True), optional=optional, hint=hint)


def _refer(sheet: Sheet) -> list[Block]:
    referral = sheet.seen.referral
    return [
        *_description(sheet, optional=False, advice=True),
        _line("Clause", "clause", referral.clause, "The law or the platform's rule."),
        _line("Submission reference", "reference", referral.reference),
        _date(sheet),
    ]


def _reject(sheet: Sheet) -> list[Block]:
    reasons = [(one.id, one.label) for one in sheet.ctx.config.rejection_reasons]
    appeal: Block = {
        "type": "checkboxes",
        "options": [option("Appeal now", "yes", "Opens the appeal once this is recorded.")],
    }
    return [
        labelled("Reason", "reason", _choice("Why", reasons, None)),
        _essay("The platform's words", "words", optional=True),
        _line("Reference", "reference", sheet.seen.referral.reference),
        _date(sheet),
        labelled("Appeal", APPEAL_NOW, appeal, optional=True),
    ]


def _restrict(sheet: Sheet) -> list[Block]:
    return [
        _essay("Restriction", "restriction", hint="For example: hidden in the UK."),
        _line("Reference", "reference", sheet.seen.referral.reference),
        _date(sheet),
    ]


def _appeal(sheet: Sheet) -> list[Block]:
    return [
        _essay("Ground", "ground", hint="Why the platform's decision is wrong."),
        _date(sheet),
    ]


def _refer_again(sheet: Sheet) -> list[Block]:
    reasons = [(one, one.capitalize()) for one in REFER_AGAIN_REASONS]
    return [
        labelled("Reason", "reason", _choice("What is new", reasons, None)),
        *_description(sheet, optional=True),
        _line("Submission reference", "reference"),
        _date(sheet),
    ]


def _withdraw(sheet: Sheet) -> list[Block]:
    reasons = [(one, one.capitalize()) for one in WITHDRAW_REASONS]
    return [
        labelled("Reason", "reason", _choice("Why", reasons, None)),
        _line("Duplicate of", "duplicate_of", hint="For a duplicate, for example R-12."),
        _essay("Note", "note", optional=True),
    ]


def _hold(sheet: Sheet) -> list[Block]:
    return [_essay("Reason", "reason", hint="Only leads see it.")]


def _assign(sheet: Sheet) -> list[Block]:
    owner = sheet.seen.referral.owner
    element: Block = {"type": "users_select", "placeholder": plain("Who looks after it")}
    return [labelled("Owner", "owner", element | {"initial_user": owner} if owner else element)]


def _acknowledge(sheet: Sheet) -> list[Block]:
    return [
        _date(sheet),
        _line("Reference", "reference", sheet.seen.referral.reference),
    ]


def _vanish(sheet: Sheet) -> list[Block]:
    return [_date(sheet), _essay("Note", "note", optional=True)]


def _redate(sheet: Sheet) -> list[Block]:
    dated = dated_event(sheet.seen.events)
    return [_date(sheet, dated.happened_at.astimezone(sheet.ctx.zone).date() if dated else None)]


def _note(sheet: Sheet) -> list[Block]:
    return [_essay("Note", "note")]


def _undo(sheet: Sheet) -> list[Block]:
    return [_essay("Reason", "why", hint="It stays in the history.")]


def _describe(sheet: Sheet) -> list[Block]:
    return [
        *_description(sheet, optional=True),
        _line("Clause", "clause", sheet.seen.referral.clause),
    ]


FORMS: dict[Action, Form] = {
    Action.REFER: Form("Mark referred", "Mark referred", _refer),
    Action.REJECT: Form("Rejected", "Record", _reject),
    Action.RESTRICT: Form("Restricted", "Record", _restrict),
    Action.APPEAL: Form("Appeal", "Record", _appeal),
    Action.REFER_AGAIN: Form("Refer again", "Refer again", _refer_again),
    Action.WITHDRAW: Form("Withdraw", "Withdraw", _withdraw),
    Action.HOLD: Form("Hold", "Hold", _hold),
    Action.ASSIGN: Form("Assign", "Assign", _assign),
    Action.ACKNOWLEDGE: Form("Acknowledged", "Record", _acknowledge),
    Action.VANISH: Form("Page gone", "Record", _vanish),
    Action.REDATE: Form("Change date", "Change date", _redate),
    Action.NOTE: Form("Add note", "Add note", _note),
    Action.UNDO: Form("Undo", "Undo", _undo),
    Action.DESCRIBE: Form("Describe", "Save", _describe),
}
