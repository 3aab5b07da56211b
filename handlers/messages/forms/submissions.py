"""Mark all referred: the form of several referrals, that of one of its lines, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import orjson

from bot.domain.lifecycle.action_spec import Field, FieldKind
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.times import say_day
from bot.sentences import cards, forms
from bot.sentences.recording import batches
from bot.sentences.recording import submissions as sentences
from handlers.messages.cards.answers import CONFIDENCES
from handlers.messages.forms.selection import TEN
from handlers.messages.kit.kit import (
    VIEW_BLOCKS,
    Block,
    button,
    context,
    labelled,
    option,
    section,
    select,
)
from handlers.messages.kit.modals import modal
from handlers.messages.kit.wording import CardContext, lowered, platform_of, said, title, where

FORM, LINE = "submission:all", "submission:line"
CHANGE = "submission:change"
ONES_OWN = "one:"
"""How the fields of a single line's form begin."""
_DESCRIBED = tuple(one for one in spec_of(Action.REFER).fields if one.taken_over)
_FIELDS = tuple(one for one in spec_of(Action.REFER).fields if one.name != "clause")
_LONGEST_LINE = 200
LONGEST = 2_600
"""Characters that a form can carry of what single lines differ in."""


@dataclass(frozen=True, slots=True)
class SubmissionSheet:
    """A submission as it is filled in: answers for all, by field, and those of single referrals."""

    uid: str
    answers: Mapping[str, str] = field(default_factory=dict)
    each: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def dump(self) -> str:
        """For the form to carry."""
        each = {str(number): dict(own) for number, own in self.each.items()}
        return orjson.dumps([self.uid, dict(self.answers), each]).decode()

    @classmethod
    def load(cls, text: str) -> SubmissionSheet:
        """The other way. Raises ValueError for what is not ours."""
        try:
            uid, answers, each = orjson.loads(text)
            return cls(str(uid), answers, {int(number): own for number, own in each.items()})
        except (TypeError, AttributeError) as error:
            raise ValueError(str(error)) from None


def submission_form(
    sheet: SubmissionSheet, referrals: Sequence[Referral], ctx: CardContext, metadata: str
) -> Block:
    """One form for all: what is the same for each, and a line for each that can be changed."""
    platforms = Counter(platform_of(one, ctx) for one in referrals)
    only = next(iter(platforms))
    opening = sentences.goes_to(len(referrals), only)
    if len(platforms) > 1:
        opening = sentences.go_to(platforms)
    blocks = [section(opening), *_for_all(sheet, referrals, ctx)]
    heading, shown = "", 0
    for referral in referrals:
        if len(blocks) >= VIEW_BLOCKS - 2:
            break
        shown += 1
        if len(platforms) > 1 and platform_of(referral, ctx) != heading:
            heading = platform_of(referral, ctx)
            blocks.append(section(f"*{heading}*"))
        change = button(sentences.CHANGE, CHANGE, str(referral.number))
        own = sheet.each.get(referral.number, {})
        blocks.append(section(_line(referral, own, ctx), change))
    if len(referrals) > shown:
        blocks.append(context(batches.more_named(len(referrals) - shown)))
    return modal(sentences.TITLE, blocks, sentences.SUBMIT, FORM, metadata)


def _for_all(
    sheet: SubmissionSheet, referrals: Sequence[Referral], ctx: CardContext
) -> list[Block]:
    blocks: list[Block] = []
    for one in _FIELDS:
        without = [each for each in referrals if not getattr(each, one.name, None)]
        if one in _DESCRIBED and not without:
            continue
        hint = one.hint
        if one in _DESCRIBED and len(without) < len(referrals):
            hint = sentences.for_those_without(len(without), len(referrals), one.label.casefold())
        elif one.name == "reference":
            hint = sentences.REFERENCE_HINT
        element = _element(one, ctx, sheet.answers.get(one.name))
        if len(element.get("options", ())) in range(1, TEN + 1):  # a press less than a menu
            element = {name: element[name] for name in element if name != "placeholder"}
            element["type"] = "radio_buttons"
        needed = one in _DESCRIBED or one.kind is FieldKind.DATE
        blocks.append(labelled(one.label, one.name, element, optional=not needed, hint=hint))
    return blocks


def line_form(sheet: SubmissionSheet, referral: Referral, ctx: CardContext, metadata: str) -> Block:
    """The same fields for one referral, filled with what it would be referred with."""
    known = sheet.each.get(referral.number, {})
    blocks = [
        section(f"*{title(referral, ctx)}*\n{where(referral)}"),
        context(sentences.CHANGE_HINT),
    ]
    for one in _FIELDS:
        own = str(getattr(referral, one.name, "") or "") if one in _DESCRIBED else ""
        chosen = known.get(one.name) or own or sheet.answers.get(one.name)
        element = _element(one, ctx, chosen)
        blocks.append(labelled(one.label, f"{ONES_OWN}{one.name}", element, optional=True))
    heading = sentences.change_one(referral.name)
    return modal(heading, blocks, sentences.SAVE, LINE, metadata)


def _element(one: Field, ctx: CardContext, known: str | None) -> Block:
    match one.kind:
        case FieldKind.DATE:
            today = ctx.now.astimezone(ctx.zone).date().isoformat()
            return {"type": "datepicker", "initial_date": known or today}
        case FieldKind.CATEGORY:
            choices = [(each.id, each.label) for each in ctx.config.categories]
        case FieldKind.CONFIDENCE:
            choices = list(CONFIDENCES.items())
        case FieldKind.BASIS:
            choices = list(forms.BASES.items())
        case _:
            line: Block = {"type": "plain_text_input", "max_length": _LONGEST_LINE}
            return line | {"initial_value": known} if known else line
    options = [option(label, value) for value, label in choices]
    return select("chosen", one.placeholder, options, known)


def changed(
    sheet: SubmissionSheet, referral: Referral, answers: Mapping[str, str], today: str
) -> dict[str, str]:
    """What one referral's form says that the form for all, or the referral itself, does not."""
    own: dict[str, str] = {}
    for one in _FIELDS:
        said_ = answers.get(f"{ONES_OWN}{one.name}", "").strip()
        of_its_own = str(getattr(referral, one.name, "") or "") if one in _DESCRIBED else ""
        default = today if one.kind is FieldKind.DATE else ""
        if said_ and said_ != (of_its_own or sheet.answers.get(one.name) or default):
            own[one.name] = said_
    return own


def _line(referral: Referral, own: Mapping[str, str], ctx: CardContext) -> str:
    known = {
        "category": own.get("category") or referral.category or "",
        "confidence": own.get("confidence") or str(referral.confidence or ""),
        "basis": own.get("basis") or str(referral.basis or ""),
    }
    parts = [
        said(lowered(ctx.config.category_label(known["category"])), 80)
        if known["category"]
        else "",
        known["confidence"],
        cards.BASES.get(known["basis"], ""),
        sentences.has_reference(said(own["reference"], 80)) if "reference" in own else "",
        sentences.on(_day(own["date"])) if "date" in own else "",
    ]
    told = " · ".join(part for part in parts if part)
    return f"*{title(referral, ctx)}*\n{where(referral)}" + (f"\n{told}" if told else "")


def _day(iso: str) -> str:
    return say_day(date.fromisoformat(iso))
