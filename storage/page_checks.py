"""`bot.ports.page_checks.Checks`: which pages are to be looked at when, and what was found.

What is planned and known stands in `page_checks`, a row a referral. Readings and answers are events
of a stream of their own beside the referral's: they are hashed, sealed and verified like all, and
leave its version, its state and every figure as they are.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, or_, select, update

from bot.domain.lifecycle.audit import short_hash
from bot.domain.lifecycle.referral import Fact, State
from bot.domain.pages.checks import Checked, Look
from bot.domain.pages.status import Status
from bot.ports.leases import LostLease
from bot.ports.page_checks import Checks, ClaimedCheck
from storage.history import events as event_rows
from storage.sql.dialects import SECOND, OnConnection, database_now, insert_for
from storage.sql.tables import events, is_planned, page_checks, personal_values, referrals
from storage.sql.tables_beside import sql_literal

_c = page_checks.c
_r = referrals.c
_ENDED = _r.state.in_([sql_literal(State.CLOSED.value), sql_literal(State.GONE.value)])
_NO_LEASE = 0
_READ = (events.c.seq, events.c.happened_at, events.c.facts, events.c.hash)
CHECK, ANSWER = "check", "answer"
ACTIONS = (CHECK, ANSWER)
"""Whose stream has other events too: the referral's reminders (storage.referrals.reminders)."""


class SqlChecks(OnConnection, Checks):
    """Page checks within one transaction."""

    def get(self, number: int) -> Look | None:
        row = self._connection.execute(select(page_checks).where(_c.referral == number)).first()
        return _look(row) if row else None

    def put(self, number: int, look: Look, due_at: datetime | None) -> None:
        values = {
            "state": look.state.value,
            "agreed": look.agreed.value if look.agreed else None,
            "seen": look.seen.value if look.seen else None,
            "since": look.since,
            "checked_at": look.checked_at,
            "question": look.question,
            "asked_by": look.asked_by,
            "due_at": due_at,
            "leased_until": _NO_LEASE,
        }
        adding = insert_for(self._connection.dialect.name, page_checks)
        adding = adding.on_conflict_do_update(
            index_elements=[_c.referral], set_={**values, "fence": _c.fence + 1}
        )
        self._connection.execute(adding, {"referral": number, "fence": 1, **values})

    def claim(self, now: datetime, lease_seconds: float, most: int) -> tuple[ClaimedCheck, ...]:
        due = (
            select(_c.referral)
            .where(is_planned, _c.due_at <= now, _c.leased_until <= database_now())
            .order_by(_c.due_at, _c.referral)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        numbers = self._connection.execute(due).scalars().all()
        if not numbers:
            return ()
        leased = (
            update(page_checks)
            .where(_c.referral.in_(numbers))
            .values(fence=_c.fence + 1, leased_until=_from_now(lease_seconds))
            .returning(_c.referral, _c.fence)
        )
        fences = {row.referral: row.fence for row in self._connection.execute(leased)}
        return tuple(ClaimedCheck(number, fences[number]) for number in numbers)

    def hold(self, claim: ClaimedCheck, lease_seconds: float | None = None) -> Look:
        found = select(page_checks).where(_c.referral == claim.referral).with_for_update()
        row = self._connection.execute(found).first()
        if row is None or row.fence != claim.fence:
            raise LostLease(f"The check of R-{claim.referral} is another's, or not due any more.")
        if lease_seconds is not None:
            self._connection.execute(
                update(page_checks)
                .where(_c.referral == claim.referral)
                .values(leased_until=_from_now(lease_seconds))
            )
        return _look(row)

    def next_seq(self, number: int) -> int:
        return event_rows.next_seq(self._connection, -number)

    def record(self, number: int, checked: Checked) -> None:
        facts: dict[str, Fact] = {"answer": checked.answer}
        if checked.status is not None:
            facts = {
                "status": checked.status.value,
                "reason": checked.reason,
                "code": checked.code,
                "sha256": checked.sha256,
                "asked": checked.asked,
            }
        seq, action = self.next_seq(number), CHECK if checked.status is not None else ANSWER
        personal = {"actor": checked.by} if checked.by else {}
        event_rows.append_to(self._connection, -number, seq, action, checked.at, facts, personal)

    def history(self, number: int) -> tuple[Checked, ...]:
        return tuple(_checked(row) for row in self._connection.execute(_told(number)))

    def one(self, number: int, seq: int) -> Checked | None:
        row = self._connection.execute(_told(number).where(events.c.seq == seq)).first()
        return _checked(row) if row else None

    def planned(self, after: int, limit: int) -> tuple[tuple[int, datetime | None], ...]:
        found = (
            select(_c.referral, _c.due_at)
            .where(_c.referral > after, or_(is_planned, _c.question.is_not(None)))
            .order_by(_c.referral)
            .limit(limit)
        )
        return tuple((row.referral, row.due_at) for row in self._connection.execute(found))

    def missing(
        self, since: datetime, after: int, limit: int, platforms: Collection[str] | None
    ) -> tuple[int, ...]:
        known = and_(_c.referral == _r.number, _c.state == _r.state)
        ended = and_(_ENDED, or_(_r.outcome_at > since, _r.vanished_at > since))
        found = (
            select(_r.number)
            .outerjoin(page_checks, known)
            .where(
                _r.number > after,
                or_(_r.state == sql_literal(State.REFERRED.value), ended),
                _r.reappeared_at.is_(None),
                _c.referral.is_(None),
            )
            .order_by(_r.number)
            .limit(limit)
        )
        if platforms is not None:
            found = found.where(_r.platform.in_(sorted(platforms)))
        return tuple(self._connection.execute(found).scalars())


def _told(number: int) -> Any:
    actor = and_(
        personal_values.c.referral == events.c.referral,
        personal_values.c.seq == events.c.seq,
        personal_values.c.name == "actor",
    )
    return (
        select(*_READ, personal_values.c.value)
        .outerjoin(personal_values, actor)
        .where(events.c.referral == -number, events.c.action.in_(ACTIONS))
        .order_by(events.c.seq)
    )


def _checked(row: Row[Any]) -> Checked:
    facts = row.facts
    status = facts.get("status")
    return Checked(
        seq=row.seq,
        at=row.happened_at,
        status=Status(status) if status else None,
        reason=facts.get("reason") or "",
        code=facts.get("code"),
        sha256=facts.get("sha256") or "",
        asked=facts.get("asked") or "",
        by=row.value or "",
        answer=facts.get("answer") or "",
        event=short_hash(row.hash),
    )


def _look(row: Row[Any]) -> Look:
    return Look(
        state=State(row.state),
        agreed=Status(row.agreed) if row.agreed else None,
        seen=Status(row.seen) if row.seen else None,
        since=row.since,
        checked_at=row.checked_at,
        question=row.question,
        asked_by=row.asked_by,
    )


def _from_now(seconds: float) -> object:
    return database_now() + round(seconds * SECOND)
