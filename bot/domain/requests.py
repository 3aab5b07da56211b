"""What a person asks for, and their answers made into what an event holds, or refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer
from bot.domain.referral import Action, Basis, Confidence, Fact, Referral

_UTC = ZoneInfo("UTC")
LONGEST_TEXT = 3000
WITHDRAW_REASONS = ("mistake", "duplicate", "other")
REFER_AGAIN_REASONS = ("new content", "new evidence", "another basis")
OVERTURN_RESULTS = ("closed", "restricted")


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
    """Whose days are meant: the zone of the referral's channel."""
    whole: bool = True
    """False where what was done before the bot is written down: what nobody said stays not stated."""


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """One thing a person asks to be done to a referral.

    `seen` is the version of the referral that stood on the card or form they used; None where the
    action does not depend on it. `answers` are what they filled in, by field name, as typed.
    """

    action: Action
    seen: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    happened_at: datetime | None = None


def take_answers(
    request: ActionRequest, referral: Referral, rules: Rules
) -> tuple[dict[str, Fact], dict[str, str]]:
    """What goes into the event: facts, and what is personal. Raises BadAnswer."""
    cleaned = {name: clean(value) for name, value in request.answers.items()}
    answers = {name: value for name, value in cleaned.items() if value}
    for name, value in answers.items():
        if len(value) > LONGEST_TEXT:
            raise BadAnswer(
                f"{len(value):,} characters are too many; {LONGEST_TEXT:,} are accepted.",
                field=name,
            )
    facts: dict[str, Fact] = {}
    personal: dict[str, str] = {}
    action = request.action
    if action in (Action.REFER, Action.DESCRIBE, Action.REFER_AGAIN):
        facts |= _description(
            answers, referral, rules, whole=rules.whole and action is Action.REFER
        )
    if action is Action.REJECT:
        facts["reason"] = one_of("reason", answers, rules.reasons)
    elif action is Action.WITHDRAW:
        facts["reason"] = one_of("reason", answers, WITHDRAW_REASONS)
        if facts["reason"] == "duplicate":
            facts["duplicate_of"] = _number(answers)
    elif action is Action.REFER_AGAIN:
        facts["reason"] = one_of("reason", answers, REFER_AGAIN_REASONS)
    elif action is Action.OVERTURN:
        facts["now"] = one_of("now", {"now": "closed", **answers}, OVERTURN_RESULTS)
    for name in ("reference", "clause"):
        if name in answers:
            facts[name] = answers[name]
    for name in _PERSONAL.get(action, ()):
        if name in answers:
            personal[name] = answers[name]
    for name in _REQUIRED.get(action, ()):
        if name not in personal:
            raise BadAnswer(_MISSING[name], field=name)
    return facts, personal


def clean(text: str) -> str:
    """Typed text without what no database keeps and nobody reads: control and half characters."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


_PERSONAL: dict[Action, tuple[str, ...]] = {
    Action.REJECT: ("words",),
    Action.RESTRICT: ("restriction",),
    Action.HOLD: ("reason",),
    Action.APPEAL: ("ground",),
    Action.NOTE: ("note",),
    Action.ASSIGN: ("owner",),
    Action.WITHDRAW: ("note",),
    Action.UNDO: ("why",),
    Action.VANISH: ("note",),
}
_REQUIRED: dict[Action, tuple[str, ...]] = {
    Action.RESTRICT: ("restriction",),
    Action.HOLD: ("reason",),
    Action.APPEAL: ("ground",),
    Action.NOTE: ("note",),
    Action.ASSIGN: ("owner",),
}
_MISSING = {
    "restriction": "Say what the restriction is, for example: hidden in the UK.",
    "reason": "Say why it is held; only leads see it.",
    "ground": "Say on what ground you contest the decision.",
    "note": "Write the note.",
    "owner": "Choose who looks after it.",
}


def _description(
    answers: Mapping[str, str], referral: Referral, rules: Rules, *, whole: bool
) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    accepted: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
        ("category", rules.categories, referral.category),
        ("confidence", tuple(Confidence), referral.confidence),
        ("basis", tuple(Basis), referral.basis),
    )
    for name, values, known in accepted:
        if name in answers:
            facts[name] = one_of(name, answers, values)
        elif whole and known:
            facts[name] = str(known)
        elif whole:
            raise BadAnswer(f"Choose the {name}.", field=name)
    return facts


def one_of(name: str, answers: Mapping[str, str], accepted: Sequence[str]) -> str:
    """The answer to `name`, which must be one of the accepted; BadAnswer names them all."""
    value = answers.get(name, "")
    if value in accepted:
        return str(value)
    listed = ", ".join(accepted)
    called = "outcome" if name == "now" else name
    if not value:
        raise BadAnswer(f"Choose the {called}: {listed}.", field=name)
    raise BadAnswer(f"“{value[:80]}” is no {called} here; accepted are: {listed}.", field=name)


def _number(answers: Mapping[str, str]) -> int:
    typed = answers.get("duplicate_of", "").upper().removeprefix("R-")
    if not typed.isascii() or not typed.isdigit():
        raise BadAnswer("Say which referral it duplicates, for example R-12.", field="duplicate_of")
    return int(typed[:18])
