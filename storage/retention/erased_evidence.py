"""Evidence, erased with the referral that has it; its files are removed from the store afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from storage.sql.tables import evidence, is_kept


def erase(connection: Connection, numbers: Sequence[int], at: datetime) -> None:
    """Erase what is personal in these referrals' evidence."""
    of_them = update(evidence).where(is_kept, evidence.c.referral.in_(numbers))
    connection.execute(of_them.values(name="", sha256="", given_by="", erased_at=at))
