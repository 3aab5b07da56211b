"""What a person asks for; their answers become what an event holds, or are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer
from bot.domain.lifecycle.action_spec import Field, FieldKind
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import (
    Action,
    Basis,
    Confidence,
    Fact,
    Referral,
    SeenVersion,
    clean,
)
from bot.sentences import refusals

_UTC = ZoneInfo("UTC")
LONGEST_TEXT = 3000


@dataclass(frozen=True, slots=True)
class Rules:
    """What the team's config allows in answers: names as config has them."""

    categories: tuple[str, ...]
    reasons: tuple[str, ...]
    appeal_months: Mapping[str, int | None] = field(default_factory=dict)
    """Platform to appeal window in months, where it is not the default; None: no limit."""
    default_appeal_months: int | None = None
    """The window of all others; None: no limit."""
    zone: ZoneInfo = _UTC
    """The zone of the referral's channel, in which days are meant."""
    nothing_kept: frozenset[str] = frozenset()
    """The categories of which no text is kept."""
    whole: bool = True
    """False for imported records: an answer that is missing there stays “not stated”."""


@dataclass(frozen=True, slots=True)
class FromAnswer:
    """The platform's answer in which an outcome was read: its number and salted hash, and the
    passage that speaks of this page."""

    number: int
    digest: str
    passage: str


@dataclass(frozen=True, slots=True)
class OfNotice:
    """The notice by which a page was referred: its number, and its text's salted hash."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """One thing that a person asks for on a referral.

    `seen` is the version of the referral that stood on the card or form they used; None where the
    action does not depend on it. `answers` are what they filled in, by field name, as typed.
    """

    action: Action
    seen: SeenVersion | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    happened_at: datetime | None = None
    evidence: FromAnswer | None = None
    notice: OfNotice | None = None


def take_answers(
    request: ActionRequest, referral: Referral, rules: Rules
) -> tuple[dict[str, Fact], dict[str, str]]:
    """What goes into the event: facts, and what is personal. Raises BadAnswer."""
    cleaned = {name: clean(value) for name, value in request.answers.items()}
    answers = {name: value for name, value in cleaned.items() if value}
    for name, value in answers.items():
        if len(value) > LONGEST_TEXT:
            raise BadAnswer(refusals.text_too_long(len(value), LONGEST_TEXT), field=name)
    facts: dict[str, Fact] = {}
    personal: dict[str, str] = {}
    for one in spec_of(request.action).fields:
        taken = _given(one, answers, referral, rules)
        if taken is None:
            continue
        if one.personal:
            personal[one.name] = str(taken)
        else:
            facts[one.name] = taken
    if request.evidence is not None:
        facts |= {"answer": request.evidence.number, "answer_hash": request.evidence.digest}
        personal["passage"] = request.evidence.passage[:LONGEST_TEXT]
    if request.notice is not None:
        facts |= {"notice": request.notice.number, "notice_hash": request.notice.digest}
    return facts, personal


def _given(
    one: Field, answers: Mapping[str, str], referral: Referral, rules: Rules
) -> str | int | None:
    """What is recorded of a field; None where it is left out. Raises BadAnswer."""
    if one.kind in (FieldKind.DATE, FieldKind.TICK, FieldKind.FILES):
        return None
    needed = one.required
    if one.only_with is not None:
        other, answer = one.only_with
        if answers.get(other) != answer:
            return None
        needed = True
    value = answers.get(one.name, "") or one.default
    if not value and one.taken_over:
        if not rules.whole:
            return None
        value = str(getattr(referral, one.name) or "")
    if not value and not needed:
        return None
    return accept(one, value, rules)


def accept(one: Field, value: str, rules: Rules) -> str | int:
    """A field's answer as it is recorded. Raises BadAnswer, with the field."""
    if not value and one.missing:
        raise BadAnswer(one.missing, field=one.name)
    if one.kind is FieldKind.REFERRAL:
        return _number(one, value)
    accepted = _accepted(one, rules)
    return value if accepted is None else one_of(one.name, value, accepted)


def _accepted(one: Field, rules: Rules) -> Sequence[str] | None:
    match one.kind:
        case FieldKind.CATEGORY:
            return rules.categories
        case FieldKind.REASON:
            return rules.reasons
        case FieldKind.CONFIDENCE:
            return tuple(Confidence)
        case FieldKind.BASIS:
            return tuple(Basis)
        case FieldKind.CHOICE:
            return one.choices
    return None


def one_of(name: str, value: str, accepted: Sequence[str]) -> str:
    """The answer to `name`, if it is one of the accepted. Raises BadAnswer with all of them."""
    if value in accepted:
        return value
    if not value:
        called = "outcome" if name == "now" else name
        raise BadAnswer(refusals.choose(called, accepted), field=name)
    several = refusals.SEVERAL.get(name, "choices")
    raise BadAnswer(refusals.not_a_choice(value[:80], several, accepted), field=name)


def _number(one: Field, value: str) -> int:
    typed = value.upper().removeprefix("R-")
    if not typed.isascii() or not typed.isdigit():
        raise BadAnswer(one.missing, field=one.name)
    return int(typed[:18])
