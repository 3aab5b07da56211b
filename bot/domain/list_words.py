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

from bot.domain.errors import BadAnswer
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.wording import FIELDS, Names, read_query
from bot.domain.lifecycle.referral import State
from bot.domain.listing import Asked, Filter, View
from bot.sentences import lists as sentences
from bot.sentences import periods

ME = "me"
SEARCH = "search"
_NUMBER = re.compile(r"r-?(\d{1,15})", re.IGNORECASE)
_BARE = re.compile(r"#?(\d{1,15})")
_MENTION = re.compile(r"<@(\w+)(?:\|[^>]*)?>")
_NEAR = 0.65
"""How alike a word and the nearest have to be: 1 is the same."""
_LONGEST_NAME = 4
"""Words of a person's name."""


@dataclass(frozen=True, slots=True)
class CalledPeople:
    """Who may be named: `me` is the user id of who asks; `known` reads names, lower-case, to user ids:
    only where somebody is named, since a workspace may have many."""

    me: str
    known: Callable[[], Mapping[str, Sequence[str]]]


@dataclass(slots=True)
class _Read:
    """What was read so far."""

    view: View | None = None
    narrowed: Filter = field(default_factory=Filter)
    certain: bool = False

    def look_at(self, view: View) -> None:
        self.view = view

    def narrow(self, **to: object) -> None:
        self.narrowed = replace(self.narrowed, **to)  # type: ignore[arg-type]


def _mine(read: _Read, people: CalledPeople) -> None:
    read.narrow(owner=people.me)


def _overdue(read: _Read, people: CalledPeople) -> None:
    read.look_at(View.OVERDUE)


def _certain(read: _Read, people: CalledPeople) -> None:
    read.certain = True


def _held(read: _Read, people: CalledPeople) -> None:
    read.look_at(View.HELD)


def _unowned(read: _Read, people: CalledPeople) -> None:
    read.narrow(unowned=True)


def _of_state(state: State) -> Callable[[_Read, CalledPeople], None]:
    def add(read: _Read, people: CalledPeople) -> None:
        read.narrow(states=tuple(dict.fromkeys((*read.narrowed.states, state))))

    return add


ALONE: Mapping[str, Callable[[_Read, CalledPeople], None]] = {
    "mine": _mine,
    "overdue": _overdue,
    "certain": _certain,
    "held": _held,
    "unowned": _unowned,
    **{state.value: _of_state(state) for state in State if state is not State.HELD},
}
WITH_PERSON: Mapping[str, str] = {"by": "by", "owner": "owner"}
"""The word, and the part of the filter that the person becomes."""
WORDS = (*ALONE, *WITH_PERSON, "platform", "category", "case", "since", "until", SEARCH)


def is_list(text: str) -> bool:
    """Whether a list may be meant: one of its words stands in it, or several numbers."""
    words = [word.casefold() for word in _split(text)]
    known = {*ALONE, *WITH_PERSON, *FIELDS}
    return any(word in known or _NUMBER.fullmatch(word) for word in words) or _all_bare(words)


def read_list(
    text: str, people: CalledPeople, names: Names, zone: ZoneInfo, now: datetime
) -> Asked:
    """The list that the words ask for; behind `search` stands what is searched for.

    Raises BadAnswer, which names the nearest word or what is accepted.
    """
    words, searched = _before_search(_split(text))
    read, rest, at = _Read(), list[str](), 0
    bare = _all_bare([word.casefold() for word in words])
    while at < len(words):
        word = words[at].casefold().rstrip(":")
        number = _NUMBER.fullmatch(word) or (_BARE.fullmatch(word) if bare else None)
        follows_field = bool(rest) and rest[-1].casefold().rstrip(":") in FIELDS
        if follows_field:
            rest.append(words[at])
        elif number:
            read.narrow(numbers=(*read.narrowed.numbers, int(number[1])))
        elif word in ALONE:
            ALONE[word](read, people)
        elif word in WITH_PERSON:
            user, taken = _person(word, words[at + 1 :], people)
            read.narrow(**{WITH_PERSON[word]: user})
            at += taken
        else:
            rest.append(words[at])
        at += 1
    read.narrow(figures=_figures(rest, names, zone, now))
    return _asked(read, searched, people.me)


def _asked(read: _Read, searched: str, me: str) -> Asked:
    one, view = read.narrowed, read.view
    if read.certain and (one.states or view):
        one = replace(one, figures=replace(one.figures, confidence="certain"))
    elif read.certain:
        view = View.CERTAIN
    if view is None:
        view = _view_of(one, searched, me)
    return Asked(view, one, searched)


def _view_of(one: Filter, searched: str, me: str) -> View:
    if searched:
        return View.SEARCH
    if one.states or one.numbers or one.figures.case:
        return View.ALL
    if one.owner == me:
        return View.MINE
    return View.OPEN if one.owner or one.by else View.QUEUE


def _split(text: str) -> list[str]:
    return text.replace(",", " , ").split()


def _before_search(words: list[str]) -> tuple[list[str], str]:
    for at, word in enumerate(words):
        if word.casefold() == SEARCH:
            return words[:at], " ".join(words[at + 1 :]).replace(" ,", ",")
    return words, ""


def _all_bare(words: Sequence[str]) -> bool:
    numbers = [word for word in words if word != ","]
    return len(numbers) > 1 and all(
        _BARE.fullmatch(word) or _NUMBER.fullmatch(word) for word in numbers
    )


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
        name = " ".join(following[:taken]).removeprefix("@").casefold()
        found = names.get(name, ())
        if len(found) > 1:
            raise BadAnswer(sentences.several_people(name))
        if found:
            return found[0], taken
    name = following[0].removeprefix("@")
    near = difflib.get_close_matches(name.casefold(), names, 1, 0.6)
    raise BadAnswer(sentences.nobody(name[:40], near[0] if near else ""))


def _figures(rest: list[str], names: Names, zone: ZoneInfo, now: datetime) -> FigureQuery:
    rest = [word for at, word in enumerate(rest) if word != "," or _lists(rest, at)]
    try:
        return read_query(" ".join(rest), names, zone, now)
    except BadAnswer as refused:
        first = rest[0].casefold().rstrip(":") if rest else ""
        if not first or first in FIELDS:
            raise
        near = difflib.get_close_matches(first, WORDS, 1, _NEAR)
        if near or refused.sentence == periods.not_understood(rest[0][:40]):
            said = sentences.unknown_word(rest[0][:40], near[0] if near else "")
            raise BadAnswer(said) from None
        raise


def _lists(rest: Sequence[str], at: int) -> bool:
    """Whether a comma stands between two names, and not behind what was taken out."""
    return 0 < at < len(rest) - 1 and rest[at - 1].casefold().rstrip(":") not in FIELDS
