"""Dates as people write them → days: one reader for commands, the command line and imports.

Nothing is guessed: 3/4/2026 is refused unless somebody has said which comes first.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer
from bot.domain.times import MONTHS, WEEKDAYS, Period, add_months, midnight, say_day
from bot.sentences import periods

_YEARS = (1900, 2999)
_GERMAN = "januar februar maerz april mai juni juli august september oktober november dezember"
_FRENCH = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
_NAMES = [
    (name, number)
    for names in (" ".join(MONTHS).lower(), _GERMAN, _GERMAN.replace("ae", "a"), _FRENCH)
    for number, name in enumerate(names.split(), 1)
]
WEEKDAY = rf"(?:{'|'.join(f'{name}|{name[:3]}' for name in WEEKDAYS)})"
_UNITS = "days?|d|weeks?|w|months?|years?|y"
_PERIOD = re.compile(r"(this|last|past|previous) (week|month|quarter|year)")
_LAST_SOME = re.compile(rf"(?:the )?(?:last|past|previous) (\d{{1,4}}) ?({_UNITS})")
_AGO = re.compile(rf"(\d{{1,4}}|an?) ?({_UNITS})(?: ago)?")
_ISO_DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?\.?[ -]?([a-z]{3,9})\.?(?:,?[ -]?(\d{4}|\d{2}))?"
)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th|er)?(?:,? (\d{4}))?")
_MONTH = re.compile(r"([a-z]{3,9})\.?(?:,?[ -/]?(\d{4}))?")
_WEEK = re.compile(r"(?:(\d{4})[- /]?)?(?:week|wk|kw|w) ?(\d{1,2})(?:[ /-](\d{4}))?")
_PART = re.compile(r"(?:(\d{4})[- /]?)?([qh]) ?([1-4])(?:[ /-](\d{4}))?")
_MONTH_NUMBER = (re.compile(r"(\d{4})[-/.](\d{1,2})"), re.compile(r"(\d{1,2})[-/.](\d{4})"))


class Order(StrEnum):
    """Which comes first in 03/04/2026."""

    DMY = "dmy"
    MDY = "mdy"


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both included."""

    first: date
    last: date

    def period(self, zone: ZoneInfo) -> Period:
        """The same as instants, in the zone."""
        return Period(midnight(self.first, zone), midnight(self.last + timedelta(days=1), zone))


def read_days(text: str, today: date) -> Days:
    """A day, week, month, quarter, half or whole year as people write it.

    Without a year it is the latest that has begun by `today`. Raises BadAnswer, which says how to
    write it.
    """
    told = folded(text).strip(" ,")
    try:
        found = _relative(told, today) or _calendar_span(told, today) or _a_day(told, text, today)
        if found and all(_YEARS[0] <= day.year <= _YEARS[1] for day in (found.first, found.last)):
            return found
    except (ValueError, OverflowError):  # no such day, week or month
        pass
    raise BadAnswer(periods.not_a_date(text[:40]))


def whole_date(text: str, order: Order | None) -> date | None:
    """`14 November 2026`, `14.11.26`, `2026-11-14`: a day with its year; None for anything else.

    Raises ValueError for a day that there is not, and BadAnswer where only `order` can tell.
    """
    told = folded(text)
    if (iso := _ISO_DAY.fullmatch(told)) and (iso[2] or len(told) == 8):
        return date(int(iso[1]), int(iso[3]), int(iso[4]))
    if numbers := _NUMBERS.fullmatch(told):
        first, second, year = int(numbers[1]), int(numbers[3]), _year(numbers[4])
        if numbers[2] == "." or order is Order.DMY or first == second:
            return date(year, second, first)
        if order is Order.MDY or second > 12:
            return date(year, first, second)
        if first > 12:
            return date(year, second, first)
        one, other = date(year, second, first), date(year, first, second)
        raise BadAnswer(
            periods.day_or_month_first(
                text.strip(), say_day(one), say_day(other), one.isoformat(), other.isoformat()
            )
        )
    day, month, written = _named_day(told)
    return date(_year(written), month, day) if month and written else None


def read_period(text: str, today: date) -> Days:
    """The same where a period is asked for: `30 days` are the last 30. Raises BadAnswer."""
    some = _AGO.fullmatch(folded(text).strip(" ,"))
    return read_days(f"last {text}" if some and some[1].isdigit() else text, today)


def is_period_word(text: str) -> bool:
    """Whether this is such as `last week` or `last 30 days`."""
    told = folded(text).strip(" ,")
    return bool(_PERIOD.fullmatch(told) or _LAST_SOME.fullmatch(told))


def folded(text: str) -> str:
    """Lower-case, without accents, double spaces, `of`, and a weekday before a date."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    told = " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())
    return re.sub(rf"^{WEEKDAY}\.?,? (?=.*\d)", "", told).replace(" of ", " ")


def _relative(told: str, today: date) -> Days | None:
    if told in ("today", "now"):
        return Days(today, today)
    if told in ("yesterday", "tomorrow"):
        day = today + timedelta(days=1 if told == "tomorrow" else -1)
        return Days(day, day)
    if named := _PERIOD.fullmatch(told):
        return _unit(named[2], today, back=named[1] != "this")
    if several := _LAST_SOME.fullmatch(told):
        return Days(_back(int(several[1]), several[2], today) + timedelta(days=1), today)
    if ago := _AGO.fullmatch(told):
        many = 1 if ago[1][0] == "a" else int(ago[1])
        if ago[1][0] == "a" and not told.endswith("ago"):
            return None
        day = _back(many, ago[2], today)
        return Days(day, day)
    weekday = told.removeprefix("last ").removeprefix("on ")
    if re.fullmatch(WEEKDAY, weekday):
        number = [name[:3] for name in WEEKDAYS].index(weekday[:3])
        back = (today.weekday() - number) % 7 or (7 if told.startswith("last ") else 0)
        return Days(today - timedelta(days=back), today - timedelta(days=back))
    return None


def _back(many: int, unit: str, today: date) -> date:
    match unit[0]:
        case "d":
            return today - timedelta(days=many)
        case "w":
            return today - timedelta(weeks=many)
    return add_months(today, -many * (12 if unit[0] == "y" else 1))


def _unit(unit: str, today: date, *, back: bool) -> Days:
    """The week, month, quarter or year of today, or the one before it."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + (7 if back else 0))
        return Days(monday, monday + timedelta(days=6))
    count = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = add_months(today.replace(day=1), -((today.month - 1) % count))
    first = add_months(first, -count) if back else first
    return _months(first.year, first.month, count)


def _months(year: int, first: int, count: int) -> Days:
    last = first + count - 1
    return Days(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _calendar_span(told: str, today: date) -> Days | None:
    if re.fullmatch(r"\d{4}", told):
        return _months(int(told), 1, 12)
    for pattern, (year, month) in zip(_MONTH_NUMBER, ((1, 2), (2, 1)), strict=True):
        if found := pattern.fullmatch(told):
            return _months(int(found[year]), int(found[month]), 1)
    if (week := _WEEK.fullmatch(told)) and not (week[1] and week[3]):
        return _latest(week[1] or week[3], today, lambda year: _week(year, int(week[2])))
    if (part := _PART.fullmatch(told)) and not (part[1] and part[4]):
        count, number = (3 if part[2] == "q" else 6), int(part[3])
        if number * count > 12:
            return None
        first = number * count - count + 1
        return _latest(part[1] or part[4], today, lambda year: _months(year, first, count))
    if (named := _MONTH.fullmatch(told)) and (month := _month_of(named[1])):
        return _latest(named[2], today, lambda year: _months(year, month, 1))
    return None


def _week(year: int, number: int) -> Days:
    monday = date.fromisocalendar(year, number, 1)
    return Days(monday, monday + timedelta(days=6))


def _a_day(told: str, text: str, today: date) -> Days | None:
    if whole := whole_date(text, None):
        return Days(whole, whole)
    day, month, written = _named_day(told)
    if dotted := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.", told):
        day, month = int(dotted[1]), int(dotted[2])
    if not month or written:
        return None
    return _latest(None, today, lambda year: Days(date(year, month, day), date(year, month, day)))


def _latest(written: str | None, today: date, of_year: Callable[[int], Days]) -> Days:
    """That of the written year or, without one, the latest that has begun."""
    if written:
        return of_year(int(written))
    for year in range(today.year + 1, today.year - 9, -1):  # 29 February: every 8 years at worst
        try:
            found = of_year(year)
        except ValueError:
            continue
        if found.first <= today:
            return found
    raise ValueError("there is no such day in any year")


def _named_day(told: str) -> tuple[int, int, str]:
    """Day, month and the written year of `14 nov 2026`, `november 14`; zeros for anything else."""
    if found := _DAY_FIRST.fullmatch(told):
        day, name, written = found.groups()
    elif found := _MONTH_FIRST.fullmatch(told):
        name, day, written = found.groups()
    else:
        return 0, 0, ""
    return int(day), _month_of(name), written or ""


def _month_of(name: str) -> int:
    """1 to 12 for an English, German or French name, or a beginning that can mean one month."""
    found = {number for full, number in _NAMES if full.startswith(name)}
    return found.pop() if len(found) == 1 else 0


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def week_named(text: str, today: date) -> Days:
    """`2026-W46`, `week 46`, `last week`. Raises BadAnswer for what is no week."""
    found = _read(text, today)
    if found and (found.last - found.first).days == 6 and found.first.weekday() == 0:
        return found
    iso = re.fullmatch(r"(\d{4})-?w(\d{1,2})", folded(text))
    otherwise = periods.no_such_week(iso[1], iso[2]) if iso else periods.not_a_week(text[:40])
    raise BadAnswer(otherwise, field="week")


def month_named(text: str, today: date) -> Days:
    """`2026-11`, `November`, `last month`. Raises BadAnswer for what is no month."""
    found = _read(text, today)
    if found and found == _months(found.first.year, found.first.month, 1):
        return found
    raise BadAnswer(periods.not_a_month(text[:40]), field="week")


def year_named(text: str, today: date) -> int:
    """`2026`, `last year`. Raises BadAnswer for what is no year."""
    found = _read(text, today)
    if found and found == _months(found.first.year, 1, 12):
        return found.first.year
    raise BadAnswer(periods.not_a_year(text[:40], today.year), field="year")


def _read(text: str, today: date) -> Days | None:
    try:
        return read_days(text, today)
    except BadAnswer:
        return None
