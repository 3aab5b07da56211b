"""Indicators: what pages have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import listed, plural, verb

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


def of_case(name: str) -> str:
    """What a list or figures are narrowed to."""
    return f"case “{name}”"


def network(name: str, shared: int) -> str:
    """The heading of what shares something with a referral."""
    if not shared:
        return f"No other page has an indicator of {name}"
    return (
        f"{plural(shared, 'referral')} {verb(shared, 'shares', 'share')} an indicator with {name}"
    )


def carried_by(value: str, label: str, names: Sequence[str], more: bool) -> str:
    """One indicator, and where it stands besides."""
    others = f": {listed(names, 10)}{' and more' if more else ''}" if names else ": nowhere else"
    return f"{value} ({label}){others}"


def common(value: str, label: str, above: int) -> str:
    """One that joins nothing."""
    return f"{value} ({label}): on more than {plural(above, 'page')}, so it joins none"


def standing(states: Mapping[str, int]) -> str:
    """Where these referrals stand."""
    return "They are: " + ", ".join(f"{count:,} {state}" for state, count in states.items())


def only_first(shown: int, total: int) -> str:
    """A network that is cut."""
    return f"Shown here: {shown:,} of {total:,}. Make them a case to see all of them."


def capped(most: int) -> str:
    """A network that was not read to its end."""
    return f"There are more; this reads no further than {most:,}."


NO_INDICATORS = "It has no indicators. Under All actions…, Add indicator adds one."
MAKE_CASE, MAKE_CASE_TITLE = "Make a case of these", "Make a case"
MAKE_CASE_OF = "Every page of the list goes into the case. Look through the list first."
ADD = "Add"
NETWORK = "Network"
NETWORK_WHAT = "Say of which referral: `/referrals network R-12`."


def added_to_case(count: int, name: str) -> str:
    """What was made a case."""
    return f"{plural(count, 'referral')} in the case “{name}”."
