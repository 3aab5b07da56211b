"""`since 1 March platform facebook` → what figures are asked for, as people write it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer
from bot.domain.figures.query import NOT_STATED, FigureQuery
from bot.domain.lifecycle.referral import Confidence
from bot.domain.times import MONTHS, WEEKDAYS, midnight
from bot.sentences import periods

_FIELDS = ("since", "from", "until", "to", "platform", "category", "confidence", "as-of")
_SAME = {"from": "since", "to": "until"}
_PERIODS = ("week", "month", "quarter", "year")
_YEARS = (1900, 2999)
_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}


@dataclass(frozen=True, slots=True)
class Names:
    """What platforms and categories may be called: any name or id, lower-case, to the id."""

    platforms: Mapping[str, str]
    categories: Mapping[str, str]


def read_query(text: str, names: Names, zone: ZoneInfo, now: datetime) -> FigureQuery:
    """The query that the words ask for. Raises BadAnswer, which names what is accepted.

    Dates are days in the zone. Of a week, a month, a quarter or a year `since` means the first
    day, and `until` and `as of` the whole of the last.
    """
    today = now.astimezone(zone).date()
    told = _fields(text)
    since = until = as_of = None
    if period := told.pop("period", ""):
        first, last = _period(period, today)
        since, until = midnight(first, zone), midnight(last + timedelta(days=1), zone)
    if "since" in told:
        since = midnight(read_day(told["since"], today), zone)
    if "until" in told:
        until = midnight(read_day(told["until"], today, last=True) + timedelta(days=1), zone)
    if "as-of" in told:
        last_day = read_day(told["as-of"], today, last=True)
        as_of = min(now, midnight(last_day + timedelta(days=1), zone))
    if since is not None and since > now:
        raise BadAnswer(periods.IN_THE_FUTURE)
    if since is not None and until is not None and until <= since:
        raise BadAnswer(periods.BACKWARDS)
    if since is not None and as_of is not None and as_of <= since:
        raise BadAnswer(periods.BEFORE_ITS_AS_OF)
    return FigureQuery(
        since=since,
        until=until,
        platform=_name("platform", told, names.platforms),
        category=_name("category", told, names.categories),
        confidence=_confidence(told),
        as_of=as_of,
    )


def _fields(text: str) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    words = text.replace(",", " ").split()
    field = ""
    position = 0
    while position < len(words):
        word = words[position].lower().rstrip(":")
        pair = " ".join(words[position : position + 2]).lower()
        in_date = field in ("since", "until", "as-of") and not told.get(field)
        if word == "as" and pair == "as of":
            word = "as-of"
            position += 1
        if word in _FIELDS and told.get(field, [""]):
            field = _SAME.get(word, word)
            if field in told:
                raise BadAnswer(periods.stands_twice(field))
            told[field] = []
        elif not in_date and re.fullmatch(rf"(this|last) ({'|'.join(_PERIODS)})", pair):
            told["period"] = [pair]
            field = ""
            position += 1
        elif field:
            told[field].append(words[position])
        else:
            raise BadAnswer(periods.not_understood(words[position][:40]))
        position += 1
    for name, values in told.items():
        if not values:
            raise BadAnswer(periods.say_what_follows(name))
    return {name: " ".join(values) for name, values in told.items()}


def _period(text: str, today: date) -> tuple[date, date]:
    which, unit = text.split()
    if unit == "week":
        first = today - timedelta(days=today.weekday())
        first -= timedelta(days=7 if which == "last" else 0)
        return first, first + timedelta(days=6)
    if unit == "month":
        first = today.replace(day=1)
        if which == "last":
            first = (first - timedelta(days=1)).replace(day=1)
        return _months(first.year, first.month, 1)
    if unit == "quarter":
        first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        if which == "last":
            first = (first - timedelta(days=63)).replace(day=1)
        return _months(first.year, first.month, 3)
    return _months(today.year - (which == "last"), 1, 12)


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    """The first and the last day of so many months of one year."""
    last = first + count - 1
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def read_day(text: str, today: date, *, last: bool = False) -> date:
    """A day as people write it. Without a year it is the latest that is not in the future.

    A week, a month, a quarter or a year stands for its first day or, with `last`, for its last.
    Raises BadAnswer.
    """
    told = " ".join(text.lower().split())
    span: tuple[date, date] | None
    try:
        if re.fullmatch(rf"(this|last) ({'|'.join(_PERIODS)})", told):
            span = _period(told, today)
        else:
            span = _span(told) or _day_or_month(told, today) or _day_named(told, today)
    except ValueError:  # no such day, month or week
        span = None
    if span is None or not _YEARS[0] <= span[0].year <= _YEARS[1]:
        raise BadAnswer(periods.not_a_date(text[:40]))
    return span[1 if last else 0]


def _day_named(told: str, today: date) -> tuple[date, date] | None:
    day = _day_back(told, today)
    return (day, day) if day else None


def _day_back(told: str, today: date) -> date | None:
    if told in ("today", "now"):
        return today
    if told == "yesterday":
        return today - timedelta(days=1)
    weekday = told.removeprefix("last ").removeprefix("on ")
    if weekday in WEEKDAYS or weekday in [name[:3] for name in WEEKDAYS]:
        number = [name[:3] for name in WEEKDAYS].index(weekday[:3])
        back = (today.weekday() - number) % 7
        return today - timedelta(days=back or (7 if told.startswith("last ") else 0))
    if ago := re.fullmatch(r"(\d{1,4}) (day|week|month)s? ago", told):
        days = {"day": 1, "week": 7, "month": 30}[ago[2]] * int(ago[1])
        return today - timedelta(days=days)
    return None


def _span(told: str) -> tuple[date, date] | None:
    """`2026-03-01`, `2026-03`, `2026`, `2026-W09`, `2026-Q1`, `Q1 2026`: first and last day."""
    if iso := re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", told):
        year, month, day = (int(part) if part else 0 for part in iso.groups())
        if day:
            return (date(year, month, day),) * 2
        return _months(year, month, 1) if iso[2] else _months(year, 1, 12)
    if week := re.fullmatch(r"(\d{4})-?w(\d{1,2})", told):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return monday, monday + timedelta(days=6)
    if quarter := re.fullmatch(r"(?:(\d{4})[- ]?)?q([1-4])(?: (\d{4}))?", told):
        before, number, behind = quarter.groups()
        if bool(before) != bool(behind):
            return _months(int(before or behind), int(number) * 3 - 2, 3)
    return None


def _day_or_month(told: str, today: date) -> tuple[date, date] | None:
    """`1 March [2026]`, `March 1[, 2026]`, `March [2026]`, `Q1`: first and last day."""
    if quarter := re.fullmatch(r"q([1-4])", told):
        return _latest(None, int(quarter[1]) * 3 - 2, 3, today)
    day_first = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?\.? ([a-z]{3,9})\.?(?: (\d{4}))?", told)
    month_first = re.fullmatch(r"([a-z]{3,9})\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?(?: (\d{4}))?", told)
    if day_first:
        day, name, year = day_first.groups()
    elif month_first:
        name, day, year = month_first.groups()
    else:
        return None
    month = _MONTHS.get(name[:3])
    if month is None or not MONTHS[month - 1].lower().startswith(name):
        return None
    if day is None:
        return _latest(year, month, 1, today)
    found = date(int(year or today.year), month, int(day))
    if found > today and not year:
        found = date(today.year - 1, month, int(day))
    return found, found


def _latest(year: str | None, first: int, count: int, today: date) -> tuple[date, date]:
    """So many months of the year or, without one, of the latest that is not in the future."""
    if year:
        return _months(int(year), first, count)
    return _months(today.year - (date(today.year, first, 1) > today), first, count)


def _name(field: str, told: Mapping[str, str], names: Mapping[str, str]) -> str | None:
    if field not in told:
        return None
    wanted = told[field].casefold()
    if found := names.get(wanted):
        return found
    # `fb` and `face` are understood where they can mean one thing only.
    begin = {value for name, value in names.items() if name.startswith(wanted)}
    if len(begin) == 1:
        return begin.pop()
    several = {"category": "categories"}.get(field, f"{field}s")
    raise BadAnswer(periods.not_one_of(told[field][:40], several, sorted(set(names.values()))))


def _confidence(told: Mapping[str, str]) -> str | None:
    if "confidence" not in told:
        return None
    wanted = told["confidence"].lower()
    if wanted in (*Confidence, NOT_STATED):
        return str(wanted)
    raise BadAnswer(periods.not_one_of(wanted[:40], "confidences", [*Confidence, NOT_STATED]))
