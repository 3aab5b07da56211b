"""What config.yaml may say of retention: retention is off unless it says when to erase."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from bot.config.values import Model
from bot.domain.times import add_months
from bot.sentences.operations import config as sentences

KEY_VARIABLE = "REFERRAL_BOT_ERASURE_KEY"
SHORTEST_KEY = 32
LEAST_DAYS, MOST_DAYS = 7, 36_500
_SPAN = re.compile(r"([0-9]{1,4}) (day|week|month|year)s?")
_LONG = {"day": 1, "week": 7, "month": 30, "year": 365}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


def _span(value: object) -> object:
    """The span as it is written. Raises ValueError if it isn't one."""
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if value is None:
        return None
    if found is None or int(found[1]) * _LONG[found[2]] not in range(LEAST_DAYS, MOST_DAYS + 1):
        raise ValueError(sentences.span(LEAST_DAYS))
    return value


class Retention(Model):
    """How long after it was finished a referral's personal values are erased; None: never."""

    erase_after: Annotated[str | None, BeforeValidator(_span)] = None

    @property
    def on(self) -> bool:
        """Whether anything is erased by itself."""
        return self.erase_after is not None

    def before(self, now: datetime) -> datetime | None:
        """Referrals last changed before this instant are erased; None where retention is off."""
        if self.erase_after is None:
            return None
        number, _, unit = self.erase_after.partition(" ")
        unit = unit.removesuffix("s")
        if unit in _MONTHS:
            return add_months(now, -int(number) * _MONTHS[unit])
        return now - timedelta(days=int(number) * _DAYS[unit])
