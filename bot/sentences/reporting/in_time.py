"""Answers in time. Rates and medians come in as text; `population` is what they are of."""

from __future__ import annotations

from collections.abc import Mapping


def answered(population: str, limit: str, hours: Mapping[int, str], days: Mapping[int, str]) -> str:
    """`limit` is the rate within the team's own limit, of each platform."""
    several = [f"within our limit {limit}"]
    several += [f"within {one} hours {rate}" for one, rate in hours.items()]
    several += [f"within {one} days {rate}" for one, rate in days.items()]
    return f"Answered, {population} at least that long ago: {'; '.join(several)}."


def first_sign(population: str, rate: str, median: str) -> str:
    """`median` is empty where there has been none."""
    after = f", after a median of {median}" if median else ""
    return f"Any sign of life (an acknowledgement or a decision), {population}: {rate}{after}."


def by_first_decision(population: str, medians: Mapping[str, str]) -> str:
    told = ", ".join(f"{name} after {median}" for name, median in medians.items())
    return f"Median time by first decision, {population}: {told}."


def again(population: str, attempts: int, closed: str, returned: str) -> str:
    """`closed` is the rate of those decided; empty without any. `returned` is of closed and gone."""
    succeeded = f", closed {closed} decided" if closed else ""
    back = f" Back within 30 days of being closed or gone: {returned}." if returned else ""
    return f"Second and later attempts, {population}: {attempts:,}{succeeded}.{back}"


def in_the_limit(rate: str) -> str:
    """Of the population that was named before."""
    return f"Answered within our limit, of those referred at least that long ago: {rate}."


def of_all_in_the_limit(rate: str) -> str:
    return f"Answered within our limit, of all that were referred at least that long ago: {rate}."
