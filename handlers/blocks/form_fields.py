"""The fields of each action's form.

A field's block_id is the name of its answer in `bot.domain.decisions`, so that a refusal finds its
field; Slack keeps what was typed where block_id and action_id stay the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.actions.look import Seen
from bot.config import Config
from bot.domain.decisions import REFER_AGAIN_REASONS, WITHDRAW_REASONS, dated_event
from bot.domain.referral import Action, Basis
from handlers.blocks.answers import CONFIDENCES
from handlers.blocks.kit import Block, labelled, option, plain, select
from handlers.blocks.modals import CATEGORY, advice
from handlers.blocks.wording import CardContext

LONGEST = 3000
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


def text(
    value: str | None, *, long: bool = False, placeholder: str = "", longest: int = LONGEST
) -> Block:
    element: Block = {"type": "plain_text_input", "multiline": long, "max_length": longest}
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element | {"initial_value": value} if value else element


def _choice(placeholder: str, options: Sequence[tuple[str, str]], chosen: str | None) -> Block:
    return select("chosen", placeholder, [option(label, value) for value, label in options], chosen)


def category(config: Config, chosen: str | None) -> Block:
    return _choice(
        "What the page is about", [(one.id, one.label) for one in config.categories], chosen
    )


def confidence(chosen: str | None) -> Block:
    return _choice("How sure the team is", list(CONFIDENCES.items()), chosen)


def basis(chosen: str | None) -> Block:
    return _choice("Why the platform should act", list(_BASES.items()), chosen)


def _description(sheet: Sheet, *, optional: bool, advised: bool = False) -> list[Block]:
    referral, config = sheet.seen.referral, sheet.ctx.config
    about = labelled(
        "Category",
        CATEGORY,
        category(config, referral.category),
        optional=optional,
    )
    if advised:
        about["dispatch_action"] = True
    return [
        about,
        *(advice(sheet.seen.advice.sentences) if advised else []),
        labelled(
            "Confidence",
            "confidence",
            confidence(referral.confidence),
            optional=optional,
        ),
        labelled("Basis", "basis", basis(referral.basis), optional=optional),
    ]


def _date(sheet: Sheet, default: date | None = None) -> Block:
    today = sheet.ctx.now.astimezone(sheet.ctx.zone).date()
    value = (default or today).isoformat()
    return labelled(
        "Date", DATE, {"type": "datepicker", "initial_date": value}, hint="When it happened."
    )


def _line(label: str, name: str, known: str = "", hint: str | None = None) -> Block:
    return labelled(label, name, text(known[:500], longest=500), optional=True, hint=hint)


def _essay(label: str, name: str, *, optional: bool = False, hint: str | None = None) -> Block:
    return labelled(label, name, text(None, long=True), optional=optional, hint=hint)


def _refer(sheet: Sheet) -> list[Block]:
    referral = sheet.seen.referral
    return [
        *_description(sheet, optional=False, advised=True),
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
