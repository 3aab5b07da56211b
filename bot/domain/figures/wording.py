"""`since 1 March platform facebook, youtube` → what figures are asked for, as people write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.dates import Days, is_period_word, read_days, read_period
from bot.domain.errors import BadAnswer
from bot.domain.figures.query import NOT_STATED, FigureQuery
from bot.domain.indicators.cases import case_name
from bot.domain.lifecycle.referral import Confidence
from bot.domain.times import midnight, say_day
from bot.sentences import periods

_DATES = ("since", "until", "as-of")
_NAMES = ("platform", "provider", "category")
_CASE = "case"
_SAME = {
    "from": "since",
    "to": "until",
    "platforms": "platform",
    "providers": "provider",
    "company": "provider",
    "categories": "category",
}
FIELDS = (*_DATES, *_NAMES, _CASE, "confidence", *_SAME)
_BEFORE_A_PERIOD = ("in", "for", "during")
_AND = re.compile(r"\s*(?:[,;+&]|\band\b|\bor\b)\s*|\s+", re.IGNORECASE)


_AT_END = re.compile(r"(?:\s*[,;+&]|\s+and|\s+or)+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Names:
    """What platforms and categories may be called: any name or id, lower-case, to the id.

    `providers` are what companies may be called, to the name that is said, and `companies` these
    to the ids of their platforms.
    """

    platforms: Mapping[str, str]
    categories: Mapping[str, str]
    other_platforms: Mapping[str, str] = field(default_factory=dict)
    """Those without any record, by their whole names."""
    providers: Mapping[str, str] = field(default_factory=dict)
    companies: Mapping[str, frozenset[str]] = field(default_factory=dict)


def read_query(text: str, names: Names, zone: ZoneInfo, now: datetime) -> FigureQuery:
    """The query that the words ask for. Raises BadAnswer, which names what is accepted.

    Dates are days in the zone. Of a week, a month, a quarter or a year `since` means the first
    day, and `until` and `as of` the whole of the last.
    """
    today = now.astimezone(zone).date()
    told = _fields(text)
    first, last = _first_and_last(told, today)
    as_of = None
    if "as-of" in told:
        known = read_days(told["as-of"], today)
        if known.first > today:
            raise BadAnswer(periods.as_of_the_future(say_day(known.first)))
        if first is not None and known.last < first:
            raise BadAnswer(periods.before_its_as_of(say_day(first), say_day(known.last)))
        as_of = min(now, midnight(known.last + timedelta(days=1), zone))
    if as_of is not None and _CASE in told:
        raise BadAnswer(periods.CASE_IS_NOW)
    platforms, providers = _platforms(told, names)
    return FigureQuery(
        since=midnight(first, zone) if first else None,
        until=midnight(last + timedelta(days=1), zone) if last else None,
        platforms=platforms,
        providers=providers,
        categories=_several("category", told, names.categories),
        confidence=_confidence(told),
        as_of=as_of,
        case=case_name(told[_CASE]) if _CASE in told else None,
    )


def _fields(text: str) -> dict[str, str]:
    """What follows each of the fields; `period` is what stands without one."""
    told: dict[str, list[str]] = {}
    words = text.split()
    name = ""
    position = 0
    while position < len(words):
        word = words[position].lower().rstrip(":")
        taken = 1
        if word == "as" and [one.lower().rstrip(":") for one in words[position + 1 :][:1]] == [
            "of"
        ]:
            word, taken = "as-of", 2
        if word in FIELDS and (not name or told[name]):
            name = _SAME.get(word, word)
            if name in told and name not in _NAMES:
                raise BadAnswer(periods.stands_twice(name))
            told.setdefault(name, [])
            if told[name]:
                told[name].append(",")
        elif (name not in _DATES or told[name]) and (length := _period_at(words, position)):
            _begin_period(told, " ".join(words[position : position + length]))
            name, taken = "", length
        elif name:
            told[name].append(words[position])
        elif word not in _BEFORE_A_PERIOD or "period" in told:
            told.setdefault("period", []).append(words[position])
        position += taken
    for each, values in told.items():
        if not values or values[-1] == ",":
            raise BadAnswer(periods.say_what_follows(each))
    return {each: " ".join(values) for each, values in told.items()}


def _period_at(words: list[str], position: int) -> int:
    """How many words of a period such as `last week`, `last 30 days` begin here."""
    for length in (3, 2):
        if is_period_word(" ".join(words[position : position + length])):
            return length
    return 0


def _begin_period(told: dict[str, list[str]], period: str) -> None:
    if "period" in told:
        raise BadAnswer(periods.not_understood(period[:40]))
    told["period"] = [period.rstrip(",")]


def _first_and_last(told: Mapping[str, str], today: date) -> tuple[date | None, date | None]:
    """The first and the last day that are asked for."""
    first = last = None
    if "period" in told:
        period = _named_period(told["period"], today)
        first, last = period.first, period.last
        if "since" in told and "until" in told:
            raise BadAnswer(periods.period_and_dates(told["period"][:40]))
    if "since" in told:
        first = read_days(told["since"], today).first
    if "until" in told:
        last = read_days(told["until"], today).last
    if first is not None and first > today:
        raise BadAnswer(periods.in_the_future(say_day(first)))
    if first is not None and last is not None and last < first:
        raise BadAnswer(periods.ends_before_it_begins(say_day(first), say_day(last)))
    return first, last


def _named_period(text: str, today: date) -> Days:
    try:
        return read_period(text, today)
    except BadAnswer as refused:
        if any(one.isdigit() for one in text):
            raise
        raise BadAnswer(periods.not_understood(text.split()[0][:40])) from refused


def _platforms(told: Mapping[str, str], names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The platforms that are asked for, and the companies where these say it all."""
    platforms = _several("platform", told, names.platforms, names.other_platforms)
    providers = _several("provider", told, names.providers)
    if not providers:
        return platforms, ()
    theirs = frozenset().union(*(names.companies[one] for one in providers))
    if not platforms:
        return tuple(sorted(theirs)), providers
    both = tuple(one for one in platforms if one in theirs)
    if not both:
        raise BadAnswer(periods.not_of(told["platform"][:40], ", ".join(providers)))
    return both, ()


def _several(
    name: str,
    told: Mapping[str, str],
    names: Mapping[str, str],
    whole: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, ...]:
    """The ids of one or more names: `facebook, youtube`, `facebook and youtube`. Each once."""
    if name not in told:
        return ()
    text = _AT_END.sub("", " ".join(told[name].split()))
    cuts = [(found.start(), found.end()) for found in _AND.finditer(text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    found: dict[str, None] = {}
    position = 0
    while position < len(starts):
        for until in range(len(ends), position, -1):
            # The longest name first: a name may have spaces, commas and an "and" in it.
            part = text[starts[position] : ends[until - 1]].casefold()
            if one := names.get(part) or whole.get(part):
                break
        else:
            until = position + 1
            one = _beginning(name, text[starts[position] : ends[position]], names)
        found.setdefault(one)
        position = until
    return tuple(found)


def _beginning(name: str, word: str, names: Mapping[str, str]) -> str:
    """`fb` and `face` are understood where they can mean one thing only."""
    begin = {value for known, value in names.items() if known.startswith(word.casefold())}
    if word and len(begin) == 1:
        return begin.pop()
    several = {"category": "categories"}.get(name, f"{name}s")
    raise BadAnswer(periods.not_one_of(word[:40], several, sorted(set(names.values()))))


def _confidence(told: Mapping[str, str]) -> str | None:
    if "confidence" not in told:
        return None
    wanted = told["confidence"].lower().rstrip(",")
    if wanted in (*Confidence, NOT_STATED):
        return str(wanted)
    raise BadAnswer(periods.not_one_of(wanted[:40], "confidences", [*Confidence, NOT_STATED]))
