"""`bot.ports.retention.Erasing`: personal values of finished referrals go, their figures stay.

referrals        personal columns and `search` are emptied; the key, once no other referral of
                 the page needs it, gives way to a name that tells nothing (storage.retention.page_fingerprints)
events, chain    stay as they are, with one event more; their values and salts go
beside them      page checks (under -12), reads, who is named in the outbox, platforms' answers, notices
Slack            what stands there is queued, to be changed a few at a time
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from bot.domain.lifecycle.referral import FORGOTTEN, PERSONAL, Action, Referral, State
from bot.ports.outbox import RedactMessage
from bot.ports.retention import Erasing, Finished
from storage.history import access_log
from storage.history import events as event_rows
from storage.retention import erased_messages, page_fingerprints
from storage.sql.dialects import take_page
from storage.sql.referral_rows import COLUMNS, FIELDS, to_referral
from storage.sql.tables import (
    appeals,
    is_finished,
    page_checks,
    personal_values,
    referrals,
    with_leads,
)
from storage.sql.tables_beside import (
    ERASED_EVIDENCE,
    ERASED_PAGE,
    answered_referrals,
    case_pages,
    evidence,
    indicators,
    is_kept,
    notices,
    notified_referrals,
    platform_answers,
    sql_literal,
)

_r = referrals.c
_ROW: Select[Any] = select(*COLUMNS, _r.finished_at)
_EMPTY = dict.fromkeys(sorted(PERSONAL - {"page_key"}), "")
_ERASE = (
    update(referrals)
    .where(_r.number == bindparam("_number"))
    .values(
        **_EMPTY,
        search="",
        version=bindparam("_version"),
        erased_at=bindparam("_at"),
        finished_at=None,
        remind_at=None,
    )
)
_RENAME = (
    update(referrals).where(_r.page_key == bindparam("_key")).values(page_key=bindparam("_page"))
)
_UNDECIDED = _r.state.in_([sql_literal(one.value) for one in (State.APPEALED, State.HELD)])


class NoErasureKey(Exception):
    """Nothing can be erased without a key, since erased pages could not be recognised again."""


class SqlErasing(Erasing):
    """Erasing within one transaction."""

    def __init__(
        self, connection: Connection, hasher: page_fingerprints.KeyedHasher | None
    ) -> None:
        self._connection = connection
        self._hasher = hasher

    def due(
        self, before: datetime, after: Finished | None, limit: int, *, lock: bool = True
    ) -> tuple[Finished, ...]:
        found = _ROW.where(is_finished, _r.finished_at <= before)
        if after is not None:
            same = and_(_r.finished_at == after.at, _r.number > after.referral.number)
            found = found.where(or_(_r.finished_at > after.at, same))
        found = found.order_by(_r.finished_at, _r.number).limit(limit)
        return self._finished(found.with_for_update(skip_locked=True) if lock else found)

    def finished(self, numbers: Collection[int], *, lock: bool = True) -> tuple[Finished, ...]:
        found = _ROW.where(is_finished, _r.number.in_(sorted(numbers)))
        found = found.order_by(_r.number)
        return self._finished(found.with_for_update() if lock else found)

    def _finished(self, found: Select[Any]) -> tuple[Finished, ...]:
        rows = self._connection.execute(found)
        return tuple(Finished(to_referral(row), row[len(FIELDS)]) for row in rows)

    def undecided(self, page_keys: Collection[str]) -> dict[str, Referral]:
        found = select(*COLUMNS).where(_r.page_key.in_(sorted(set(page_keys))), _UNDECIDED)
        several = [to_referral(row) for row in self._connection.execute(found)]
        return {one.page_key: one for one in several}

    def not_erased(self, page_keys: Collection[str]) -> dict[str, list[int]]:
        found = select(_r.page_key, _r.number).where(
            _r.page_key.in_(sorted(set(page_keys))), _r.erased_at.is_(None)
        )
        known: dict[str, list[int]] = {}
        for key, number in self._connection.execute(found.order_by(_r.number)):
            known.setdefault(key, []).append(number)
        return known

    def erase(self, several: Sequence[Referral], at: datetime, why: str) -> None:
        if self._hasher is None:
            raise NoErasureKey
        if not several:
            return
        for one in several:
            said = one.number, one.version + 1, Action.ERASE.value, at, {"why": why}
            event_rows.append_to(self._connection, *said)
        connection = self._connection
        numbers = sorted(one.number for one in several)
        erased_messages.queue(connection, numbers)
        connection.execute(
            _ERASE,
            [{"_number": one.number, "_version": one.version + 1, "_at": at} for one in several],
        )
        streams = [*numbers, *(-number for number in numbers)]
        connection.execute(delete(personal_values).where(personal_values.c.referral.in_(streams)))
        connection.execute(
            update(page_checks)
            .where(page_checks.c.referral.in_(numbers))
            .values(asked_by="", due_at=None, question=None, fence=page_checks.c.fence + 1)
        )
        connection.execute(update(appeals).where(appeals.c.referral.in_(numbers)).values(ground=""))
        access_log.erase(connection, numbers)
        connection.execute(delete(with_leads).where(with_leads.c.referral.in_(numbers)))
        _erase_answers(connection, numbers, at)
        for table in (indicators, case_pages):
            connection.execute(delete(table).where(table.c.referral.in_(numbers)))
        # The files themselves are removed from the store afterwards.
        pieces = update(evidence).where(is_kept, evidence.c.referral.in_(numbers))
        connection.execute(pieces.values(**ERASED_EVIDENCE, erased_at=at))
        named = select(notified_referrals.c.notice).where(
            notified_referrals.c.referral.in_(numbers)
        )
        connection.execute(
            update(notices)
            .where(notices.c.number.in_(named), notices.c.erased_at.is_(None))
            .values(text="", salt=b"", sent_by="", answers={}, erased_at=at)
        )
        self._rename(several, self._hasher)

    def _rename(self, several: Sequence[Referral], hasher: page_fingerprints.KeyedHasher) -> None:
        """The page key is removed with the page's last referral."""
        versions = {one.page_key: one.key_version for one in several}
        keys = sorted(key for key in versions if not key.startswith(ERASED_PAGE))
        for key in keys:
            # Another transaction that erases a referral of this page waits, and then sees this one erased.
            take_page(self._connection, key)
        needed = self.not_erased(keys)
        gone = [key for key in keys if key not in needed]
        if not gone:
            return
        lowest = select(_r.page_key, func.min(_r.number)).where(_r.page_key.in_(gone))
        connection = self._connection
        names = {
            key: f"{ERASED_PAGE}{number}"
            for key, number in connection.execute(lowest.group_by(_r.page_key))
        }
        connection.execute(_RENAME, [{"_key": key, "_page": names[key]} for key in gone])
        page_fingerprints.keep(
            connection, hasher, [(key, versions[key], names[key]) for key in gone]
        )

    def forget_texts(self, number: int, at: datetime) -> None:
        gone = delete(personal_values).where(
            personal_values.c.referral == number, personal_values.c.name.in_(sorted(FORGOTTEN))
        )
        self._connection.execute(gone)
        _erase_answers(self._connection, [number], at)
        erased_messages.queue_texts(self._connection, number)

    def erase_old_reads(self, before: datetime) -> int:
        return access_log.erase_old(self._connection, before)

    def take_to_redact(self, limit: int) -> tuple[RedactMessage, ...]:
        return erased_messages.take(self._connection, limit)

    def count_to_redact(self) -> int:
        return erased_messages.left(self._connection)

    def count_unrecognisable(self) -> int:
        return (
            page_fingerprints.count_unrecognisable(self._connection, self._hasher)
            if self._hasher
            else 0
        )

    def count_by_state(self) -> dict[str, int]:
        states = select(_r.state, func.count()).where(is_finished).group_by(_r.state)
        known = {state: int(n) for state, n in self._connection.execute(states)}
        erased = select(func.count()).where(_r.erased_at.is_not(None), _r.finished_at.is_(None))
        known["erased"] = int(self._connection.execute(erased).scalar_one())
        return known


def _erase_answers(connection: Connection, numbers: Sequence[int], at: datetime) -> None:
    """Erase platforms' answers that name these: each with the first of its referrals that goes.

    The passages that speak of the others stand in their own history.
    """
    named = select(answered_referrals.c.answer).where(answered_referrals.c.referral.in_(numbers))
    these = platform_answers.c.number.in_(named), platform_answers.c.erased_at.is_(None)
    emptied = update(platform_answers).where(*these)
    connection.execute(emptied.values(text="", salt=b"", given_by="", lines=[], erased_at=at))
