"""Text → IBANs and addresses of Bitcoin, Ethereum and Tron in it: only those whose checksum is right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.indicators.checksums import base58check, eip_55, mod_97, segwit
from bot.domain.indicators.indicator import Indicator, IndicatorKind

IBAN_LENGTHS = {
    name: int(length)
    for length, names in (
        ("15", "NO"),
        ("16", "BE"),
        ("18", "DK FO FI GL NL FK SD"),
        ("19", "MK SI"),
        ("20", "AT BA EE KZ LT LU XK MN"),
        ("21", "CH HR LI LV"),
        ("22", "BG BH CR DE GB GE IE ME RS VA"),
        ("23", "AE GI IL IQ OM SO TL"),
        ("24", "AD CZ ES MD PK RO SA SE SK TN VG"),
        ("25", "LY PT ST"),
        ("26", "IS TR"),
        ("27", "BI DJ FR GR IT MC MR SM"),
        ("28", "AL AZ BY CY DO GT HU LB NI PL SV"),
        ("29", "BR EG PS QA UA"),
        ("30", "JO KW MU YE"),
        ("31", "MT SC"),
        ("32", "LC"),
        ("33", "RU"),
    )
    for name in names.split()
}
"""How long an IBAN of each country is. Source: SWIFT's IBAN registry, release 99 (December 2024)."""

_IBAN = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2}[ ]?[0-9]{2})(?=[ -]?[A-Za-z0-9])")
_IBAN_REST = re.compile(r"(?:[ -]?[A-Za-z0-9])+")
_LONGEST_REST = 80
_COIN = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"(?P<ethereum>0[xX][0-9a-fA-F]{40})"
    r"|(?P<segwit>bc1[02-9ac-hj-np-z]{11,87}|BC1[02-9AC-HJ-NP-Z]{11,87})"
    r"|(?P<base58>[13T][1-9A-HJ-NP-Za-km-z]{24,34})"
    r")(?![A-Za-z0-9])"
)
_BITCOIN_VERSIONS = (0x00, 0x05)
_TRON_VERSION = 0x41


def accounts(text: str) -> Iterator[tuple[int, int, Indicator]]:
    """Each with where it begins and ends in the text, which is plain."""
    for found in _COIN.finditer(text):
        coin = _coin(found)
        if coin is not None:
            yield found.start(), found.end(), coin
    for found in _IBAN.finditer(text):
        whole = _iban(text, found.start())
        if whole is not None:
            yield whole


def _coin(found: re.Match[str]) -> Indicator | None:
    text = found[0]
    if found["ethereum"]:
        digits = text[2:]
        if digits in (digits.lower(), digits.upper()):  # without a checksum
            return None
        written = eip_55(text)
        return Indicator(IndicatorKind.ETHEREUM, written) if written[2:] == digits else None
    if found["segwit"]:
        text = text.lower()
        return Indicator(IndicatorKind.BITCOIN, text) if segwit(text, "bc") else None
    payload = base58check(text)
    if payload is None:
        return None
    if payload[0] in _BITCOIN_VERSIONS:
        return Indicator(IndicatorKind.BITCOIN, text)
    return Indicator(IndicatorKind.TRON, text) if payload[0] == _TRON_VERSION else None


def _iban(text: str, start: int) -> tuple[int, int, Indicator] | None:
    length = IBAN_LENGTHS.get(text[start : start + 2].upper(), 0)
    rest = _IBAN_REST.match(text, start, start + _LONGEST_REST) if length else None
    if rest is None:
        return None
    taken, end = "", start
    for end in range(start, rest.end()):
        taken += text[end].upper() if text[end].isalnum() else ""
        if len(taken) == length:
            break
    end += 1
    follows = text[end : end + 1]
    if len(taken) != length or (follows.isascii() and follows.isalnum()) or not mod_97(taken):
        return None
    return start, end, Indicator(IndicatorKind.IBAN, taken)
