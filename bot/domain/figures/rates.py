"""Rates that are said with their fraction, and their interval for comparisons."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

NO_DECISIONS = "no decisions yet"
NOTHING_REFERRED = "nothing referred yet"
FOR_COMPARISON = "for comparison; the count itself is exact"
Z_95 = NormalDist().inv_cdf(0.975)
"""1.959964…: two-sided 95%."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`numerator` of `denominator` cases. `empty` is what is said where there are no cases."""

    numerator: int
    denominator: int
    empty: str = NO_DECISIONS

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator} of {self.denominator} is no rate")

    @property
    def known(self) -> bool:
        """Whether there is any case at all."""
        return self.denominator > 0

    @property
    def percent(self) -> str:
        """`45.6%`, rounded half up at one decimal in whole numbers; never 0% without cases.

        100.0% is said of all alone, and 0.0% of none: else it is `>99.9%`, `<0.1%`.
        """
        if not self.known:
            return self.empty
        tenths = (2000 * self.numerator + self.denominator) // (2 * self.denominator)
        if tenths == 0 and self.numerator:
            return "<0.1%"
        if tenths == 1000 and self.numerator < self.denominator:
            return ">99.9%"
        return f"{tenths // 10}.{tenths % 10}%"

    @property
    def fraction(self) -> str:
        """`485 of 1,063`."""
        return f"{self.numerator:,} of {self.denominator:,}"

    @property
    def said(self) -> str:
        """`45.6% (485 of 1,063)`."""
        return f"{self.percent} ({self.fraction})" if self.known else self.empty

    def told(self, least: int, empty: str = "") -> str:
        """The same for people: below `least` cases the fraction stands alone: `3 of 4`."""
        if not self.known:
            return empty or self.empty
        return self.said if self.denominator >= least else self.fraction

    @property
    def value(self) -> float | None:
        """For programs; None without cases."""
        return self.numerator / self.denominator if self.known else None

    def wilson(self) -> tuple[float, float] | None:
        """The 95% score interval; None without cases.

        Source: E. B. Wilson, "Probable inference, the law of succession, and statistical
        inference", JASA 22 (1927), 209–212; the formula of statsmodels'
        `proportion_confint(…, method="wilson")`.
        """
        if not self.known:
            return None
        cases, share, square = self.denominator, self.numerator / self.denominator, Z_95 * Z_95
        middle = (share + square / (2 * cases)) / (1 + square / cases)
        half = (
            Z_95
            * sqrt(share * (1 - share) / cases + square / (4 * cases * cases))
            / (1 + square / cases)
        )
        low = 0.0 if self.numerator == 0 else max(0.0, middle - half)
        high = 1.0 if self.numerator == cases else min(1.0, middle + half)
        return low, high

    def as_data(self, *, interval: bool = False) -> dict[str, Any]:
        """For JSON: the fraction first, since it is exact."""
        data: dict[str, Any] = {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "fraction": f"{self.numerator}/{self.denominator}",
            "value": self.value,
            "percent": self.percent,
        }
        if interval:
            found = self.wilson()
            data["wilson_95"] = list(found) if found else None
            data["label"] = FOR_COMPARISON
        return data


def rate_from(data: Any, empty: str = NO_DECISIONS) -> Rate:
    """A rate from what `as_data` made."""
    return Rate(int(data["numerator"]), int(data["denominator"]), empty)
