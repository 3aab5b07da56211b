"""Public holidays, by the `holidays` library, without asking anybody.

A country is an ISO 3166 code (`GB`), with a part of it after a dash where holidays differ (`DE-BY`).
The library is imported where a config first names a country: it takes a tenth of a second.
"""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from functools import cache


@cache
def holidays_of(country: str, year: int) -> frozenset[date]:
    """The public holidays of a year, moved ones where they are observed; none for no country."""
    if not country:
        return frozenset()
    from holidays import country_holidays

    code, _, part = country.partition("-")
    return frozenset(country_holidays(code, subdiv=part or None, years=year))


def is_holiday(day: date, country: str) -> bool:
    """Whether the country does not work on that day."""
    return day in holidays_of(country, day.year)


@cache
def known_countries() -> dict[str, str]:
    """Code to English name, of every country whose holidays are known."""
    from holidays.registry import COUNTRIES

    return {told[1]: name.replace("_", " ").title() for name, told in COUNTRIES.items()}


@cache
def parts_of(code: str) -> tuple[str, ...]:
    """The parts of a known country that have holidays of their own."""
    from holidays import country_holidays

    return tuple(part for part in country_holidays(code).subdivisions if part.isupper())


def nearest_country(typed: str) -> str:
    """What was probably meant, such as `GB` for UK or Britain, `DE-BY` for DE-BX; or nothing."""
    code, _, part = typed.strip().upper().partition("-")
    known = known_countries()
    if code in known:
        near = get_close_matches(part, parts_of(code), 1)
        return f"{code}-{near[0]}" if near else code
    word = typed.strip().casefold().replace("_", " ")
    if word in _ALSO_CALLED:
        return _ALSO_CALLED[word]
    names = {name.casefold(): one for one, name in known.items()}
    near = get_close_matches(word, names, 1, 0.7)
    if near:
        return names[near[0]]
    near = get_close_matches(code, known, 1)
    return near[0] if near else ""


_ALSO_CALLED = {
    "uk": "GB",
    "britain": "GB",
    "great britain": "GB",
    "england": "GB-ENG",
    "scotland": "GB-SCT",
    "wales": "GB-WLS",
    "northern ireland": "GB-NIR",
    "usa": "US",
    "america": "US",
    "holland": "NL",
    "deutschland": "DE",
    "czech republic": "CZ",
    "el": "GR",
}
