"""Text → the indicators that stand in it, each once, in linear time and up to a limit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from bot.domain.indicators.accounts import accounts
from bot.domain.indicators.indicator import Indicator, IndicatorKind, IndicatorsFound
from bot.domain.indicators.messengers import handles, of_pages, schemes
from bot.domain.indicators.phones import phones
from bot.domain.pages.suffixes import known_suffix
from bot.domain.pages.urls import find_pages
from bot.domain.platforms import NO_HOSTS

LONGEST = 20_000
"""So many characters of a text are read; a note has at most 3,000."""
MOST = 50
"""So many indicators are kept of one referral."""

_AT = re.compile(r"\s?(?:\[(?:at|@)\]|\((?:at|@)\)|\{at\})\s?", re.IGNORECASE)
_DOT = re.compile(r"\s?(?:\[(?:dot|\.)\]|\((?:dot|\.)\)|\{dot\})\s?", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?<![\w.+@-])([\w.!#$%&'*+/=?^`{|}~-]{1,64})@((?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62})(?![@\w-])"
)
_FIRST = re.compile(r"^(?:mailto:|.*[/|=:'])", re.IGNORECASE)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－ー"), "-")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[_*·•‧∙~|]{1,2}(?=\d)")
_NOT_SEEN = {ord("\ufe0f"), ord("\ufe0e"), ord("\u20e3")}
"""What makes a digit an emoji."""
_APART = " ; "
"""Stands where something was taken out of the text, so that what was round it does not join."""


def find_indicators(
    text: str, country: str | None = None, hosts: Mapping[str, str] = NO_HOSTS
) -> IndicatorsFound:
    """What a text holds: phone numbers, messenger links and handles, mail and payment addresses.

    `country` is that of numbers that do not say theirs, as an ISO 3166 code; `hosts` what config adds
    to the platforms. A text that is longer than LONGEST, or holds more than MOST, is not read to its
    end, and says so.
    """
    found: dict[Indicator, None] = {}
    for one in _all(text[:LONGEST], country, hosts):
        if len(found) == MOST and one not in found:
            return IndicatorsFound(tuple(found), more=True)
        found[one] = None
    return IndicatorsFound(tuple(found), more=len(text) > LONGEST)


def _all(text: str, country: str | None, hosts: Mapping[str, str]) -> Iterator[Indicator]:
    # First, or "gmail [dot] com" is taken for a page.
    text, in_schemes = schemes(_AT.sub("@", text))
    yield from in_schemes
    pages = find_pages(text, hosts)
    yield from of_pages(pages.pages)
    text = _AT.sub("@", _DOT.sub(".", plain_text(pages.rest)))
    taken = [*_emails(text), *accounts(text), *handles(text)]
    yield from (one for _, _, one in taken)
    rest = _without(text, [(start, end) for start, end, _ in taken])
    yield from (Indicator(IndicatorKind.PHONE, number) for number in phones(rest, country))


def _emails(text: str) -> Iterator[tuple[int, int, Indicator]]:
    for found in _EMAIL.finditer(text):
        local, host = _FIRST.sub("", found[1]), found[2].rstrip("-")
        if local and not local.endswith(".") and known_suffix(host):
            address = f"{local}@{host}".lower()
            yield found.start(), found.end(), Indicator(IndicatorKind.EMAIL, address)


def _without(text: str, taken: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(taken):
        kept.append(text[at : max(start, at)])
        at = max(at, end)
    return _APART.join([*kept, text[at:]])


def plain_text(text: str) -> str:
    """The text as an indicator is looked for in it. Doing it twice changes nothing.

    Kept are letters, with their case; the digits of every script become ASCII, every space a space,
    every dash a hyphen, and marks of direction, joiners and other invisible characters go.
    """
    if text.isascii():
        plain = text
    else:
        folded = unicodedata.normalize("NFKC", text.translate(_DASHES))
        plain = "".join(map(_plain, folded)).translate(_DASHES)
        plain = unicodedata.normalize("NFKC", plain)
    return _BETWEEN_DIGITS.sub("-", plain)


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if ord(character) in _NOT_SEEN:
        return ""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in ("Cf", "Cs", "Cn", "Co"):
        return ""
    if category == "Zs":
        return " "
    return character
