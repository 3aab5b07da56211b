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


SAME = {
    "phone": "number",
    "messenger": "messenger address",
    "email": "email address",
    "iban": "bank account",
    "bitcoin": "Bitcoin address",
    "ethereum": "Ethereum address",
    "tron": "Tron address",
    "other": "indicator",
}
"""What several pages have the same of."""
CASE_NAME = "Give the case a name."


def same_as(what: str, names: Sequence[str], rejected: int, more: bool = False) -> str:
    """Which other referrals have one of its indicators, and how many of them were rejected."""
    others = f"{listed(names, 5)}{' and more' if more else ''}"
    return f"Same {what} as {others}{f' ({rejected:,} rejected)' if rejected else ''}"


def leads_only(sentence: str) -> str:
    """What a lead alone is told, in private."""
    return f"Only leads see this: {sentence[:1].lower()}{sentence[1:]}"


def in_cases(names: Sequence[str]) -> str:
    """The cases that a page is in."""
    return f"{'Case' if len(names) == 1 else 'Cases'}: {listed(names, 5)}"


def none_to_strike(name: str) -> str:
    """It has no indicators."""
    return f"{name} has no indicators."


def not_its_indicator(name: str) -> str:
    """What was chosen is not there any more."""
    return f"{name} has no such indicator. Open the form again."


def not_in_case(name: str, case: str, cases: Sequence[str]) -> str:
    """It is in other cases, or in none."""
    where = f"It is in: {listed(cases)}." if cases else "It is in no case."
    return f"{name} is not in the case “{case}”. {where}"


def case_too_long(length: int, longest: int) -> str:
    """The name of a case."""
    return f"The name of a case has at most {plural(longest, 'character')}; this has {length:,}."
