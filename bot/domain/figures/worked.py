"""What accepted referrals had and rejected ones lacked: said only where the digest's rule for comparisons holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.figures.comparisons import FEWEST, FEWEST_BEFORE, Submission, level, p_value
from bot.domain.figures.rates import Rate

WITH = ("clause", "basis")
"""What is compared."""
MOST_READ = 500
"""So many of the newest decisions are compared."""


class PastDecision(NamedTuple):
    """A decided referral: what it said, by which reference it was sent, and whether it was rejected."""

    clause: str
    basis: str
    reference: str
    rejected: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """With this clause or basis fewer were rejected than without it: of each, the rejected."""

    what: str
    value: str
    with_it: Rate
    without: Rate


def what_worked(decisions: Sequence[PastDecision]) -> tuple[Worked, ...]:
    """What differs by more than chance explains, the clearest first.

    As `comparisons.changes`: page by page and submission by submission, both below the same level, which
    is shared by all that is looked at.
    """
    looks = [(what, value) for what in WITH for value in _worth_a_look(decisions, what)]
    below = level("week", len(looks))
    found = []
    for what, value in looks:
        has = [one for one in decisions if getattr(one, what) == value]
        lacks = [one for one in decisions if getattr(one, what) != value]
        sides = (_pages(has), _pages(lacks)), (_once(has), _once(lacks))
        if any(these.decided < FEWEST or those.decided < FEWEST for these, those in sides):
            continue
        p = max(
            p_value(these.rejected, these.decided, those.rejected, those.decided)
            for these, those in sides
        )
        fewer = all(
            these.rejected * those.decided < those.rejected * these.decided
            for these, those in sides
        )
        if p < below and fewer:
            pages, rest = sides[0]
            rates = Rate(pages.rejected, pages.decided), Rate(rest.rejected, rest.decided)
            found.append((p, Worked(what, value, *rates)))
    return tuple(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].value)))


def _worth_a_look(decisions: Sequence[PastDecision], what: str) -> Iterator[str]:
    """The values that enough have; the outcomes play no part in it."""
    counts: defaultdict[str, int] = defaultdict(int)
    for one in decisions:
        counts[getattr(one, what)] += 1
    for value, count in sorted(counts.items()):
        if value and count >= FEWEST and len(decisions) >= FEWEST + FEWEST_BEFORE:
            yield value


def _pages(several: Sequence[PastDecision]) -> Submission:
    return Submission(sum(one.rejected for one in several), len(several))


def _once(several: Sequence[PastDecision]) -> Submission:
    """Each message to the platform once, as what most of it was."""
    sent: defaultdict[str, list[bool]] = defaultdict(list)
    for at, one in enumerate(several):
        sent[one.reference or f"#{at}"].append(one.rejected)
    each = [Submission(sum(these), len(these)).mostly_rejected for these in sent.values()]
    return Submission(sum(each), len(each))
