"""The shape of one row of `bot.domain.lifecycle.actions.SPECS`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.lifecycle.referral import LIVE, Action, State


class Goal(StrEnum):
    """Where a transition leads when the table alone cannot name the state."""

    BEFORE_HOLD = "the state before the hold"
    BEFORE_ACTION = "the state before that action"
    APPEALED_OUTCOME = "the outcome appealed against"
    CLOSED_OR_RESTRICTED = "closed or restricted"
    STAYS = "stays"
    STAYS_AND_NEW_REFERRED = "stays, and a new referral, referred"
    STAYS_AND_NEW_FLAGGED = "stays, and a new referral, flagged"


NEW_REFERRAL = frozenset({Goal.STAYS_AND_NEW_REFERRED, Goal.STAYS_AND_NEW_FLAGGED})


class Who(StrEnum):
    """Who may take an action. Guests and strangers are refused before any of it."""

    ANALYST = "analyst"
    LEAD = "lead"
    FLAGGER_OR_LEAD = "the flagger, lead"
    RECORDER_OR_LEAD = "its recorder within 10 minutes; a lead later"
    NOBODY = "nobody: the bot does it"


@dataclass(frozen=True, slots=True)
class Move:
    """From these states to that one."""

    sources: frozenset[State]
    target: State | Goal
    held_from: frozenset[State] = frozenset()
    """From held: only where the state before the hold was one of these. Empty: any."""


class FieldKind(StrEnum):
    """What a field takes, and so what it looks like in a form."""

    LINE = "a line of text"
    TEXT = "text"
    CATEGORY = "a category of the config"
    REASON = "a rejection reason of the config"
    CONFIDENCE = "a confidence"
    BASIS = "a basis"
    CHOICE = "one of the field's choices"
    DATE = "a day"
    PERSON = "a person"
    REFERRAL = "the number of a referral"
    FILES = "files, which are kept as evidence: they are recorded in events of their own"
    INDICATOR = "an indicator that the referral has"
    TICK = "a box to tick: for the form alone, it is not recorded"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that people say with an action; `name` is that of the answer and in the event."""

    name: str
    kind: FieldKind
    label: str
    required: bool = False
    personal: bool = False
    """Whether retention may erase it; a fact otherwise."""
    hint: str = ""
    placeholder: str = ""
    missing: str = ""
    """What is said where it is required and empty."""
    choices: tuple[str, ...] = ()
    default: str = ""
    """What is recorded where the field is left out."""
    known: bool = False
    """Whether the form fills it in from the referral's attribute of this name."""
    taken_over: bool = False
    """Whether the known value is recorded again where the field is left out."""
    only_with: tuple[str, str] | None = None
    """Required if that other field has this answer, ignored otherwise."""
    in_line: bool = True
    """Whether the line in the thread says it."""
    secret: bool = False
    """Whether only leads read it; it is then left out of lines and histories."""
    advised: bool = False
    """Whether a choice updates the form's advice."""


@dataclass(frozen=True, slots=True)
class ActionWords:
    """An action's words: "R-1 is closed, so it cannot be `done`", "Ada `past` on Monday"."""

    button: str
    imperative: str
    past: str
    done: str
    line: str
    """How its line in the thread begins, before "by Ada"."""
    confirmed: str = ""
    """What follows "R-1" once it is recorded; "is" and `done` where empty."""

    @property
    def confirmation(self) -> str:
        """What follows "R-1" once it is recorded."""
        return self.confirmed or f"is {self.done}"

    @property
    def name(self) -> str:
        """What it is called where another line speaks of it: "“Closed” of 3 March 2026"."""
        return self.button.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Variant:
    """A second button for the same action, which says one answer by itself."""

    field: str
    answer: str
    button: str
    menu: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """Everything that an action is, but for what it does to a referral (`history`)."""

    action: Action
    who: Who
    words: ActionWords
    moves: tuple[Move, ...] = ()
    in_states: frozenset[State] = frozenset()
    """The states in which an action without moves is possible."""
    fields: tuple[Field, ...] = ()
    at_once: bool = False
    """Pressing the button records it; a form opens only where an answer is needed."""
    counts: bool = True
    """Whether it may change a figure that everybody sees."""
    dated: bool = False
    """Whether it has a date of its own, which people may change later."""
    any_version: bool = False
    """Whether it is recorded even if the referral has changed since the person looked."""
    on_card: frozenset[State] = frozenset()
    """In which states the card has its button."""
    menu: str = ""
    """What All actions says of it, where it has no button on the card; empty: not listed there."""
    submit: str = "Record"
    """The button of its form."""
    variant: Variant | None = None

    @property
    def undoable(self) -> bool:
        """Whether it can be undone. The event that opened the referral and an undo cannot."""
        return bool(self.moves) and self.action not in (Action.FLAG, Action.UNDO)

    @property
    def takes_page(self) -> bool:
        """Whether the action makes an ended referral live again, or opens a new one."""
        return any(
            not move.sources <= LIVE and (move.target in LIVE or move.target in NEW_REFERRAL)
            for move in self.moves
        )

    @property
    def opens_new(self) -> bool:
        """Whether it opens a new referral, the next attempt."""
        return any(move.target in NEW_REFERRAL for move in self.moves)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the fields that it needs."""
        return tuple(field.name for field in self.fields if field.required)

    @property
    def optional(self) -> tuple[str, ...]:
        """The names of those that it may have."""
        return tuple(
            field.name
            for field in self.fields
            if not field.required and field.kind not in (FieldKind.TICK, FieldKind.FILES)
        )
