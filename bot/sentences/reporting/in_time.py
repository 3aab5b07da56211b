"""Answers in time. Rates and medians come in as text; `population` is what they are of."""

from __future__ import annotations

from collections.abc import Mapping


def answered(population: str, limit: str, hours: Mapping[int, str], days: Mapping[int, str]) -> str:
    """`limit` is the rate within the team's own limit, of each platform; empty if none is so old."""
    several = [f"within our limit {limit}"] if limit else []
    several += [f"within {one} hours {rate}" for one, rate in hours.items()]
    several += [f"within {one} days {rate}" for one, rate in days.items()]
    return f"Answered in time, {population} at least that long ago: {'; '.join(several)}."


def first_sign(population: str, rate: str, median: str, decisions: Mapping[str, str]) -> str:
    """`median` is empty where there has been none; `decisions` are those of `TO_DECIDE`."""
    after = f", after a median of {median}" if median else ""
    told = [f"to {name} after {took}" for name, took in decisions.items()]
    first = f"; median time of a first decision {', '.join(told)}" if told else ""
    return (
        f"Any sign of life (an acknowledgement or a decision), {population}: {rate}{after}{first}."
    )


TO_DECIDE: Mapping[str, str] = {"closed": "close", "restricted": "restrict", "rejected": "reject"}


def again(population: str, attempts: int, closed: str, returned: str) -> str:
    """`closed` is the rate of those decided; empty without any. `returned` is of closed and gone."""
    succeeded = f", closed {closed} decided" if closed else ""
    back = f" Back within 30 days of being closed or gone: {returned}." if returned else ""
    return f"Second and later attempts, {population}: {attempts:,}{succeeded}.{back}"


def entered_late(population: str, rate: str) -> str:
    """`rate` is of two days for each that was decided, of one for each other."""
    return f"Days of referral and first decision that were entered on a later day, {population}: {rate}."


def in_the_limit(rate: str) -> str:
    """Of the population that was named before."""
    return f"Answered within our limit, of those referred at least that long ago: {rate}."


def of_all_in_the_limit(rate: str) -> str:
    return f"Answered within our limit, of all that were referred at least that long ago: {rate}."
