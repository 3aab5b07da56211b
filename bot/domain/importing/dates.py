"""Dates as people write them in a file. Nothing is guessed: 03/04/2026 needs to be told how."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer
from bot.domain.times import MONTHS, WEEKDAYS, day_to_instant
from bot.sentences import importing as sentences

_LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)
_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_WEEKDAY = re.compile(
    rf"(?:{'|'.join(f'{name}|{name[:3]}' for name in WEEKDAYS)})\.?,? ", re.IGNORECASE
)
_TIME = re.compile(
    r"(?:(?<=\d)T|,? )(\d{1,2})[:.](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r"(?: ?([ap])\.?m\.?)?(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\.?[ -]?([a-z]{3,9})\.?,?[ -]?(\d{4}|\d{2})", re.IGNORECASE
)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.IGNORECASE)


class Order(StrEnum):
    """Which comes first in 03/04/2026."""

    DMY = "dmy"
    MDY = "mdy"


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
    found = _NUMBERS.fullmatch(_split(text)[0])
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
    parts = _parts(told, order)
    if parts is None:
        raise BadAnswer(sentences.NOT_A_DATE)
    year, month, day = parts
    try:
        if year < 1990:
            raise ValueError
        found = date(year, month, day)
    except ValueError:
        raise BadAnswer(sentences.NO_SUCH_DAY) from None
    if at == time(0) and zone is None:
        at = None  # what spreadsheets add to a day
    return When(found, at, zone)


def _parts(told: str, order: Order | None) -> tuple[int, int, int] | None:
    if iso := _ISO.fullmatch(told):
        return int(iso[1]), int(iso[3]), int(iso[4])
    if numbers := _NUMBERS.fullmatch(told):
        first, second, year = int(numbers[1]), int(numbers[3]), _year(numbers[4])
        if numbers[2] == ".":
            return year, second, first
        if order is None and shows(told) is Shows.EITHER:
            raise BadAnswer(sentences.DAY_OR_MONTH_FIRST)
        if first == second or order is Order.DMY or (order is None and first > 12):
            return year, second, first
        return year, first, second
    if found := _DAY_FIRST.fullmatch(told):
        day, name, written_year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(told):
        name, day, written_year = found.groups()
    else:
        return None
    month = _MONTHS.get(name[:3].lower())
    if month is None or not MONTHS[month - 1].lower().startswith(name.lower().rstrip(".")):
        month = 9 if name.lower() == "sept" else None
    return (_year(written_year), month, int(day)) if month else None


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _split(text: str) -> tuple[str, time | None, tzinfo | None]:
    """The day's part, the time of day and its zone, where they are said."""
    told = _WEEKDAY.sub("", " ".join(text.split()), count=1)
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
