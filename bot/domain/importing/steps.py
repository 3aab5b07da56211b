"""What a row says of a referral's fate → the steps that lead there, in order.

The columns of our own export say all of it; a spreadsheet with an outcome and its day says enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.errors import BadAnswer
from bot.domain.importing.columns import Column
from bot.domain.importing.dates import When
from bot.domain.lifecycle.referral import LIVE, Action, State
from bot.sentences import importing as sentences

_DECIDED = frozenset({State.CLOSED, State.RESTRICTED, State.REJECTED})
_ACTIONS = {
    State.CLOSED: Action.CLOSE,
    State.RESTRICTED: Action.RESTRICT,
    State.REJECTED: Action.REJECT,
    State.GONE: Action.VANISH,
}
NOT_SAID = "Not stated."


@dataclass(frozen=True, slots=True)
class RowAnswers:
    """What a row says became of the referral."""

    state: State | None = None
    outcome: State | None = None
    first_outcome: State | None = None
    dates: Mapping[Column, When] = field(default_factory=dict)
    reason: str = ""
    """Its id in config."""
    reason_said: str = ""
    """As it stands in the file."""
    words: str = ""
    restriction: str = ""
    decision_reference: str = ""
    ground: str = ""
    appeal_result: str = ""

    @property
    def standing(self) -> State | None:
        """The outcome, whichever of the two columns says it."""
        return self.outcome or self.state

    @property
    def needs_referring(self) -> bool:
        """Whether this outcome implies that the page was referred."""
        told = {self.state, self.outcome, self.first_outcome}
        return bool(told & (_DECIDED | {State.REFERRED, State.APPEALED}))

    @property
    def never_referred(self) -> bool:
        """Whether the row says in words that it was not referred."""
        return self.standing is State.FLAGGED


@dataclass(frozen=True, slots=True)
class Happening:
    """One step: what was done, when, and what was said with it; `column` says when."""

    action: Action
    when: When
    column: Column
    state: State
    """Where the referral stands after it."""
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def leads_to_live(self) -> bool:
        """Whether the referral is live after this step."""
        return self.state in LIVE


def happenings(
    said: RowAnswers, referred: When | None, description: Mapping[str, str], flagged: When
) -> tuple[Happening, ...]:
    """The steps after the flag. Raises BadAnswer with the field that is missing or cannot be."""
    return _Path(said, referred, description, flagged).walk()


class _Path:
    def __init__(
        self, said: RowAnswers, referred: When | None, description: Mapping[str, str], flagged: When
    ) -> None:
        self._said = said
        self._referred = referred
        self._description = description
        self._flagged = flagged
        self._state = State.FLAGGED
        self._steps: list[Happening] = []
        self._noted_gone = False

    def walk(self) -> tuple[Happening, ...]:
        said, dates = self._said, self._said.dates
        if self._referred is not None:
            self._go(
                Action.REFER,
                self._referred,
                Column.REFERRED_AT,
                State.REFERRED,
                self._description,
            )
            if Column.ACKNOWLEDGED_AT in dates:
                when = dates[Column.ACKNOWLEDGED_AT]
                self._go(Action.ACKNOWLEDGE, when, Column.ACKNOWLEDGED_AT, State.REFERRED)
        if said.state is State.WITHDRAWN or said.outcome is State.WITHDRAWN:
            return self._withdrawn()
        self._decide()
        if self._state in (State.FLAGGED, State.REFERRED) and Column.GONE_AT in dates:
            self._go(Action.VANISH, dates[Column.GONE_AT], Column.GONE_AT, State.GONE)
        self._appeal()
        self._note_gone(None)
        self._check_gone()
        if Column.REAPPEARED_AT in dates:
            if self._state not in (State.CLOSED, State.GONE):
                raise BadAnswer(sentences.ONLY_ENDED_PAGES_COME_BACK, field="reappeared_at")
            when = dates[Column.REAPPEARED_AT]
            self._go(Action.REAPPEAR, when, Column.REAPPEARED_AT, self._state)
        return tuple(self._steps)

    def _withdrawn(self) -> tuple[Happening, ...]:
        when = self._steps[-1].when if self._steps else self._flagged
        self._go(Action.WITHDRAW, when, Column.STATE, State.WITHDRAWN, {"reason": "other"})
        return tuple(self._steps)

    def _decide(self) -> None:
        """The first outcome, and closing after a rejection or restriction."""
        said, dates = self._said, self._said.dates
        final, final_at = self._final()
        first, first_at = said.first_outcome, dates.get(Column.FIRST_OUTCOME_AT)
        if first is None:
            first, first_at = final, final_at
        if first is None or first not in _ACTIONS:
            if Column.APPEALED_AT in dates or said.state is State.APPEALED:
                raise BadAnswer(sentences.APPEALED_AGAINST_WHAT, field="outcome")
            return
        if first in (State.GONE, State.CLOSED) and first_at is None:
            first_at = dates.get(Column.GONE_AT)
        column = Column.OUTCOME_AT if said.first_outcome is None else Column.FIRST_OUTCOME_AT
        self._go(_ACTIONS[first], _needed(first_at, column), column, first, self._answers(first))
        if said.first_outcome is None or final is first or Column.APPEALED_AT in dates:
            return
        if final is State.CLOSED:
            when = dates.get(Column.CLOSED_LATER_AT, final_at)
            self._close_later(_needed(when, Column.OUTCOME_AT))
        elif final is not None:
            raise BadAnswer(sentences.outcome_cannot_follow(first, final), field="outcome")

    def _final(self) -> tuple[State | None, When | None]:
        final = self._said.standing
        if final is State.APPEALED:
            final = self._said.outcome if self._said.outcome in _DECIDED else None
            final = final or self._said.first_outcome
        return final, self._said.dates.get(Column.OUTCOME_AT)

    def _answers(self, outcome: State) -> dict[str, str]:
        answers = {"reference": self._said.decision_reference}
        if outcome is State.REJECTED:
            answers |= {"reason": self._said.reason, "words": self._said.words}
        elif outcome is State.RESTRICTED:
            answers["restriction"] = self._said.restriction or NOT_SAID
        return {name: answer for name, answer in answers.items() if answer or name != "reference"}

    def _appeal(self) -> None:
        said, dates = self._said, self._said.dates
        appealed_at = dates.get(Column.APPEALED_AT)
        if appealed_at is None:
            if said.appeal_result or said.state is State.APPEALED:
                raise BadAnswer(sentences.APPEAL_NEEDS_DAY, field="appealed_at")
            if Column.CLOSED_LATER_AT in dates and self._state is not State.CLOSED:
                self._close_later(dates[Column.CLOSED_LATER_AT])
            return
        if self._state not in (State.REJECTED, State.RESTRICTED):
            raise BadAnswer(sentences.cannot_be_appealed(self._state), field="appealed_at")
        final, final_at = self._final()
        if self._overturned_before(final, final_at, appealed_at):
            first_at = self._steps[-1].when
            self._contest(first_at, Column.FIRST_OUTCOME_AT)
            self._overturn(
                _needed(final_at, Column.OUTCOME_AT), Column.OUTCOME_AT, State.RESTRICTED
            )
        self._note_gone(appealed_at)
        before = self._state
        self._contest(appealed_at, Column.APPEALED_AT)
        ended_at = dates.get(Column.APPEAL_ENDED_AT)
        if said.appeal_result == "overturned":
            when = ended_at or (final_at if said.first_outcome is not None else None)
            now = self._after_overturning(final, before)
            self._overturn(_needed(when, Column.APPEAL_ENDED_AT), Column.APPEAL_ENDED_AT, now)
        elif said.appeal_result == "upheld":
            when = _needed(ended_at, Column.APPEAL_ENDED_AT)
            self._note_gone(when)
            self._go(Action.UPHOLD, when, Column.APPEAL_ENDED_AT, before)
        if Column.CLOSED_LATER_AT in dates:
            self._close_later(dates[Column.CLOSED_LATER_AT])

    def _after_overturning(self, final: State | None, before: State) -> State:
        if Column.CLOSED_LATER_AT in self._said.dates:
            return State.RESTRICTED
        # Without a first outcome the one outcome given is what was appealed against.
        told = self._said.first_outcome is not None or before is not final
        return State.RESTRICTED if told and final is State.RESTRICTED else State.CLOSED

    def _overturned_before(
        self, final: State | None, final_at: When | None, appealed_at: When
    ) -> bool:
        """Whether an earlier appeal had turned a rejection into a restriction already."""
        return (
            self._said.first_outcome is State.REJECTED
            and final is State.RESTRICTED
            and final_at is not None
            and not later(final_at, appealed_at)
        )

    def _contest(self, when: When, column: Column) -> None:
        answers = {"ground": self._said.ground or NOT_SAID}
        self._go(Action.APPEAL, when, column, State.APPEALED, answers)

    def _overturn(self, when: When, column: Column, now: State) -> None:
        self._note_gone(when)
        self._go(Action.OVERTURN, when, column, now, {"now": now.value})

    def _close_later(self, when: When) -> None:
        if self._state not in (State.REJECTED, State.RESTRICTED):
            raise BadAnswer(sentences.cannot_close_later(self._state), field="closed_later_at")
        self._note_gone(when)
        column = Column.CLOSED_LATER_AT
        if column not in self._said.dates:
            column = Column.OUTCOME_AT
        self._go(Action.CLOSE, when, column, State.CLOSED)

    def _note_gone(self, before: When | None) -> None:
        """If a rejected page went away, this is noted on its day."""
        when = self._said.dates.get(Column.GONE_AT)
        contested = self._state in (State.REJECTED, State.RESTRICTED, State.APPEALED)
        if when is None or self._noted_gone or not contested:
            return
        if before is None or not later(when, before):
            self._go(Action.VANISH, when, Column.GONE_AT, self._state)
            self._noted_gone = True

    def _check_gone(self) -> None:
        when = self._said.dates.get(Column.GONE_AT)
        vanished = any(step.action is Action.VANISH for step in self._steps)
        if when is not None and not vanished and all(step.when != when for step in self._steps):
            raise BadAnswer(sentences.cannot_be_gone_too(self._state), field="gone_at")

    def _go(
        self,
        action: Action,
        when: When,
        column: Column,
        state: State,
        answers: Mapping[str, str] | None = None,
    ) -> None:
        self._state = state
        told = {name: value for name, value in (answers or {}).items() if value}
        self._steps.append(Happening(action, when, column, state, told))


def later(one: When, other: When) -> bool:
    """Whether it is later than the other. On the same day only times of day can tell."""
    if one.day != other.day:
        return one.day > other.day
    return bool(one.time and other.time and one.time > other.time)


def _needed(when: When | None, column: Column) -> When:
    if when is None:
        raise BadAnswer(sentences.OUTCOME_NEEDS_DAY, field=column.value)
    return when
