"""What a person asks for, and the event it makes: `decide(...)` is every action's one decision.

Pure: the referral, its history, the person and `now` come in; one `Event` or a `Refusal` comes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.errors import BadAnswer, NotPossible, Stale
from bot.domain.history import effective
from bot.domain.people import Person
from bot.domain.permissions import UNDO_WINDOW, check_role, check_state, check_undo
from bot.domain.referral import Action, Basis, Confidence, Event, Fact, Referral, State
from bot.domain.times import add_months, say_day

LONGEST_TEXT = 3000
WITHDRAW_REASONS = ("mistake", "duplicate", "other")
REFER_AGAIN_REASONS = ("new content", "new evidence", "another basis")
OVERTURN_RESULTS = ("closed", "restricted")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the team's config allows in answers: names as config has them."""

    categories: tuple[str, ...]
    reasons: tuple[str, ...]
    appeal_months: Mapping[str, int] = field(default_factory=dict)
    """Platform to appeal window in months, where it is not the default."""
    default_appeal_months: int | None = None
    """The window of all others; None: no limit."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing a person asks to be done to a referral.

    `seen` is the version of the referral that stood on the card or form they used; None where the
    action does not depend on it. `answers` are what they filled in, by field name, as typed.
    """

    action: Action
    seen: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    happened_at: datetime | None = None


def decide(
    wish: Wish,
    referral: Referral,
    events: Sequence[Event],
    who: Person,
    now: datetime,
    rules: Rules,
    *,
    other_live: bool = False,
) -> Event:
    """The event that records the wish.

    `events` is the whole history; `other_live` says whether another referral of the page is live.
    Raises Stale, NotPossible, NotAllowed or BadAnswer, whose sentence is for the person.
    """
    check_not_stale(wish, referral, events)
    line = check_state(referral, wish.action)
    check_role(line, referral, who)
    facts, personal = _taken(wish, referral, rules)
    target: int | None = None
    if wish.action is Action.UNDO:
        target = _undo(wish, referral, events, who, now, other_live)
    elif wish.action is Action.REDATE:
        target = _redate(wish, referral, events)
    elif wish.action in (Action.REFER_AGAIN, Action.REAPPEAR) and other_live:
        raise NotPossible(f"Another referral of {referral.name}'s page is already open.")
    elif wish.action is Action.APPEAL:
        _check_appeal(wish, referral, events, now, rules)
    return Event(
        referral=referral.number,
        seq=referral.version + 1,
        action=wish.action,
        happened_at=_when(wish, referral, events, now, target),
        recorded_at=now,
        facts=facts,
        personal={**personal, "actor": who.id},
        target=target,
    )


def check_not_stale(wish: Wish, referral: Referral, events: Sequence[Event]) -> None:
    """Stale if the referral changed since the person looked, with who did what meanwhile."""
    if wish.seen is None or wish.seen == referral.version:
        return
    raise Stale(f"{referral.name} has changed since you looked, so nothing was recorded.")


def _taken(wish: Wish, referral: Referral, rules: Rules) -> tuple[dict[str, Fact], dict[str, str]]:
    answers = {name: value.strip() for name, value in wish.answers.items() if value.strip()}
    for name, value in answers.items():
        if len(value) > LONGEST_TEXT:
            raise BadAnswer(
                f"{len(value):,} characters are too many; {LONGEST_TEXT:,} are accepted.",
                field=name,
            )
    facts: dict[str, Fact] = {}
    personal: dict[str, str] = {}
    action = wish.action
    if action in (Action.REFER, Action.DESCRIBE, Action.REFER_AGAIN):
        facts |= _description(answers, referral, rules, whole=action is Action.REFER)
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
    if not value:
        raise BadAnswer(f"Choose the {name}: {listed}.", field=name)
    raise BadAnswer(f"“{value[:80]}” is no {name} here; accepted are: {listed}.", field=name)


def _number(answers: Mapping[str, str]) -> int:
    typed = answers.get("duplicate_of", "").upper().removeprefix("R-")
    if not typed.isascii() or not typed.isdigit():
        raise BadAnswer("Say which referral it duplicates, for example R-12.", field="duplicate_of")
    return int(typed[:18])


def _undo(
    wish: Wish,
    referral: Referral,
    events: Sequence[Event],
    who: Person,
    now: datetime,
    other_live: bool,
) -> int:
    event = check_undo(referral, events, who, now)
    if other_live:
        raise NotPossible(
            f"Another referral of {referral.name}'s page is open, so this cannot be undone. "
            "Withdraw that one first."
        )
    late = who.id != event.actor or now - event.recorded_at > UNDO_WINDOW
    if late and not wish.answers.get("why", "").strip():
        raise BadAnswer("Say why it is undone; it stays in the history.", field="why")
    return event.seq


def _redate(wish: Wish, referral: Referral, events: Sequence[Event]) -> int:
    if wish.happened_at is None:
        raise BadAnswer("Choose the date on which it happened.", field="date")
    dated = dated_event(events)
    if dated is None:
        raise NotPossible(f"{referral.name} has no outcome or referral whose date could change.")
    return dated.seq


DATED = frozenset(
    {
        Action.REFER,
        Action.CLOSE,
        Action.RESTRICT,
        Action.REJECT,
        Action.VANISH,
        Action.APPEAL,
        Action.OVERTURN,
        Action.UPHOLD,
    }
)


def dated_event(events: Sequence[Event]) -> Event | None:
    """The last event that counts whose date people may set: what Change date speaks of."""
    return next((event for event in reversed(effective(events)) if event.action in DATED), None)


def _when(
    wish: Wish, referral: Referral, events: Sequence[Event], now: datetime, target: int | None
) -> datetime:
    happened_at = wish.happened_at or now
    if happened_at > now:
        raise BadAnswer(
            f"{say_day(happened_at)} is in the future; the latest accepted is now.", field="date"
        )
    earlier = [
        event
        for event in effective(events)
        if (event.action in DATED or event.seq == 1)
        and (wish.action is not Action.REDATE or event.seq < (target or 0))
    ]
    floor = max((event.happened_at for event in earlier), default=None)
    if wish.happened_at is not None and floor is not None and happened_at < floor:
        # A page may have been referred before the bot was told of it.
        if wish.action is Action.REFER or _is_refer(events, target):
            return happened_at
        raise BadAnswer(
            f"{referral.name}'s step before this one was on {say_day(floor)}; "
            "this cannot be earlier.",
            field="date",
        )
    return happened_at


def _is_refer(events: Sequence[Event], target: int | None) -> bool:
    return any(event.seq == target and event.action is Action.REFER for event in events)


def _check_appeal(
    wish: Wish, referral: Referral, events: Sequence[Event], now: datetime, rules: Rules
) -> None:
    if any(event.action is Action.UPHOLD for event in effective(events)):
        raise NotPossible(f"An appeal of {referral.name} was upheld already; that was final.")
    ends = appeal_ends(referral, rules)
    if ends is not None and (wish.happened_at or now) > ends:
        raise NotPossible(
            f"The time to appeal {referral.name} ended on {say_day(ends)} "
            "(Digital Services Act, Article 20). You can refer the page again."
        )


def appeal_ends(referral: Referral, rules: Rules) -> datetime | None:
    """When the platform's appeal window closes, counted from the outcome; None: no limit known.

    Source: DSA Art. 20(1), at least six months after the decision; per platform in config.
    """
    months = rules.appeal_months.get(referral.platform, rules.default_appeal_months)
    if months is None or referral.outcome_at is None:
        return None
    return add_months(referral.outcome_at, months)


def may_appeal(referral: Referral, events: Sequence[Event], now: datetime, rules: Rules) -> bool:
    """Whether an appeal is still possible: what cards and menus offer."""
    try:
        _check_appeal(Wish(Action.APPEAL), referral, events, now, rules)
    except NotPossible:
        return False
    return referral.state in (State.REJECTED, State.RESTRICTED)
