"""How many referrals stand where, for whoever watches the bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.config import Config
from bot.domain.figures.statistics import Standing
from bot.domain.lifecycle.referral import State
from bot.ports.notices import Progress
from bot.ports.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Gauges:
    """Referrals by state, as figures count them, and what of them needs somebody.

    One under appeal stands under the outcome appealed against, one on hold under what it was
    before: how many are on hold is for leads (safety rule 4).
    """

    by_state: Mapping[State, int]
    appealed: int
    overdue: int
    notices: Mapping[Progress, int]


def gauges(uow: UnitOfWork, now: datetime, config: Config) -> Gauges:
    """The gauges at `now`; what is overdue is counted by config's response times."""
    standings = uow.figures.standings()
    overdue = uow.figures.overdue(
        {name: config.response_days_for(name) for name in config.platforms},
        config.response_days,
        now,
        name=0,
    )
    by_state = {state: standings.get(standing, 0) for state, standing in _STANDINGS.items()}
    by_state[State.GONE] += standings.get(Standing.GONE_BEFORE, 0)
    kept = uow.notices.counts()
    notices = {progress: kept.get(progress, 0) for progress in Progress}
    return Gauges(by_state, uow.figures.under_appeal(), overdue.total, notices)


_STANDINGS = {
    State.FLAGGED: Standing.FLAGGED,
    State.REFERRED: Standing.WAITING,
    State.CLOSED: Standing.CLOSED,
    State.RESTRICTED: Standing.RESTRICTED,
    State.REJECTED: Standing.REJECTED,
    State.WITHDRAWN: Standing.WITHDRAWN,
    State.GONE: Standing.GONE,
}
