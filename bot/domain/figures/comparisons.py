"""When a change of a platform's rejection rate is large enough to be said in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import NamedTuple

from bot.domain.figures.rates import Rate
from bot.domain.figures.statistics import Decided

LEVEL = 0.05
"""The chance, over all platforms looked at together, of saying a change where there is none."""
FEWEST = 10
"""Decided submissions that a platform needs in the week; no verdict from five cases."""
FEWEST_BEFORE = 20
"""And in the weeks that it is compared with."""
FEWEST_EXPECTED = 5
"""Cases expected in each cell of the two-by-two table, so that the normal approximation holds."""


class Submission(NamedTuple):
    """What one message to a platform came to: so many decided, so many of them rejected.

    A referral without a reference is a submission of its own.
    """

    rejected: int
    decided: int


@dataclass(frozen=True, slots=True)
class Change:
    """One platform's week that differs from the weeks before by more than chance explains."""

    platform: str
    week: Rate
    before: Rate
    p: float
    """Holm-adjusted."""


def p_value(
    rejected: float, decided: float, rejected_before: float, decided_before: float
) -> float:
    """Two-sided p of the two-proportion z-test with the pooled estimate.

    Source: Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions" (3rd ed.,
    2003), section 3.1 without continuity correction; the same as statsmodels'
    `proportions_ztest`. 1 where the pooled rate is 0 or 1.
    """
    pooled = (rejected + rejected_before) / (decided + decided_before)
    spread = pooled * (1 - pooled) * (1 / decided + 1 / decided_before)
    if spread <= 0:
        return 1.0
    z = (rejected / decided - rejected_before / decided_before) / sqrt(spread)
    return erfc(abs(z) / sqrt(2))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Each p adjusted for how many there are, so that the chance of any false one keeps its level.

    Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian
    Journal of Statistics 6 (1979), 65–70.
    """
    adjusted: dict[str, float] = {}
    highest = 0.0
    for done, (name, p) in enumerate(sorted(p_values.items(), key=lambda one: (one[1], one[0]))):
        highest = max(highest, min(1.0, p * (len(p_values) - done)))
        adjusted[name] = highest
    return adjusted


def enough(week: Decided, before: Decided) -> bool:
    """Whether a platform has the cases to be looked at; margins alone decide, never the outcome."""
    return _enough(week.decided, before.decided, week.rejected + before.rejected)


def _enough(decided: float, decided_before: float, rejected: float) -> bool:
    cases = decided + decided_before
    if decided < FEWEST or decided_before < FEWEST_BEFORE:
        return False
    # The smaller row times the smaller column gives the smallest expected cell.
    return min(decided, decided_before) * min(rejected, cases - rejected) / cases >= FEWEST_EXPECTED


def design_effect(submissions: Sequence[Submission]) -> float:
    """By how much rejections that come in submissions vary more than single ones would.

    The variance of the rejected share with submissions as the units (the ratio estimator), over
    that of as many independent cases; never below 1.

    Source: J. N. K. Rao and A. J. Scott, "A simple method for the analysis of clustered binary
    data", Biometrics 48 (1992), 577–585.
    """
    units = len(submissions)
    rejected, decided = _whole(submissions)
    if units < 2 or rejected in (0, decided):
        # All alike: nothing to estimate a spread from, so the submissions themselves are counted.
        return decided / units if units else 1.0
    # With share = rejected / decided, the squares of (one.rejected - share * one.decided) times
    # decided ** 2, and the rest likewise, so that all of it is whole numbers up to one division.
    squares = sum(
        n * (one.rejected * decided - rejected * one.decided) ** 2
        for one, n in Counter(submissions).items()
    )
    spread = decided * rejected * (decided - rejected)
    return max(1.0, units * squares / ((units - 1) * spread))


def _whole(submissions: Sequence[Submission]) -> Submission:
    """All of them as one."""
    # Most are alike: of one referral each.
    several = Counter(submissions).items()
    return Submission(
        sum(one.rejected * n for one, n in several), sum(one.decided * n for one, n in several)
    )


def worth_a_look(
    week: Mapping[str, Decided], before: Mapping[str, Decided]
) -> dict[str, tuple[Decided, Decided]]:
    """The platforms that have enough cases to be looked at: Holm corrects for all of these."""
    found = {name: (now, before.get(name, Decided())) for name, now in week.items()}
    return {name: pair for name, pair in found.items() if enough(*pair)}


def candidates(looked_at: Mapping[str, tuple[Decided, Decided]]) -> tuple[str, ...]:
    """The platforms that differ if every case were independent.

    Submissions can only take away from that, so no other platform's submissions are needed.
    """
    adjusted = holm(
        {
            name: p_value(now.rejected, now.decided, then.rejected, then.decided)
            for name, (now, then) in looked_at.items()
        }
    )
    return tuple(sorted(name for name, p in adjusted.items() if p < LEVEL))


def changes(
    looked_at: Mapping[str, tuple[Decided, Decided]],
    submissions: Mapping[str, tuple[Sequence[Submission], Sequence[Submission]]],
) -> tuple[Change, ...]:
    """The changes that the data carry, the surest first.

    The rule: for each platform with enough cases, the rejected share of the week and of the weeks
    before it (without the week) are compared by `p_value`, after both were divided by their
    `design_effect`, so that a submission that covered many pages does not count as many; `holm`
    corrects for the number of platforms looked at; a change is said below LEVEL. `submissions`
    holds, for each of `candidates`, those of the week and those before.
    """
    p_values = dict.fromkeys(looked_at, 1.0)
    for name, (these, those) in submissions.items():
        p_values[name] = _clustered_p(these, those)
    adjusted = holm(p_values)
    found = [
        Change(name, looked_at[name][0].rate, looked_at[name][1].rate, p)
        for name, p in adjusted.items()
        if p < LEVEL
    ]
    return tuple(sorted(found, key=lambda one: (one.p, one.platform)))


def _clustered_p(these: Sequence[Submission], those: Sequence[Submission]) -> float:
    if len(these) < FEWEST or len(those) < FEWEST_BEFORE:
        return 1.0
    effect, effect_before = design_effect(these), design_effect(those)
    week, before = _whole(these), _whole(those)
    decided, rejected = week.decided / effect, week.rejected / effect
    decided_before = before.decided / effect_before
    rejected_before = before.rejected / effect_before
    if not _enough(decided, decided_before, rejected + rejected_before):
        return 1.0
    return p_value(rejected, decided, rejected_before, decided_before)
