"""What a database holds, in a few figures: two that are copies of each other give the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.audit import AuditFinding
from bot.ports.store import Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class Overview:
    """`until` is when the last event was recorded; `figures` is all that is counted."""

    referrals: int
    events: int
    until: datetime | None
    figures: tuple[Any, ...]
    faults: tuple[AuditFinding, ...]


def look_over(store: Store) -> Overview:
    """Count and verify all of a database whose tables are up to date."""

    def work(uow: UnitOfWork) -> Overview:
        query = FigureQuery()
        figures = (uow.figures.cohort(query), uow.figures.flow(query), uow.figures.totals())
        checked, faults = uow.audit.verify()
        count, until = uow.audit.extent()
        return Overview(count, checked, until, figures, faults)

    return store.read(work)
