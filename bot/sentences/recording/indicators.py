"""Indicators: what pages have in common."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sentences.counting import listed, plural

KINDS = {
    "phone": "phone number",
    "messenger": "messenger address",
    "email": "email address",
    "iban": "bank account",
    "bitcoin": "Bitcoin address",
    "ethereum": "Ethereum address",
    "tron": "Tron address",
    "other": "indicator",
}


def no_phone(typed: str, country: str | None) -> str:
    """What looks like a phone number and is none."""
    example = (
        "Give it with its country, such as +44 7400 123456."
        if country is None
        else f"Numbers without + or 00 are read as those of {country}."
    )
    return f"“{typed.strip()[:80]}” is not a valid phone number. {example}"


def one_at_a_time(values: Sequence[str]) -> str:
    """Several in the field for one."""
    return f"Add one at a time: this holds {listed(values, 5)}."


def typed_length(length: int, shortest: int, longest: int) -> str:
    """Too short or too long to be compared."""
    if length < shortest:
        return f"Give at least {plural(shortest, 'character')}."
    return f"Give at most {plural(longest, 'character')}; this has {length:,}."
