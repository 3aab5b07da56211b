"""Who flagged what was imported, put right by importing its file again: an event of the referral."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.actions.importing.row_to_events import RowToEvents
from bot.actions.recording.saving import step
from bot.domain.importing.rows import Planned
from bot.domain.lifecycle.referral import Action, Event, Referral
from bot.domain.people import NOWHERE, Actor, as_typed, is_typed
from bot.ports.store import UnitOfWork


def credits_of(
    uow: UnitOfWork,
    rows: Sequence[tuple[Planned, Referral]],
    row_to_events: RowToEvents,
    now: datetime,
) -> Mapping[int, tuple[Referral, Event]]:
    """The events that put right who flagged what is here already, by its number.

    Only what an import brought in, and only where whoever imported it or a name that is not known
    here stands as who flagged it.
    """
    differ = {
        one.number: (one, flagger)
        for planned, one in rows
        if (flagger := _flagger(planned, row_to_events)) and flagger != one.flagger
    }
    differ = {number: pair for number, pair in differ.items() if not pair[0].erased}
    histories = uow.referrals.histories(differ) if differ else {}
    found: dict[int, tuple[Referral, Event]] = {}
    for number, (one, flagger) in differ.items():
        opening = histories[number][0]
        stands_in = is_typed(one.flagger) or one.flagger == opening.actor
        if "import" in opening.facts and stands_in:
            actor = Actor(row_to_events.who, NOWHERE, now)
            found[number] = one, step(one, Action.CREDIT, actor, personal={"flagger": flagger})
    return found


def _flagger(planned: Planned, row_to_events: RowToEvents) -> str:
    known = row_to_events.person(planned.flagged_by)
    return as_typed(planned.flagged_by) if known is None else known
