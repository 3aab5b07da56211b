"""The fields of an action's form, made from its row in `bot.domain.lifecycle.actions`.

A field's block_id is the name of its answer, so that a refusal finds its field; Slack keeps what
was typed where block_id and action_id stay the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.actions.recording.look import Seen
from bot.config import Config
from bot.config.evidence import MOST_FILES
from bot.domain.lifecycle.action_spec import ActionSpec, Field, FieldKind
from bot.domain.lifecycle.decisions import dated_event
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.people import is_typed
from bot.sentences import forms
from handlers.messages.cards.answers import CONFIDENCES
from handlers.messages.kit.kit import Block, labelled, option, plain, select
from handlers.messages.kit.modals import advice
from handlers.messages.kit.wording import CardContext, in_words

LONGEST = 3000
LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is filled from: the referral as seen, and its context."""

    seen: Seen
    ctx: CardContext


def fields_of(spec: ActionSpec, sheet: Sheet) -> list[Block]:
    """The fields of an action's form, with advice under the one that it depends on."""
    blocks: list[Block] = []
    for field in asked(spec, sheet.ctx.config):
        # The form of what is recorded at once opens only where something has to be said.
        optional = not (field.required or spec.at_once)
        block = _labelled(field, _element(field, spec, sheet), optional=optional)
        if field.kind is FieldKind.DATE:
            # Each form its own, or Slack would keep the day of the form before it.
            block["element"]["action_id"] = f"{field.name}:{spec.action.name.lower()}"
            block["optional"] = False
        blocks.append(block)
        if field.advised:
            block["dispatch_action"] = True
            blocks += advice(sheet.seen.advice.sentences)
    return blocks


def empty_fields(spec: ActionSpec, config: Config) -> list[Block]:
    """The same for a page that has no referral yet."""
    return [
        empty_field(field, config, optional=not field.required) for field in asked(spec, config)
    ]


def empty_field(field: Field, config: Config, *, optional: bool) -> Block:
    """One field of it."""
    return _labelled(field, _typed(field, config, None), optional=optional)


def asked(spec: ActionSpec, config: Config) -> list[Field]:
    """An action's fields: files are asked for where they can be kept."""
    taken = config.evidence.on
    return [field for field in spec.fields if taken or field.kind is not FieldKind.FILES]


def _labelled(field: Field, element: Block, *, optional: bool) -> Block:
    hint = field.hint if field.kind is not FieldKind.TICK else None
    return labelled(field.label, field.name, element, optional=optional, hint=hint or None)


def _element(field: Field, spec: ActionSpec, sheet: Sheet) -> Block:
    if field.kind is FieldKind.INDICATOR:
        own = [(one.indicator.id, in_words(one.indicator)) for one in sheet.seen.indicators]
        return _choice(field, own, None)
    if field.kind is FieldKind.DATE:
        return {"type": "datepicker", "initial_date": _day(spec, sheet).isoformat()}
    known = _known(field, sheet.seen.referral)
    return _typed(field, sheet.ctx.config, known)


def _known(field: Field, referral: Referral) -> str | None:
    return str(getattr(referral, field.name) or "") or None if field.known else None


def _typed(field: Field, config: Config, known: str | None) -> Block:
    match field.kind:
        case FieldKind.LINE | FieldKind.REFERRAL:
            return _text(field, known and known[:LONGEST_LINE], long=False, longest=LONGEST_LINE)
        case FieldKind.CATEGORY:
            return _choice(field, [(one.id, one.label) for one in config.categories], known)
        case FieldKind.REASON:
            return _choice(field, [(one.id, one.label) for one in config.rejection_reasons], known)
        case FieldKind.CONFIDENCE:
            return _choice(field, list(CONFIDENCES.items()), known)
        case FieldKind.BASIS:
            return _choice(field, list(forms.BASES.items()), known)
        case FieldKind.CHOICE:
            return _choice(field, [(one, one.capitalize()) for one in field.choices], known)
        case FieldKind.PERSON:
            person: Block = {"type": "users_select", "placeholder": plain(field.placeholder)}
            return person | {"initial_user": known} if known and not is_typed(known) else person
        case FieldKind.FILES:
            return {
                "type": "file_input",
                "filetypes": list(config.evidence.types),
                "max_files": MOST_FILES,
            }
        case FieldKind.TICK:
            ticked = option(field.placeholder, "yes", field.hint)
            return {"type": "checkboxes", "options": [ticked]}
        case _:
            return _text(field, known, long=True, longest=LONGEST)


def _text(field: Field, known: str | None, *, long: bool, longest: int) -> Block:
    element: Block = {"type": "plain_text_input", "multiline": long, "max_length": longest}
    if field.placeholder:
        element["placeholder"] = plain(field.placeholder, 150)
    return element | {"initial_value": known} if known else element


def _choice(field: Field, options: Sequence[tuple[str, str]], known: str | None) -> Block:
    choices = [option(label, value) for value, label in options]
    return select("chosen", field.placeholder, choices, known)


def _day(spec: ActionSpec, sheet: Sheet) -> date:
    """Today, or the day that is to be changed; in the channel's zone."""
    at = sheet.ctx.now
    if spec.action is Action.REDATE and (dated := dated_event(sheet.seen.events)) is not None:
        at = dated.happened_at
    return at.astimezone(sheet.ctx.zone).date()
