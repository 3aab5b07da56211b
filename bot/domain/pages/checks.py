"""When a page is looked at, what two readings agree on, and what is then asked of people. Pure.

A reading decides nothing. What two of them at a distance agree on, and the referral's state does
not say, becomes one question; a person answers it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.lifecycle.referral import Action, Referral, State
from bot.domain.pages.status import Status

SPREAD = timedelta(hours=2, minutes=24)
"""Over how long checks that would fall due together are drawn apart."""
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """The team's intervals: days while a page waits for an answer, days after it was closed or
    gone, and hours between two readings that are to agree."""

    referred_days: int
    closed_days: tuple[int, ...]
    second_look_hours: int


class Answered(StrEnum):
    """What people answer to what a check found."""

    CLOSED = "closed"
    GONE = "gone"
    STILL_UP = "still up"
    REAPPEARED = "reappeared"
    ANOTHER = "not the same page"


ACTIONS: dict[Answered, Action] = {
    Answered.CLOSED: Action.CLOSE,
    Answered.GONE: Action.VANISH,
    Answered.REAPPEARED: Action.REAPPEAR,
}
"""Answers that are an action of the lifecycle; the others only end the question."""

ANSWERS: dict[Status, tuple[Answered, ...]] = {
    Status.GONE: (Answered.CLOSED, Answered.GONE, Answered.STILL_UP),
    Status.UP: (Answered.REAPPEARED, Answered.ANOTHER),
    Status.UNSURE: (),
}
"""What may be answered where a page was found like this and should not be."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of what is recorded of a page's checks: a reading, or an answer (`status` None).

    `by` is who asked for the check, or who answered; empty where nobody did.
    """

    seq: int
    at: datetime
    status: Status | None = None
    reason: str = ""
    code: int | None = None
    sha256: str = ""
    asked: str = ""
    by: str = ""
    answer: str = ""
    event: str = field(default="", compare=False)
    """The short hash of its event (`bot.domain.lifecycle.audit.short_hash`)."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a page since its referral came into `state`.

    `agreed` is what two readings agreed on last, or what the state itself says; `seen` is what
    was read since `since` without a contradiction (readings that are unsure say nothing);
    `question` is the number of the reading that people were asked about and have not answered;
    `asked_by` who wants to know what the next check finds.
    """

    state: State
    agreed: Status | None
    seen: Status | None = None
    since: datetime | None = None
    checked_at: datetime | None = None
    question: int | None = None
    asked_by: str = ""


class News(StrEnum):
    """What a reading changed in what people are told."""

    ASK = "ask"
    SETTLED = "settled"  # what was asked is so no longer


def expected(referral: Referral) -> Status | None:
    """How the page should be found as the referral stands; None: it is not looked at by itself."""
    if not referral.canonical or referral.reappeared_at is not None:
        return None
    match referral.state:
        case State.REFERRED:
            return Status.UP
        case State.CLOSED | State.GONE:
            return Status.GONE
    return None


def fresh_look(referral: Referral) -> Look:
    """What is known of a page whose referral has just come into its state: nothing read yet."""
    return Look(referral.state, expected(referral))


def next_check(referral: Referral, plan: CheckPlan, now: datetime) -> datetime | None:
    """When the page is next looked at, after `now`; None: no more.

    What would fall due together is drawn apart by up to `SPREAD`, each referral by its own part.
    """
    apart = SPREAD * share(referral.number)
    match expected(referral):
        case Status.UP:
            return now + timedelta(days=plan.referred_days) + apart
        case Status.GONE:
            ended = ended_at(referral) or now
            following = (ended + timedelta(days=days) + apart for days in plan.closed_days)
            return next((at for at in following if at > now), None)
    return None


def first_check(referral: Referral, plan: CheckPlan, now: datetime) -> datetime | None:
    """When it is looked at first where checks are switched on after it was referred.

    All that waits is drawn apart over the whole of an interval.
    """
    if expected(referral) is Status.UP:
        return now + timedelta(days=plan.referred_days) * share(referral.number)
    return next_check(referral, plan, now)


def ended_at(referral: Referral) -> datetime | None:
    """When the page was closed, or went."""
    gone = referral.state is State.GONE
    return referral.vanished_at if gone else referral.outcome_at


def share(number: int) -> float:
    """From 0 to 1, evenly apart for numbers that follow each other (the golden ratio's way)."""
    return number * _GOLDEN % 1.0


def weigh(
    look: Look, number: int, status: Status, at: datetime, plan: CheckPlan
) -> tuple[Look, News | None]:
    """What is known after reading `number` of the page, and what people are told because of it.

    Said once for each change: a question stays asked, answered or not, until two readings at a
    distance agree on something else.
    """
    look = replace(look, checked_at=at, asked_by="")
    if status is Status.UNSURE or look.agreed is None:
        return look, None
    if status is not look.seen or look.since is None:
        look = replace(look, seen=status, since=at)
    apart = at - (look.since or at)
    if status is look.agreed or apart < timedelta(hours=plan.second_look_hours):
        return look, None
    look = replace(look, agreed=status)
    if status is not says(look.state):
        return replace(look, question=number), News.ASK
    return replace(look, question=None), News.SETTLED if look.question else None


def says(state: State) -> Status:
    """How a page should be found that is watched in this state."""
    return Status.UP if state is State.REFERRED else Status.GONE


def due_after(
    look: Look, status: Status, referral: Referral, plan: CheckPlan, at: datetime
) -> datetime | None:
    """When to look again after a reading: sooner where it waits for a second one to agree."""
    following = next_check(referral, plan, at)
    if look.agreed is None or status is Status.UNSURE or status is look.agreed:
        return following
    again = at + timedelta(hours=plan.second_look_hours)
    return min(again, following) if following else again
