"""How many referrals stand where, for whoever watches the bot: from kept counts, cheap at any size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.config import Config
from bot.domain.figures_query import FigureQuery
from bot.domain.referral import State
from bot.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Gauges:
    """Referrals by state, as figures count them, and what of them needs somebody.

    One under appeal stands under the outcome appealed against. One on hold stands nowhere: how
    many those are is for leads (safety rule 4).
    """

    by_state: Mapping[State, int]
    appealed: int
    overdue: int


def gauges(uow: UnitOfWork, now: datetime, config: Config) -> Gauges:
    """The gauges at `now`; what is overdue is counted by config's response times."""
    cohort = uow.figures.cohort(FigureQuery())
    counts, later = cohort.counts, cohort.reversals
    overdue = uow.figures.overdue(
        {name: config.response_days_for(name) for name in config.platforms},
        config.response_days,
        now,
        totals=cohort.by_platform,
        name=0,
    )
    return Gauges(
        {
            State.FLAGGED: cohort.flagged,
            State.REFERRED: counts.waiting,
            State.CLOSED: counts.closed,
            State.RESTRICTED: counts.restricted,
            State.REJECTED: counts.rejected,
            State.WITHDRAWN: cohort.withdrawn,
            State.GONE: counts.gone + cohort.gone_before,
        },
        later.appealed - later.overturned - later.upheld,
        overdue.total,
    )
