"""What the core's tests are told in: people, places, and the story of one referral.

story = ExampleReferral().refer().reject()
story.later(days=3).act(Action.APPEAL, LEAD)
assert story.state is State.APPEALED
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from bot.domain.lifecycle.decisions import decide
from bot.domain.lifecycle.history import follow, replay
from bot.domain.lifecycle.referral import Action, Event, Fact, Referral, SeenVersion, State
from bot.domain.lifecycle.requests import ActionRequest, Rules
from bot.domain.people import Actor, Person, Place

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")

SECOND = Person("USECOND", "Second")  # flags
ANALYST = Person("UANALYST", "Analyst")  # a colleague
LEAD = Person("ULEAD", "Lead", lead=True)
LEAD2 = Person("ULEAD2", "Lead two", lead=True)

DESK = Place("CDESK", "desk")
OTHER = Place("COTHER", "other")
SECRET = Place("GSECRET", "secret", private=True)
DIRECT = Place("DSECOND", "direct", private=True)

RULES = Rules(
    categories=("crossing", "vessels", "request"),
    reasons=("terms", "legal", "other"),
    default_appeal_months=6,
)

URL = "https://www.facebook.com/groups/1234567890/"
KEY = "facebook:group:1234567890"

ANSWERS: Mapping[Action, Mapping[str, str]] = {
    Action.REFER: {"category": "crossing", "confidence": "certain", "basis": "both"},
    Action.HOLD: {"reason": "an inquiry runs"},
    Action.WITHDRAW: {"reason": "mistake"},
    Action.RESTRICT: {"restriction": "hidden in the UK"},
    Action.REJECT: {"reason": "terms"},
    Action.APPEAL: {"ground": "It offers crossings."},
    Action.REFER_AGAIN: {"reason": "new evidence"},
    Action.UNDO: {"why": "a slip"},
    Action.NOTE: {"note": "Seen twice."},
    Action.ASSIGN: {"owner": ANALYST.id},
    Action.DESCRIBE: {"category": "vessels"},
    Action.ADD_INDICATOR: {"indicator": "+447400123456"},
    Action.STRIKE_INDICATOR: {"indicator": "+447400123456"},
    Action.ADD_TO_CASE: {"case": "Blue boats"},
    Action.TAKE_FROM_CASE: {"case": "Blue boats"},
}
"""What each action needs, where it needs anything."""


def first_event(
    number: int = 12,
    *,
    who: Person = SECOND,
    at: datetime = MONDAY,
    action: Action = Action.FLAG,
    place: Place = DESK,
    note: str = "",
    **facts: Fact,
) -> Event:
    """The event that opens a referral."""
    return Event(
        referral=number,
        seq=1,
        action=action,
        happened_at=at,
        recorded_at=at,
        facts={
            "platform": "facebook",
            "kind": "group",
            "key_version": 1,
            "channel": place.id,
            "private": place.private,
            **facts,
        },
        personal={
            "actor": who.id,
            "url": URL,
            "canonical": URL,
            "page_key": KEY,
            **({"note": note} if note else {}),
        },
    )


@dataclass
class ExampleReferral:
    """One referral, told step by step: every step is decided, then followed."""

    events: list[Event] = field(default_factory=lambda: [first_event()])
    now: datetime = MONDAY
    rules: Rules = RULES

    @property
    def referral(self) -> Referral:
        """As it stands."""
        return replay(self.events)

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.referral.state

    def later(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> Self:
        """Let time pass."""
        self.now += timedelta(days=days, hours=hours, minutes=minutes)
        return self

    def actor(self, who: Person) -> Actor:
        """This person, at the desk, now."""
        return Actor(who, DESK, self.now)

    def decide(
        self,
        action: Action,
        who: Person = SECOND,
        *,
        at: datetime | None = None,
        seen: int | None = None,
        other_live: bool = False,
        **answers: str,
    ) -> Event:
        """The event that the action would make now. Raises the refusal."""
        on = None if seen is None else SeenVersion(seen)
        request = ActionRequest(action, on, {**ANSWERS.get(action, {}), **answers}, at)
        return decide(
            request,
            self.referral,
            self.events,
            self.actor(who),
            self.rules,
            other_live=other_live,
        )

    def act(
        self,
        action: Action,
        who: Person = SECOND,
        *,
        at: datetime | None = None,
        other_live: bool = False,
        **answers: str,
    ) -> Self:
        """Take the action, a minute later."""
        self.later(minutes=1)
        event = self.decide(action, who, at=at, seen=None, other_live=other_live, **answers)
        self.events.append(event)
        return self

    def refer(self, who: Person = SECOND, *, at: datetime | None = None, **answers: str) -> Self:
        """Mark it as referred."""
        return self.act(Action.REFER, who, at=at, other_live=False, **answers)

    def reject(self, who: Person = SECOND, *, at: datetime | None = None, **answers: str) -> Self:
        """The platform rejected it."""
        return self.act(Action.REJECT, who, at=at, other_live=False, **answers)

    def close(self, who: Person = SECOND, *, at: datetime | None = None) -> Self:
        """The platform closed the page."""
        return self.act(Action.CLOSE, who, at=at)

    def undo(self, who: Person = SECOND, **answers: str) -> Self:
        """Take back the last action."""
        return self.act(Action.UNDO, who, at=None, other_live=False, **answers)


def followed(events: list[Event]) -> Referral:
    """The fold of events none of which is an undo or a change of date, one by one."""
    referral = follow(None, events[0])
    for event in events[1:]:
        referral = follow(referral, event)
    return referral


_PATHS: dict[State, tuple[Action, ...]] = {
    State.FLAGGED: (),
    State.HELD: (Action.HOLD,),
    State.REFERRED: (Action.REFER,),
    State.CLOSED: (Action.REFER, Action.CLOSE),
    State.RESTRICTED: (Action.REFER, Action.RESTRICT),
    State.REJECTED: (Action.REFER, Action.REJECT),
    State.APPEALED: (Action.REFER, Action.REJECT, Action.APPEAL),
    State.WITHDRAWN: (Action.WITHDRAW,),
    State.GONE: (Action.REFER, Action.VANISH),
}


def in_state(state: State, *, rules: Rules = RULES) -> ExampleReferral:
    """A story that has just come to this state, by a lead's hand."""
    story = ExampleReferral(rules=rules)
    for action in _PATHS[state]:
        story.act(action, LEAD)
    return story
