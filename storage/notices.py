"""`bot.ports.notices.Notices`: notices to platforms, and which referrals each is about."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from bot.domain.lifecycle.audit import SALT_BYTES, commitment
from bot.domain.lifecycle.referral import State
from bot.ports.notices import NewNotice, Notice, Notices, Progress, Way
from storage.sql.dialects import OnConnection, columns_of
from storage.sql.tables import referrals
from storage.sql.tables_beside import notices, notified_referrals

_n, _of = notices.c, notified_referrals.c
_FOUND = select(*columns_of(notices, Notice))
_OPEN = [Progress.DOUBT.value, Progress.REFUSED.value]
_OF_REFERRAL = (
    _FOUND.join(notified_referrals, _of.notice == _n.number)
    .where(_of.referral == bindparam("of"))
    .order_by(_n.number)
)


class SqlNotices(OnConnection, Notices):
    """Notices within one transaction."""

    def add(self, notice: NewNotice, at: datetime) -> Notice:
        salt = secrets.token_bytes(SALT_BYTES)
        adding = insert(notices).values(
            reference=notice.reference,
            platform=notice.platform,
            language=notice.language,
            way=notice.way.value,
            text=notice.text,
            salt=salt,
            digest=commitment(salt, notice.text),
            sent_by=notice.sent_by,
            channel=notice.channel,
            answers=dict(notice.answers),
            progress=Progress.WAITING.value,
            tries=0,
            message_id="",
            why="",
            created_at=at,
        )
        number = self._connection.execute(adding.returning(_n.number)).scalar_one()
        rows = [
            {"referral": one, "notice": number, "version": version}
            for one, version in sorted(notice.referrals.items())
        ]
        self._connection.execute(insert(notified_referrals), rows)
        (added,) = self._read(_FOUND.where(_n.number == number))
        return added

    def get(self, number: int, *, for_change: bool = False) -> Notice | None:
        found = _FOUND.where(_n.number == number)
        return next(iter(self._read(found.with_for_update() if for_change else found)), None)

    def with_reference(self, reference: str) -> Notice | None:
        return next(iter(self._read(_FOUND.where(_n.reference == reference))), None)

    def of_referral(self, number: int) -> tuple[Notice, ...]:
        return self._read(_OF_REFERRAL, {"of": number})

    def of_referrals(self, numbers: Iterable[int]) -> tuple[Notice, ...]:
        about = select(_of.notice).where(_of.referral.in_([*numbers]))
        return self._read(_FOUND.where(_n.number.in_(about)).order_by(_n.number))

    def begun(self, number: int) -> int:
        more = (
            update(notices)
            .where(_n.number == number)
            .values(tries=_n.tries + 1, progress=Progress.WAITING.value, why="")
        )
        return int(self._connection.execute(more.returning(_n.tries)).scalar_one())

    def became(
        self,
        number: int,
        progress: Progress,
        *,
        why: str = "",
        message_id: str = "",
        sent_at: datetime | None = None,
    ) -> None:
        values: dict[str, Any] = {"progress": progress.value, "why": why, "sent_at": sent_at}
        if message_id:
            values["message_id"] = message_id
        self._connection.execute(update(notices).where(_n.number == number).values(values))

    def forget(self, number: int) -> None:
        self._connection.execute(update(notices).where(_n.number == number).values(text=""))

    def counts(self) -> dict[Progress, int]:
        found = self._connection.execute(select(_n.progress, func.count()).group_by(_n.progress))
        return {Progress(progress): count for progress, count in found}

    def open(self, limit: int) -> tuple[Notice, ...]:
        found = (
            _FOUND.join(notified_referrals, _of.notice == _n.number)
            .join(referrals, referrals.c.number == _of.referral)
            .where(_n.progress.in_(_OPEN), referrals.c.state == State.FLAGGED.value)
            .order_by(_n.number.desc())
            .distinct()
        )
        return self._read(found.limit(limit))

    def _read(self, found: Any, values: dict[str, Any] | None = None) -> tuple[Notice, ...]:
        rows = self._connection.execute(found, values or {}).all()
        if not rows:
            return ()
        numbers = [row.number for row in rows]
        about = select(notified_referrals).where(_of.notice.in_(numbers)).order_by(_of.referral)
        of_them = self._connection.execute(about).all()
        return tuple(_notice(row, of_them) for row in rows)


def _notice(row: Row[Any], about: Sequence[Row[Any]]) -> Notice:
    told = row._asdict()
    return Notice(
        **told
        | {
            "way": Way(row.way),
            "progress": Progress(row.progress),
            "referrals": {one.referral: one.version for one in about if one.notice == row.number},
        }
    )
