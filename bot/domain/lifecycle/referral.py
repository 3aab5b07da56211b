"""What a referral is and what may happen to it.

A referral is the fold of its events (`bot.domain.lifecycle.history`). Nothing here reads a clock;
every instant is an aware `datetime` that came in with an event.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

Fact: TypeAlias = str | int | bool | None


class State(StrEnum):
    """Where a referral stands."""

    FLAGGED = "flagged"
    HELD = "held"
    REFERRED = "referred"
    CLOSED = "closed"
    RESTRICTED = "restricted"
    REJECTED = "rejected"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


LIVE: frozenset[State] = frozenset({State.FLAGGED, State.HELD, State.REFERRED, State.APPEALED})
OUTCOMES: frozenset[State] = frozenset({State.CLOSED, State.RESTRICTED, State.REJECTED})


class Confidence(StrEnum):
    """How sure the team is. "Not stated" is the absence of a value and is never certain."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CERTAIN = "certain"


class Basis(StrEnum):
    """Why the platform should act."""

    LAW = "law"
    TERMS = "terms"
    BOTH = "both"


class Action(StrEnum):
    """What a person can do to a referral: each is the kind of one event."""

    FLAG = "flag"
    REFER = "refer"
    HOLD = "hold"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"
    RESTRICT = "restrict"
    REJECT = "reject"
    VANISH = "vanish"
    APPEAL = "appeal"
    OVERTURN = "overturn"
    UPHOLD = "uphold"
    REFER_AGAIN = "refer again"
    REAPPEAR = "reappear"
    UNDO = "undo"
    # What changes no state:
    DESCRIBE = "describe"
    ASSIGN = "assign"
    NOTE = "note"
    REDATE = "change date"
    ADD_INDICATOR = "add indicator"
    STRIKE_INDICATOR = "strike indicator"
    ADD_TO_CASE = "add to case"
    TAKE_FROM_CASE = "take from case"
    # What keeping a file does, beside what the person records:
    EVIDENCE = "evidence"
    # What importing a file again does, and no button:
    CREDIT = "credit"
    # What retention does, and no person:
    ERASE = "erase"
    # What new rules for addresses do, and no person:
    REKEY = "rekey"


NOTHING_KEPT = "nothing_kept"
"""The fact of an event that gave a referral a category of which nothing is kept."""
FORGOTTEN = frozenset({"note", "words", "passage", "file", "sha256"})
"""What such an event has go of the personal values before it."""
WITH_FLAG = "with_flag"
"""The fact of an event whose file came with the flag."""


@dataclass(frozen=True, slots=True)
class Event:
    """One immutable line of a referral's history.

    `facts` hold nothing personal; `personal` holds what retention may erase (URL, key, notes,
    people). `target` is the `seq` that an undo or a change of date speaks of.
    """

    referral: int
    seq: int
    action: Action
    happened_at: datetime
    recorded_at: datetime
    facts: Mapping[str, Fact] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    target: int | None = None

    @property
    def actor(self) -> str:
        """The Slack user id of who recorded it; empty for the bot itself, or once erased."""
        return self.personal.get("actor", "")

    def late_in(self, zone: str) -> bool:
        """Whether it was recorded on a later day than it happened on, in that time zone."""
        if self.happened_at == self.recorded_at:
            return False
        happened, recorded = (
            at.astimezone(ZoneInfo(zone)) for at in (self.happened_at, self.recorded_at)
        )
        return happened.date() < recorded.date()


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal against a decision; `result` is overturned or upheld. An undone one is none."""

    nth: int
    opened_at: datetime
    recorded_at: datetime
    ground: str = ""
    ended_at: datetime | None = None
    result: str | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Referral:
    """One attempt to have one page acted on by its platform, as it stands after its last event."""

    number: int
    version: int
    state: State
    url: str
    canonical: str
    page_key: str
    key_version: int
    platform: str
    kind: str
    channel: str
    private: bool
    flagger: str
    owner: str
    flagged_at: datetime
    attempt: int = 1
    previous: int | None = None
    warning: str = ""
    note: str = ""
    category: str | None = None
    confidence: Confidence | None = None
    basis: Basis | None = None
    clause: str = ""
    reference: str = ""
    """Of the submission: ours, or the platform's acknowledgement's where we gave none."""
    referred_at: datetime | None = None
    acknowledged_at: datetime | None = None
    confidence_when_referred: Confidence | None = None
    outcome: State | None = None
    outcome_at: datetime | None = None
    first_outcome: State | None = None
    first_outcome_at: datetime | None = None
    reason: str | None = None
    words: str = ""
    restriction: str = ""
    vanished_at: datetime | None = None
    appealed_at: datetime | None = None
    appealed_outcome: State | None = None
    appeal_ground: str = ""
    appeal_result: str | None = None
    appeal_ended_at: datetime | None = None
    closed_later_at: datetime | None = None
    reappeared_at: datetime | None = None
    state_before_hold: State | None = None
    hold_reason: str = ""
    withdrawn_reason: str | None = None
    held_at_flag: bool = False
    """Whether it was put on hold as it was flagged, so that the team has not seen it."""
    came_in_sight_at: datetime | None = None
    """When it left that hold for the first time."""
    referred_again: bool = False
    """Whether Refer again began it: then nobody flagged it."""
    uid: str = field(default="", compare=False)
    """What identifies it beside its number, which another database may have given to another page;
    storage makes it (`bot.domain.lifecycle.audit.uid_of`), no event says it."""
    last_event: str = field(default="", compare=False)
    """The short hash of the event that made its version; storage reads it (`audit.short_hash`)."""
    decision_reference: str = ""
    """Of the platform's last decision."""
    acknowledged_reference: str = ""
    """What the platform's acknowledgement named it, where the submission has a reference of its own."""
    first_acknowledged_at: datetime | None = None
    zone: str = "UTC"
    """The time zone of its channel when it was recorded: its days are counted in it."""
    late_dates: int = 0
    """How many of two dates, referred and first decided, were recorded on a later day."""
    appeals: tuple[Appeal, ...] = field(default=(), compare=False)
    """All of them, where it was replayed from its events; storage keeps them in a table."""

    @property
    def name(self) -> str:
        """As people write it: `R-12`."""
        return f"R-{self.number}"

    @property
    def erased(self) -> bool:
        """Whether retention has erased its personal values: every other referral has a URL."""
        return not self.url

    @property
    def last_at(self) -> datetime:
        """The latest instant that it knows of: nothing that follows is dated before it."""
        known = (
            self.referred_at,
            self.acknowledged_at,
            self.outcome_at,
            self.vanished_at,
            self.appealed_at,
            self.appeal_ended_at,
            self.closed_later_at,
            self.reappeared_at,
        )
        return max([self.flagged_at, *(at for at in known if at is not None)])

    @property
    def live(self) -> bool:
        """Whether it is the page's live referral; a page has at most one."""
        return self.state in LIVE


PERSONAL = frozenset(
    {
        "url",
        "canonical",
        "page_key",
        "flagger",
        "owner",
        "warning",
        "note",
        "words",
        "restriction",
        "appeal_ground",
        "hold_reason",
    }
)
"""What retention erases from a referral."""


_NAMES = tuple(one.name for one in fields(Referral))
_VALUES = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """A version, and the short hash of the event that made it.

    Once a backup was restored another event can make a version of the same number. `event` is empty
    where the version was kept in the database itself: a restore takes it back with its event.
    """

    version: int
    event: str = ""

    @classmethod
    def of(cls, referral: Referral) -> SeenVersion:
        """As the referral stands."""
        return cls(referral.version, referral.last_event)

    def is_of(self, referral: Referral) -> bool:
        """Whether the referral still stands as it was seen."""
        return self.version == referral.version and self.event in ("", referral.last_event)

    def __str__(self) -> str:
        """For buttons and forms. Raises ValueError where no event is known."""
        if self == NOTHING_SEEN:
            return "0"
        if not self.event:
            raise ValueError(f"nothing tells which event made version {self.version}")
        return f"{self.version}.{self.event}"

    @classmethod
    def parse(cls, text: str) -> SeenVersion:
        """The reverse. Raises ValueError for anything that `str` did not make."""
        if text == "0":
            return NOTHING_SEEN
        if (made := _WRITTEN.fullmatch(text)) is None:
            raise ValueError("this is not what a button of ours carries")
        return cls(int(made[1]), made[2])


NOTHING_SEEN = SeenVersion(0)
"""Of what is of no one referral: a list, a period, a channel."""
_WRITTEN = re.compile(r"([1-9][0-9]{0,8})\.([0-9a-f]{8})")


def changed(referral: Referral, **values: Any) -> Referral:
    """`dataclasses.replace`, but three times as fast; replaying calls it for each event."""
    return Referral(**{**dict(zip(_NAMES, _VALUES(referral), strict=True)), **values})


def clean(text: str) -> str:
    """Typed text as events keep it: without control characters and lone surrogates, which databases
    refuse."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()
