"""How often a digest says a change in years in which there is none, and how often it sees one.

    python -m tests.figures.false_alarms [years]

Simulated years of a team's decisions: one to eight platforms, each with a rate of its own that stays
the same, from five to sixty submissions decided a week; most hold one page, some up to thirty, whose
pages mostly get one answer (beta-binomial). Every Monday the rule of the digest looks at the week and
the twelve before. Then the same with one platform's rate moved by so many points for a week.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.domain.figures.comparisons import Submission, candidates, changes, worth_a_look
from bot.domain.figures.statistics import Decided

BEFORE, WEEKS = 12, 52
ALIKE = 3.0
"""Alpha plus beta of a submission's own rate: the smaller, the more its pages are answered alike."""


@dataclass(frozen=True)
class Platform:
    rate: float
    a_week: float
    """Submissions decided a week, on average."""
    batches: float
    """The share of submissions with several pages."""


def team(random_: random.Random) -> dict[str, Platform]:
    return {
        f"p{n}": Platform(
            random_.choice((0.1, 0.25, 0.45, 0.45, 0.6, 0.85)),
            random_.choice((5, 12, 25, 60)),
            random_.choice((0.0, 0.1, 0.3)),
        )
        for n in range(random_.randint(1, 8))
    }


def week_of(platform: Platform, random_: random.Random, points: float = 0.0) -> list[Submission]:
    """One week's submissions to a platform, its rate moved by so many points."""
    rate = min(0.98, max(0.02, platform.rate + points / 100))
    many = sum(random_.random() < platform.a_week / 200 for _ in range(200))
    week = []
    for _ in range(many):
        pages = random_.randint(2, 30) if random_.random() < platform.batches else 1
        own = random_.betavariate(rate * ALIKE, (1 - rate) * ALIKE) if pages > 1 else rate
        week.append(Submission(sum(random_.random() < own for _ in range(pages)), pages))
    return week


def said(weeks: Mapping[str, Sequence[Sequence[Submission]]]) -> list[str]:
    """The platforms of which a digest would say a change: the last week against those before."""
    this = {name: all_of(each[-1:]) for name, each in weeks.items()}
    before = {name: all_of(each[:-1]) for name, each in weeks.items()}
    looked_at = worth_a_look(whole(this), whole(before))
    found = {name: (this[name], before[name]) for name in candidates(looked_at, "week")}
    return [change.platform for change in changes(looked_at, found, "week")]


def all_of(weeks: Sequence[Sequence[Submission]]) -> list[Submission]:
    return [one for week in weeks for one in week]


def whole(told: dict[str, list[Submission]]) -> dict[str, Decided]:
    return {
        name: Decided(sum(one.rejected for one in each), sum(one.decided for one in each))
        for name, each in told.items()
    }


def years(seed: int) -> Iterator[int]:
    """Of each quiet year, how many changes its digests say."""
    random_ = random.Random(seed)
    while True:
        platforms = team(random_)
        told = {
            name: [week_of(one, random_) for _ in range(BEFORE + WEEKS)]
            for name, one in platforms.items()
        }
        yield sum(
            len(said({name: each[at : at + BEFORE + 1] for name, each in told.items()}))
            for at in range(WEEKS)
        )


def power(points: float, a_week: float, seed: int, times: int) -> float:
    """How often the week in which a rate of 45% moves by so many points is said."""
    random_ = random.Random(seed)
    platforms = {f"p{n}": Platform(0.45, a_week, 0.1) for n in range(3)}
    found = 0
    for _ in range(times):
        told = {
            name: [
                week_of(one, random_, points if (name, week) == ("p0", BEFORE) else 0.0)
                for week in range(BEFORE + 1)
            ]
            for name, one in platforms.items()
        }
        found += "p0" in said(told)
    return found / times


def main(many: int) -> None:
    """Print the false alarms of so many years, and the power."""
    told = list(islice(years(1), many))
    rate = sum(told) / many
    print(f"quiet years: {many:,}; changes said: {sum(told):,}; a year and digest: {rate:.3f}")
    print("power, of three platforms at 45%, submissions a week x points moved:")
    for a_week in (12, 25, 60):
        cells = [
            f"{points:+d}: {power(points, a_week, 2, many // 4):.0%}"
            for points in (-40, -25, 25, 40, 50)
        ]
        print(f"  {a_week:>3}: " + ", ".join(cells))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
