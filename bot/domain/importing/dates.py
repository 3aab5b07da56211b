"""Dates as people write them in a file. Nothing is guessed: 03/04/2026 needs to be told how."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.dates import Order, folded, whole_date
from bot.domain.errors import BadAnswer
from bot.domain.times import day_to_instant
from bot.sentences import importing as sentences

_LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)
_TIME = re.compile(
    r"(?:(?<=\d)T|,? )(\d{1,2})[:.](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r"(?: ?([ap])\.?m\.?)?(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")


class Shows(StrEnum):
    """What a date says about the order of all others in its file."""

    NOTHING = "nothing"
    DMY = "dmy"
    MDY = "mdy"
    EITHER = "either"  # and so needs to be told


@dataclass(frozen=True, slots=True)
class When:
    """A day, with the time of day where it was written down."""

    day: date
    time: time | None = None
    zone: tzinfo | None = None

    def instant(self, zone: ZoneInfo, now: datetime, not_before: datetime | None) -> datetime:
        """The instant it stands for, in UTC.

        Without a time: noon in the zone, moved to `now` or `not_before` on the same day.
        """
        if self.time is None:
            return day_to_instant(self.day, zone, now, not_before or _LONG_AGO)
        return datetime.combine(self.day, self.time, self.zone or zone).astimezone(UTC)

    def is_at(self, instant: datetime | None, zone: ZoneInfo) -> bool:
        """Whether it may be this instant, as far as it was written down: to the day, the second."""
        if instant is None:
            return False
        if self.time is None:
            return instant.astimezone(zone).date() == self.day
        own = self.instant(zone, instant, None)
        return own <= instant < own + timedelta(seconds=1)


def shows(text: str) -> Shows:
    """What `14/11/2026` says about the order of numbers in dates."""
    found = _NUMBERS.fullmatch(folded(_split(text)[0]))
    if found is None or found[2] == ".":
        return Shows.NOTHING
    first, second = int(found[1]), int(found[3])
    if first == second:
        return Shows.NOTHING
    if first > 12:
        return Shows.DMY
    return Shows.MDY if second > 12 else Shows.EITHER


def read_when(text: str, order: Order | None) -> When:
    """A date, with a time or without. Raises BadAnswer, which names what is accepted.

    With dots the day is first. `order` is how the file writes the others.
    """
    told, at, zone = _split(text)
    if re.fullmatch(r"\d{5}(\.\d+)?", told):
        raise BadAnswer(sentences.NUMBER_OF_DAYS)
    if order is None and shows(told) is Shows.EITHER:
        raise BadAnswer(sentences.DAY_OR_MONTH_FIRST)
    try:
        found = whole_date(told, order)
    except ValueError:
        raise BadAnswer(sentences.NO_SUCH_DAY) from None
    if found is None:
        raise BadAnswer(sentences.NOT_A_DATE)
    if found.year < 1990:
        raise BadAnswer(sentences.NO_SUCH_DAY)
    if at == time(0) and zone is None:
        at = None  # what spreadsheets add to a day
    return When(found, at, zone)


def _split(text: str) -> tuple[str, time | None, tzinfo | None]:
    """The day's part, the time of day and its zone, where they are said."""
    told = " ".join(text.split())
    found = _TIME.search(told)
    if found is None:
        return told, None, None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    try:
        return told[: found.start()], time(hour, minute, second), _zone(found[5])
    except ValueError:
        return told, None, None


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
