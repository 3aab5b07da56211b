"""When a change of a platform's rejection rate is large enough to be said in words.

The rule, its false alarms and its power stand in docs/statistics.md, measured by
`python -m tests.figures.false_alarms`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma
from typing import NamedTuple

from bot.domain.figures.rates import Rate
from bot.domain.figures.statistics import Decided

FALSE_A_YEAR = 0.1
"""Changes that a digest may say in a year where there is none: one in ten years."""
LOOKS_A_YEAR = {"week": 52, "month": 12}
FEWEST = 10
"""Decided submissions that a platform needs in the week; no verdict from five cases."""
FEWEST_BEFORE = 20
"""And in the weeks that it is compared with."""
_AS_LIKELY = 1 + 1e-7
"""Tables whose chances differ by rounding alone are as likely as each other."""


class Submission(NamedTuple):
    """What one message to a platform came to: so many decided, so many of them rejected.

    A referral without a reference is a submission of its own.
    """

    rejected: int
    decided: int

    @property
    def mostly_rejected(self) -> bool:
        """What it counts as, once: rejected where more than half of its decided pages were."""
        return 2 * self.rejected > self.decided


@dataclass(frozen=True, slots=True)
class Change:
    """One platform's week that differs from the weeks before by more than chance explains."""

    platform: str
    week: Rate
    before: Rate
    p: float
    """As found, not corrected for how often one looks."""


def p_value(rejected: int, decided: int, rejected_before: int, decided_before: int) -> float:
    """Two-sided p of Fisher's exact test: right for small samples, too.

    The sum of the chances of all tables with these margins that are no likelier than this one;
    the same as R's `fisher.test` and scipy's `fisher_exact`.

    Source: R. A. Fisher, "The logic of inductive inference", Journal of the Royal Statistical
    Society 98 (1935), 39–82.
    """
    cases, hits = decided + decided_before, rejected + rejected_before
    fewest, most = max(0, hits - decided_before), min(decided, hits)
    whole = _log_ways(cases, decided)

    def chance(times: int) -> float:
        return exp(_log_ways(hits, times) + _log_ways(cases - hits, decided - times) - whole)

    limit = chance(rejected) * _AS_LIKELY
    return min(1.0, sum(one for n in range(fewest, most + 1) if (one := chance(n)) <= limit))


def _log_ways(of: int, some: int) -> float:
    return lgamma(of + 1) - lgamma(some + 1) - lgamma(of - some + 1)


def level(unit: str, platforms: int) -> float:
    """Below which p a change is said: FALSE_A_YEAR shared by all looks at all platforms (Bonferroni).

    `unit` is week or month; `platforms` how many are looked at in this digest.
    """
    return FALSE_A_YEAR / (LOOKS_A_YEAR[unit] * max(1, platforms))


def worth_a_look(
    week: Mapping[str, Decided], before: Mapping[str, Decided]
) -> dict[str, tuple[Decided, Decided]]:
    """The platforms that have enough decided to be looked at; the outcomes play no part in it."""
    found = {name: (now, before.get(name, Decided())) for name, now in week.items()}
    return {
        name: (now, then)
        for name, (now, then) in found.items()
        if now.decided >= FEWEST and then.decided >= FEWEST_BEFORE
    }


def candidates(looked_at: Mapping[str, tuple[Decided, Decided]], unit: str) -> tuple[str, ...]:
    """The platforms whose decided pages differ; only of these the submissions are needed."""
    below = level(unit, len(looked_at))
    return tuple(sorted(name for name, pair in looked_at.items() if _p_of(*pair) < below))


def _p_of(now: Decided, then: Decided) -> float:
    return p_value(now.rejected, now.decided, then.rejected, then.decided)


def changes(
    looked_at: Mapping[str, tuple[Decided, Decided]],
    submissions: Mapping[str, tuple[Sequence[Submission], Sequence[Submission]]],
    unit: str,
) -> tuple[Change, ...]:
    """The changes that the data carry, the surest first.

    A platform's week is compared with the weeks before it, without the week, twice by `p_value`:
    page by page, and submission by submission, each counted once as what most of it was, so that
    one message about many pages is no trend. Both have to be below `level` and to point the same
    way. `submissions` holds, for each of `candidates`, those of the week and those before.
    """
    below = level(unit, len(looked_at))
    found = []
    for name, (these, those) in submissions.items():
        now, then = looked_at[name]
        once, once_before = _counted_once(these), _counted_once(those)
        if once.decided < FEWEST or once_before.decided < FEWEST_BEFORE:
            continue
        p = max(_p_of(now, then), _p_of(once, once_before))
        if p < below and _rises(now, then) == _rises(once, once_before):
            found.append(Change(name, now.rate, then.rate, p))
    return tuple(sorted(found, key=lambda one: (one.p, one.platform)))


def _counted_once(submissions: Sequence[Submission]) -> Decided:
    return Decided(sum(one.mostly_rejected for one in submissions), len(submissions))


def _rises(now: Decided, then: Decided) -> bool:
    return now.rejected * then.decided > then.rejected * now.decided
