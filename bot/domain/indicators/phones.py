"""Text → phone numbers in it, as E.164. Only what the library calls valid, and only with a country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_INTERNATIONAL = re.compile(r"(?<![\d+.,:/])00(?=[ ().-]{0,3}[1-9](?:[ ().-]{0,3}\d){6})")
"""So many digits follow: the 00 inside of a number has fewer behind it."""
_PLUS_BEHIND = re.compile(r"(?<![\d+])([1-9][\d ]{6,18}\d)\+(?!\d)")
_PLUS_APART = re.compile(r"\+[ (-]{1,2}(?=\d)")
_GLUED = re.compile(r"(\+\d[\d ().-]{6,20}\d)(?=[^\W\d_])")
_RUN = re.compile(r"[+(\d][\d ().+-]{16,}\d")
_GROUP = re.compile(r"[^ ]+ *")
_MOST_DIGITS = 15  # of an international number (ITU-T E.164)
_TRIES = 1_000
"""How often one text's runs of digits are tried as two numbers: reading stays linear."""
_COUNTRY = re.compile(r"[A-Z]{2}")


def phones(text: str, country: str | None) -> Iterator[str]:
    """The numbers in a plain text, in order.

    `country` is the ISO 3166 code of the country whose numbers are written without one; None takes
    only those that say their country, with + or 00.
    """
    # Imported when first needed: it takes a tenth of a second.
    from phonenumbers import Leniency, PhoneNumberMatcher

    text = _INTERNATIONAL.sub("+", text)
    text = _PLUS_APART.sub("+", text)
    text = _PLUS_BEHIND.sub(r"+\1", text)
    text = _GLUED.sub(r"\1 ", text)
    text = _told_apart(text, country)
    for found in PhoneNumberMatcher(text, country, leniency=Leniency.VALID):
        yield _e164(found.number)


def _told_apart(text: str, country: str | None) -> str:
    """The text with a mark between numbers that stand side by side with a space between them."""
    left = _TRIES

    def numbers(run: re.Match[str]) -> str:
        nonlocal left
        groups = _GROUP.findall(run[0])
        if sum(character.isdigit() for character in run[0]) <= _MOST_DIGITS:
            return run[0]
        apart, at = [], 0
        while at < len(groups):
            taken = 1
            for end in range(at + 1, min(at + _MOST_DIGITS, len(groups)) + 1):
                one = "".join(groups[at:end])
                if left <= 0 or sum(map(str.isdigit, one)) > _MOST_DIGITS:
                    break
                if groups[at][0] in "+0(" or country is not None:
                    left -= 1
                    taken = end - at if _valid(one, country) is not None else taken
            apart.append("".join(groups[at : at + taken]) + ("; " if taken > 1 else ""))
            at += taken
        return "".join(apart)

    return _RUN.sub(numbers, text)


def _valid(text: str, country: str | None = None) -> PhoneNumber | None:
    """The number, if the library calls it valid."""
    from phonenumbers import NumberParseException, is_valid_number, parse

    try:
        number = parse(text, country)
    except NumberParseException:
        return None
    return number if is_valid_number(number) else None


def phone(digits: str) -> str | None:
    """A number that an address has, with its country's code but without +; None where it is not valid."""
    number = _valid(f"+{digits.lstrip('+').removeprefix('00')}")
    return _e164(number) if number is not None else None


def _e164(number: PhoneNumber) -> str:
    from phonenumbers import PhoneNumberFormat, format_number

    return format_number(number, PhoneNumberFormat.E164)


@cache
def countries() -> frozenset[str]:
    """The countries whose numbers are known, as ISO 3166 codes."""
    from phonenumbers import SUPPORTED_REGIONS

    return frozenset(one for one in SUPPORTED_REGIONS if _COUNTRY.fullmatch(one))
