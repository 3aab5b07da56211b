"""`overdue platform youtube owner me` → the list that is asked for; its words in any order.

One reader for lists, their pages, searches and exports. A word that stands alone is a row of
`ALONE`; one that a person's name follows, of `WITH_PERSON`. Periods, platforms and categories are
those of the figures (`bot.domain.figures.wording`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.batches import MOST
from bot.domain.called import Called
from bot.domain.errors import BadAnswer
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.wording import FIELDS, Names, read_query
from bot.domain.lifecycle.referral import State
from bot.domain.listing import Asked, Filter, View
from bot.sentences import lists as sentences
from bot.sentences import periods

ME = "me"
NOBODY = ("nobody", "none")
SEARCH, SUBMISSION = "search", "submission"
_NUMBER = re.compile(r"r-?(\d{1,15})", re.IGNORECASE)
_BARE = re.compile(r"#?(\d{1,15})")
_FROM_TO = (
    # A hyphen alone may be part of a submission's reference: R2026-11.
    r"r-?(\d{1,15})\s*(?:-\s*r-?|(?:–|—|\.{2,3}|…|to\b)\s*(?:r-?)?)(\d{1,15})(?![\w-])"
)
_RANGE = re.compile(_FROM_TO, re.IGNORECASE)
_WORD = re.compile(rf"(?<!\S){_FROM_TO}|\"[^\"]*\"|“[^”]*”|[,;]|[^\s,;]+", re.IGNORECASE)
"""`R-1 to R-9`, what stands in quotes, a comma, or what stands between blanks."""
_BETWEEN = (",", ";", "and", "or", "&", "+")
_QUOTES = '"“”'
_MENTION = re.compile(r"<@(\w+)(?:\|[^>]*)?>")
_NEAR = 0.65
"""How alike a word and the nearest have to be: 1 is the same."""
_LONGEST_NAME = 4
"""Words of a person's name."""


@dataclass(frozen=True, slots=True)
class CalledPeople:
    """Who may be named: `me` is the user id of who asks; `known` reads what people are called: only
    where somebody is named, since a workspace may have many."""

    me: str
    known: Callable[[], Called]


@dataclass(slots=True)
class _Read:
    """What was read so far."""

    view: View | None = None
    scope: View | None = None
    """The view where nothing else says it."""
    narrowed: Filter = field(default_factory=Filter)
    certain: bool = False

    def look_at(self, view: View) -> None:
        if self.view not in (None, view):
            raise BadAnswer(sentences.not_both(*sorted((View.OVERDUE.value, View.HELD.value))))
        self.view = view

    def narrow(self, **to: object) -> None:
        self.narrowed = replace(self.narrowed, **to)  # type: ignore[arg-type]

    def named(self, word: str, user: str) -> None:
        """The person behind `by` or `owner`: one of each."""
        if getattr(self.narrowed, word) not in (None, user):
            raise BadAnswer(sentences.one_person(word))
        self.narrow(**{word: user})

    def add_numbers(self, first: int, last: int) -> None:
        first, last = min(first, last), max(first, last)
        if last - first >= MOST:
            raise BadAnswer(sentences.too_many_numbers(last - first + 1, MOST))
        numbers = tuple(dict.fromkeys((*self.narrowed.numbers, *range(first, last + 1))))
        if len(numbers) > MOST:
            raise BadAnswer(sentences.too_many_numbers(len(numbers), MOST))
        self.narrow(numbers=numbers)


def _mine(read: _Read, people: CalledPeople) -> None:
    read.named("owner", people.me)


def _overdue(read: _Read, people: CalledPeople) -> None:
    read.look_at(View.OVERDUE)


def _certain(read: _Read, people: CalledPeople) -> None:
    read.certain = True


def _held(read: _Read, people: CalledPeople) -> None:
    read.look_at(View.HELD)


def _unowned(read: _Read, people: CalledPeople) -> None:
    read.narrow(unowned=True)


def _in_scope(view: View) -> Callable[[_Read, CalledPeople], None]:
    def set_(read: _Read, people: CalledPeople) -> None:
        read.scope = view

    return set_


def _of_state(state: State) -> Callable[[_Read, CalledPeople], None]:
    def add(read: _Read, people: CalledPeople) -> None:
        read.narrow(states=tuple(dict.fromkeys((*read.narrowed.states, state))))

    return add


_STATES = {state.value: state for state in State if state is not State.HELD}
ALONE: Mapping[str, Callable[[_Read, CalledPeople], None]] = {
    "mine": _mine,
    "overdue": _overdue,
    "certain": _certain,
    "held": _held,
    "unowned": _unowned,
    "open": _in_scope(View.OPEN),
    "all": _in_scope(View.ALL),
    **{word: _of_state(state) for word, state in _STATES.items()},
}
WITH_PERSON = ("by", "owner")
WORDS = (*ALONE, *WITH_PERSON, "platform", "category", "case", "since", "until", SUBMISSION, SEARCH)
_KNOWN = frozenset((*ALONE, *WITH_PERSON, *FIELDS, SUBMISSION))


def is_list(text: str) -> bool:
    """Whether a list may be meant: one of its words stands in it, or several numbers."""
    words, searched = _split(text)
    return searched is not None or any(map(_is_known, words)) or _all_bare(words)


def searched_for(text: str) -> str:
    """What stands behind `search`, or nothing."""
    return _split(text)[1] or ""


def of_submission(reference: str) -> str:
    """The words of the list of what was submitted under a reference."""
    quotes = "“{}”" if '"' in reference else '"{}"'
    return f"{SUBMISSION} {quotes.format(reference)}"


def read_list(
    text: str, people: CalledPeople, names: Names, zone: ZoneInfo, now: datetime
) -> Asked:
    """The list that the words ask for; behind `search` stands what is searched for.

    Raises BadAnswer, which names the nearest word or what is accepted.
    """
    words, searched = _split(text)
    if searched == "":
        raise BadAnswer(sentences.SEARCH_WHAT)
    read, rest, at = _Read(), list[str](), 0
    bare = _all_bare(words)
    open_ = False  # whether the word before is part of `rest`
    while at < len(words):
        word = words[at].casefold().rstrip(":")
        number = _NUMBER.fullmatch(word) or (_BARE.fullmatch(word) if bare else None)
        after_field = open_ and rest[-1].casefold().rstrip(":") in FIELDS
        if word in _BETWEEN:
            before, after = words[max(0, at - 1)], words[at + 1] if at + 1 < len(words) else ""
            if open_ and not after_field and after and not _is_known(after):
                rest.append(words[at])
            elif word == "or" and not (_may_alternate(before) and _may_alternate(after)):
                raise BadAnswer(sentences.ALL_AT_ONCE)
            at += 1
            continue
        open_ = False
        if after_field:
            rest.append(words[at])
            open_ = True
        elif several := _RANGE.fullmatch(word):
            read.add_numbers(int(several[1]), int(several[2]))
        elif number:
            read.add_numbers(int(number[1]), int(number[1]))
        elif word in ALONE:
            ALONE[word](read, people)
        elif word in WITH_PERSON:
            at += _read_person(read, word, words[at + 1 :], people)
        elif word == SUBMISSION:
            if at + 1 == len(words):
                raise BadAnswer(sentences.SUBMISSION_WHAT)
            at += 1
            read.narrow(reference=words[at].strip(_QUOTES))
        elif _MENTION.fullmatch(words[at]):
            raise BadAnswer(sentences.BY_OR_OWNER)
        else:
            rest.append(words[at])
            open_ = True
        at += 1
    read.narrow(figures=_figures(rest, names, zone, now))
    return _asked(read, searched or "", people.me)


def _is_known(word: str) -> bool:
    word = word.casefold().rstrip(":")
    return word in _KNOWN or bool(_NUMBER.fullmatch(word) or _RANGE.fullmatch(word))


def _may_alternate(word: str) -> bool:
    """Whether two of its kind are either one or the other: states and numbers."""
    word = word.casefold()
    return word in _STATES or bool(_BARE.fullmatch(word)) or bool(_NUMBER.fullmatch(word))


def _asked(read: _Read, searched: str, me: str) -> Asked:
    one, view = read.narrowed, read.view
    _check_possible(one, view, me)
    if read.certain and (one.states or view):
        one = replace(one, figures=replace(one.figures, confidence="certain"))
    elif read.certain:
        view = View.CERTAIN
    if view is None:
        view = _view_of(one, searched, me, read.scope)
    return Asked(view, one, searched)


def _check_possible(one: Filter, view: View | None, me: str) -> None:
    """Raises BadAnswer for words of which nothing can be both."""
    if one.unowned and one.owner:
        raise BadAnswer(sentences.not_both("mine" if one.owner == me else "owner", "unowned"))
    if one.states and (
        view is View.HELD or (view is View.OVERDUE and State.REFERRED not in one.states)
    ):
        raise BadAnswer(sentences.not_both(view.value, one.states[0].value))


def _view_of(one: Filter, searched: str, me: str, scope: View | None) -> View:
    if searched:
        return View.SEARCH
    if one.states or one.numbers or one.reference or one.figures.case:
        return View.ALL
    if scope:
        return scope
    if one.owner == me:
        return View.MINE
    return View.OPEN if one.owner or one.by else View.QUEUE


def _split(text: str) -> tuple[list[str], str | None]:
    """The words, and what stands behind `search`: None where nothing is searched for."""
    words = list[str]()
    for found in _WORD.finditer(text):
        if found[0].casefold() == SEARCH:
            return words, text[found.end() :].strip()
        words.append(found[0])
    return words, None


def _all_bare(words: Sequence[str]) -> bool:
    numbers = [word for word in words if word.casefold() not in _BETWEEN]
    return len(numbers) > 1 and all(
        _BARE.fullmatch(word) or _NUMBER.fullmatch(word) for word in numbers
    )


def _read_person(read: _Read, word: str, following: Sequence[str], people: CalledPeople) -> int:
    """Narrow to the person behind `by` or `owner`; how many words name it. Raises BadAnswer."""
    if word == "owner" and following and following[0].casefold() in NOBODY:
        read.narrow(unowned=True)
        return 1
    user, taken = _person(word, following, people)
    read.named(word, user)
    return taken


def _person(word: str, following: Sequence[str], people: CalledPeople) -> tuple[str, int]:
    """The user id behind `by` or `owner`, and how many words name it. Raises BadAnswer."""
    if not following:
        raise BadAnswer(sentences.say_who(word))
    if mention := _MENTION.fullmatch(following[0]):
        return mention[1], 1
    if following[0].casefold() == ME:
        return people.me, 1
    names = people.known()
    for taken in range(min(_LONGEST_NAME, len(following)), 0, -1):
        name = " ".join(following[:taken]).strip(_QUOTES).removeprefix("@")
        found = names.find(name)
        if len(found) > 1:
            raise BadAnswer(sentences.several_people(name[:40], names.choices(found)))
        if found:
            return found[0].id, taken
    name = following[0].removeprefix("@")
    near = difflib.get_close_matches(name.casefold(), [*names.whole, *names.short], 1, 0.6)
    raise BadAnswer(sentences.nobody(name[:40], near[0] if near else ""))


def _figures(rest: list[str], names: Names, zone: ZoneInfo, now: datetime) -> FigureQuery:
    try:
        return read_query(" ".join(rest), names, zone, now)
    except BadAnswer as refused:
        first = rest[0].casefold().rstrip(":") if rest else ""
        if not first or first in FIELDS:
            raise
        near = nearest(first, names)
        if near or refused.sentence == periods.not_understood(rest[0][:40]):
            raise BadAnswer(sentences.unknown_word(rest[0][:40], near)) from None
        raise


def nearest(word: str, names: Names) -> str:
    """What was probably meant by a word that is none: one of ours, or a name without its word."""
    if near := difflib.get_close_matches(word, WORDS, 1, _NEAR):
        return near[0]
    for called, known in (("platform", names.platforms), ("category", names.categories)):
        if near := difflib.get_close_matches(word, known, 1, _NEAR):
            return f"{called} {near[0]}"
    return ""
