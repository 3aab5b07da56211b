"""Passages of an answer and the referrals that they may speak of → one line for each to look at.

The order: our number with its page or a reference beside it, the page, a reference, a handle. A number
alone is a guess, since another team's mail has R-1 to R-9 too. Every referral has one line at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.answers.mentions import Kind, Mention
from bot.domain.answers.passages import Passage, settled
from bot.domain.answers.phrases import Verdict
from bot.domain.lifecycle.referral import Action, State


@dataclass(frozen=True, slots=True)
class Candidate:
    """A referral that a person may see and that an answer may speak of.

    `references` are its submission's and its decision's, casefolded.
    """

    number: int
    version: int
    page_key: str
    state: State
    references: frozenset[str] = frozenset()

    @property
    def handles(self) -> frozenset[str]:
        """What stands for its page in a text: the last part of a key that has parts."""
        head, _, last = self.page_key.rpartition(":")
        return frozenset({last.casefold()}) if head and "/" not in last else frozenset()


class Group(StrEnum):
    """How a line is shown: by what was understood."""

    UNDERSTOOD = "understood"
    NOT_CLEAR = "not clear"
    DECIDED = "decided"
    AMBIGUOUS = "ambiguous"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line for a person to look at.

    `candidate` is the referral it is of, None where there is none or there are several
    (`among` then has their numbers). `verdict` is what was understood, `action` what would record
    it. `guess` says that a number alone named it. `named` is how the answer names it.
    """

    named: str
    passage: str
    candidate: Candidate | None = None
    verdict: Verdict | None = None
    action: Action | None = None
    guess: bool = False
    among: tuple[int, ...] = ()
    group: Group = Group.NOTHING


_ACTIONS: dict[tuple[State, Verdict], Action] = {
    (State.REFERRED, Verdict.CLOSED): Action.CLOSE,
    (State.REFERRED, Verdict.RESTRICTED): Action.RESTRICT,
    (State.REFERRED, Verdict.REJECTED): Action.REJECT,
    (State.REJECTED, Verdict.CLOSED): Action.CLOSE,
    (State.RESTRICTED, Verdict.CLOSED): Action.CLOSE,
    (State.APPEALED, Verdict.CLOSED): Action.OVERTURN,
    (State.APPEALED, Verdict.RESTRICTED): Action.OVERTURN,
    (State.APPEALED, Verdict.REJECTED): Action.UPHOLD,
}
_ANSWERABLE = (State.REFERRED, State.APPEALED)
_DECIDED = frozenset({State.CLOSED, State.RESTRICTED, State.REJECTED, State.GONE, State.WITHDRAWN})


def action_for(state: State, verdict: Verdict) -> Action | None:
    """The action that records a verdict on a referral in this state; None where none does."""
    return _ACTIONS.get((state, verdict))


def match(passages: Sequence[Passage], known: Iterable[Candidate]) -> tuple[AnswerLine, ...]:
    """One line for each page that the answer names, and for what names a referral otherwise.

    `known` holds only what the person may see; what it does not hold is "nothing to record here".
    """
    book = _Book(tuple(known))
    outcomes = settled(tuple(passages))
    lines: dict[object, AnswerLine] = {}
    for passage in passages:
        for mention in passage.mentions:
            found = book.meant(mention, passage)
            if found is None:
                continue
            name, line = found
            verdict = outcomes[mention.kind, mention.value]
            line = replace(line, verdict=verdict, passage=passage.text)
            known_line = lines.get(name)
            lines[name] = line if known_line is None else _both(known_line, line)
    return tuple(_placed(line) for line in lines.values())


def _both(first: AnswerLine, second: AnswerLine) -> AnswerLine:
    """One line of two that speak of one referral: what is clear stays, two verdicts are not."""
    verdicts = {one.verdict for one in (first, second) if one.verdict}
    clear = verdicts.pop() if len(verdicts) == 1 else None
    passage = first.passage if first.verdict or not second.verdict else second.passage
    return replace(
        first,
        verdict=clear,
        passage=passage,
        guess=first.guess and second.guess,
        named=second.named if first.guess and not second.guess else first.named,
    )


def _placed(line: AnswerLine) -> AnswerLine:
    if line.among:
        return replace(line, group=Group.AMBIGUOUS, verdict=None)
    if line.candidate is None:
        return replace(line, group=Group.NOTHING, verdict=None)
    state = line.candidate.state
    action = action_for(state, line.verdict) if line.verdict else None
    if action:
        return replace(line, group=Group.UNDERSTOOD, action=action)
    if state in _DECIDED:
        return replace(line, group=Group.DECIDED)
    return replace(line, group=Group.NOT_CLEAR)


class _Book:
    """The candidates, by each of their names."""

    def __init__(self, known: tuple[Candidate, ...]) -> None:
        self._by_number = {one.number: one for one in known}
        self._by_key: dict[str, list[Candidate]] = {}
        self._by_reference: dict[str, list[Candidate]] = {}
        self._by_handle: dict[str, list[Candidate]] = {}
        for one in known:
            self._by_key.setdefault(one.page_key, []).append(one)
            for reference in one.references:
                self._by_reference.setdefault(reference, []).append(one)
            for handle in one.handles:
                self._by_handle.setdefault(handle, []).append(one)

    def meant(self, mention: Mention, passage: Passage) -> tuple[object, AnswerLine] | None:
        """What a mention is of, under a name that is the same for all mentions of it.

        None where it says nothing by itself: a number beside another page, an unknown number,
        reference or handle.
        """
        line = AnswerLine(mention.text, passage.text)
        if mention.kind is Kind.PAGE:
            found = self._by_key.get(mention.value, [])
            numbered = [one for one in found if one.number in _numbers(passage)]
            if not found:
                return ("page", mention.value), line
            return self._one(numbered or _newest_attempt(found), line)
        if mention.kind is Kind.NUMBER:
            one = self._by_number.get(int(mention.value))
            pages = {other.value for other in passage.mentions if other.kind is Kind.PAGE}
            if one is None or (pages and one.page_key not in pages):
                return None
            beside = pages or _references(passage) & one.references
            return self._one([one], replace(line, guess=not beside))
        if mention.kind is Kind.REFERENCE:
            found = self._by_reference.get(mention.value, [])
            named = _numbers(passage) | {
                one.number
                for other in passage.mentions
                if other.kind is Kind.PAGE
                for one in self._by_key.get(other.value, [])
            }
            if not found or any(one.number in named for one in found):
                return None  # it stands beside what it is of
            return self._one(found, line)
        found = self._by_handle.get(mention.value, [])
        return self._one(_newest_attempt(found), line) if found else None

    def _one(self, found: list[Candidate], line: AnswerLine) -> tuple[object, AnswerLine]:
        if len(found) == 1:
            return ("referral", found[0].number), replace(line, candidate=found[0])
        numbers = tuple(sorted(one.number for one in found))
        return ("several", numbers), replace(line, among=numbers)


def _newest_attempt(found: list[Candidate]) -> list[Candidate]:
    """Of one page's attempts the one that waits for an answer, else the newest; of several pages all."""
    if len({one.page_key for one in found}) > 1:
        return found
    waiting = [one for one in found if one.state in _ANSWERABLE]
    return [max(waiting or found, key=lambda one: one.number)]


def _numbers(passage: Passage) -> set[int]:
    return {int(other.value) for other in passage.mentions if other.kind is Kind.NUMBER}


def _references(passage: Passage) -> set[str]:
    return {other.value for other in passage.mentions if other.kind is Kind.REFERENCE}
