"""A row of a team's file → a page and what happened to it when, or every reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain.dates import Order
from bot.domain.errors import BadAnswer
from bot.domain.importing.columns import DATES, Column, Columns, simple
from bot.domain.importing.dates import When, read_when
from bot.domain.importing.steps import Happening, RowAnswers, happenings
from bot.domain.importing.table import Row
from bot.domain.importing.words import (
    APPEAL_RESULTS,
    BASES,
    CONFIDENCES,
    STANDINGS,
    is_blank,
    one_word,
    plain,
    revived,
)
from bot.domain.lifecycle.referral import Action, State, clean
from bot.domain.lifecycle.requests import LONGEST_TEXT
from bot.domain.pages.urls import InvalidUrl, parse_page
from bot.domain.platforms import NO_HOSTS, Page
from bot.sentences import importing as sentences
from bot.sentences import labels, refusals

T = TypeVar("T")
_LONGEST_NAME = 200
_NUMBER = re.compile(r"R-([1-9]\d{0,8})")
NO_REASON, OTHER_REASON = "none", "other"
"""Ids in config's reasons for a rejection: none was written down, or one that config has not."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """Something in a file that cannot be taken: where, what stands there, what is accepted."""

    line: int
    column: str
    value: str
    what: str


class Faulty(Exception):
    """A row cannot be taken; `faults` are all reasons."""

    def __init__(self, faults: tuple[RowFault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class RowReader:
    """How a file is read: what its team's words mean."""

    categories: Mapping[str, str]
    """Any name of a category, as `simple` has it, to its id."""
    reasons: Mapping[str, str]
    """The same for reasons of a rejection."""
    extra_hosts: Mapping[str, str] = field(default_factory=lambda: NO_HOSTS)
    order: Order | None = None
    """How the file writes 03/04/2026."""
    defaults: Mapping[Column, str] = field(default_factory=dict)
    """Defaults for empty cells."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A row that can be taken: a page, how it was described, and what happened to it."""

    line: int
    number: int
    """In our own export: the number that it had; 0 otherwise."""
    page: Page
    flagged: When
    referred: When | None
    description: Mapping[str, str]
    note: str
    owner: str
    flagged_by: str
    channel: str
    happened: tuple[Happening, ...]
    """After the flag, in order."""
    reappeared_said: bool
    """Whether the file itself says when pages came back."""

    @property
    def start(self) -> When:
        """Together with the page, this identifies the row."""
        return self.referred or self.flagged

    @property
    def ends_live(self) -> bool:
        """Whether its referral is live after its last step."""
        return not self.happened or self.happened[-1].leads_to_live


def read_row(row: Row, columns: Columns, reading: RowReader) -> Planned:
    """The row as it is to be written down. Raises Faulty with everything that is wrong."""
    return _RowReader(row, columns, reading).read()


class _RowReader:
    def __init__(self, row: Row, columns: Columns, reading: RowReader) -> None:
        self._row = row
        self._columns = columns
        self._reading = reading
        self._faults: list[RowFault] = []

    def read(self) -> Planned:
        if self._row.extra:
            self._faults.append(RowFault(self._row.line, "", "", sentences.TOO_MANY_CELLS))
        page = self._page()
        said = self._said()
        flagged, referred = self._starts(said)
        happened: tuple[Happening, ...] = ()
        description = self._description()
        texts = {
            name: self._text(name)
            for name in (
                Column.NOTE,
                Column.OWNER,
                Column.FLAGGED_BY,
                Column.CHANNEL,
            )
        }
        for name in (Column.OWNER, Column.FLAGGED_BY):
            texts[name] = texts[name].removesuffix(labels.NOT_KNOWN_HERE)[:_LONGEST_NAME].strip()
        if flagged is not None and not self._faults:
            try:
                happened = happenings(said, referred, description, flagged)
            except BadAnswer as wrong:
                self._fault(Column(wrong.field or Column.OUTCOME), wrong.sentence)
        if self._faults or page is None or flagged is None:
            raise Faulty(tuple(dict.fromkeys(self._faults)))
        note = [texts[Column.NOTE]]
        if all(step.action is not Action.REJECT for step in happened):
            note += [said.reason_said, self._text(Column.PLATFORM_WORDS)]
        if all(step.action is not Action.RESTRICT for step in happened):
            note.append(said.restriction)
        return Planned(
            line=self._row.line,
            number=self._number(),
            page=page,
            flagged=flagged,
            referred=referred,
            description=description,
            note="\n".join(part for part in note if part),
            owner=texts[Column.OWNER],
            flagged_by=texts[Column.FLAGGED_BY],
            channel=texts[Column.CHANNEL],
            happened=happened,
            reappeared_said=Column.REAPPEARED_AT in self._columns.places,
        )

    def _number(self) -> int:
        place = self._columns.number
        found = _NUMBER.fullmatch(self._row.cells[place].strip()) if place is not None else None
        return int(found[1]) if found else 0

    def _cell(self, name: Column) -> str:
        """What the row says; several columns of one meaning must not disagree."""
        places = self._columns.places.get(name)
        if places is None:
            return self._reading.defaults.get(name, "")
        told: list[str] = []
        for place in places:
            text = plain(self._row.cells[place])
            if not is_blank(text) and simple(text) not in map(simple, told):
                told.append(text)
        if len(told) > 1 and name is not Column.NOTE:
            self._fault(name, sentences.columns_differ(told))
            return ""
        return "\n".join(told) or self._reading.defaults.get(name, "")

    def _fault(self, name: Column, what: str) -> None:
        places = self._columns.places.get(name, ())
        value = next((self._row.cells[place] for place in places if self._row.cells[place]), "")
        self._faults.append(
            RowFault(self._row.line, self._columns.name_of(name), value.strip()[:200], what)
        )

    def _taken(self, name: Column, take: Callable[[str], T], empty: T) -> T:
        text = self._cell(name)
        if not text:
            return empty
        try:
            return take(text)
        except BadAnswer as wrong:
            self._fault(name, wrong.sentence)
            return empty

    def _text(self, name: Column) -> str:
        return self._taken(name, self._cleaned, "")

    def _cleaned(self, text: str) -> str:
        if len(text) > LONGEST_TEXT:
            raise BadAnswer(refusals.text_too_long(len(text), LONGEST_TEXT))
        return clean(revived(text) if self._columns.own else text)

    def _page(self) -> Page | None:
        text = self._cell(Column.PAGE)
        if not text or (self._columns.own and text == labels.ERASED):
            what = sentences.ADDRESS_ERASED if text else sentences.CELL_IS_EMPTY
            self._fault(Column.PAGE, what)
            return None
        try:
            return parse_page(text, self._reading.extra_hosts)
        except InvalidUrl as wrong:
            self._fault(Column.PAGE, wrong.problem.sentence)
            return None

    def _description(self) -> dict[str, str]:
        reading = self._reading
        found = {
            Column.CATEGORY: self._taken(
                Column.CATEGORY, lambda text: _named(text, reading.categories), ""
            ),
            Column.CONFIDENCE: self._taken(
                Column.CONFIDENCE, lambda text: one_word(text, CONFIDENCES), ""
            ),
            Column.BASIS: self._taken(Column.BASIS, lambda text: one_word(text, BASES), ""),
            Column.CLAUSE: self._text(Column.CLAUSE),
            Column.REFERENCE: self._text(Column.REFERENCE),
        }
        return {name.value: value for name, value in found.items() if value}

    def _said(self) -> RowAnswers:
        states = {
            name: self._taken(name, lambda text: State(one_word(text, STANDINGS)), None)
            for name in (Column.STATE, Column.OUTCOME, Column.FIRST_OUTCOME)
        }
        dates = {name: self._taken(name, self._when, None) for name in DATES}
        reason, words = self._reason(State.REJECTED in states.values())
        return RowAnswers(
            state=states[Column.STATE],
            outcome=states[Column.OUTCOME],
            first_outcome=states[Column.FIRST_OUTCOME],
            dates={name: when for name, when in dates.items() if when is not None},
            reason=reason,
            reason_said=self._text(Column.REASON),
            words=words,
            restriction=self._text(Column.RESTRICTION),
            decision_reference=self._text(Column.DECISION_REFERENCE),
            ground=self._text(Column.APPEAL_GROUND),
            appeal_result=self._taken(
                Column.APPEAL_RESULT, lambda text: one_word(text, APPEAL_RESULTS), ""
            ),
        )

    def _when(self, text: str) -> When:
        return read_when(text, self._reading.order)

    def _reason(self, rejected: bool) -> tuple[str, str]:
        """The reason's id, and the platform's words: a reason that config has not is kept there."""
        reasons = self._reading.reasons
        ids = set(reasons.values())
        text, words = self._text(Column.REASON), self._text(Column.PLATFORM_WORDS)
        if text:
            found = reasons.get(simple(text))
            if found is None and OTHER_REASON in ids:
                return OTHER_REASON, "\n".join(part for part in (text, words) if part)
            if found is None and rejected:
                self._fault(Column.REASON, _accepted(reasons))
            return found or "", words
        if NO_REASON in ids or OTHER_REASON in ids:
            return (NO_REASON if NO_REASON in ids else OTHER_REASON), words
        if rejected:
            self._fault(Column.REASON, _accepted(reasons, empty=True))
        return "", words

    def _starts(self, said: RowAnswers) -> tuple[When | None, When | None]:
        """When it was flagged and when referred, if it was."""
        flagged = said.dates.get(Column.FLAGGED_AT)
        referred = said.dates.get(Column.REFERRED_AT)
        only_date = Column.REFERRED_AT not in self._columns.places
        if referred is None and flagged is not None and only_date and not said.never_referred:
            referred = flagged  # the one date of such a list is the day of referring
        if referred is None and said.needs_referring:
            self._fault(Column.REFERRED_AT, sentences.OUTCOME_NEEDS_REFERRING)
        if referred is not None and said.state is State.FLAGGED and not only_date:
            self._fault(Column.STATE, sentences.FLAGGED_IS_BEFORE_REFERRING)
        if flagged is None and referred is None and not self._faults:
            self._fault(
                Column.REFERRED_AT if not only_date else Column.FLAGGED_AT,
                sentences.REFERRAL_NEEDS_DATE,
            )
        return flagged or referred, referred


def _named(text: str, names: Mapping[str, str]) -> str:
    found = names.get(simple(text))
    if found is None:
        raise BadAnswer(_accepted(names))
    return found


def _accepted(names: Mapping[str, str], *, empty: bool = False) -> str:
    return sentences.choose_from_config(sorted(set(names.values())), empty=empty)
