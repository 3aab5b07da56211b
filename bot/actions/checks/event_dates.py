"""Events that are dated after the database's clock, named for `check` and `audit verify`."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.actions.recording.seeds import is_demo
from bot.domain.times import say_instant
from bot.ports.store import UnitOfWork
from bot.sentences.operations import audit, command_line

MOST_NAMED = 3
_ZONE = ZoneInfo("UTC")


def events_ahead(uow: UnitOfWork) -> str:
    """A sentence that names them, or nothing; of demo data nothing: its clock is moved about."""
    if is_demo(uow):
        return ""
    count, first = uow.audit.ahead_of_clock(MOST_NAMED)
    named = [audit.dated(stream(of), seq, say_instant(at, _ZONE)) for of, seq, at in first]
    return audit.ahead_of_clock(count, named) if count else ""


def stream(number: int | None) -> str:
    """Whose events these are; a negative number stands for a referral's page checks."""
    if not number:
        return command_line.CHAIN
    return f"R-{number}" if number > 0 else command_line.page_checks_of(-number)
