"""Dates as people write them in a file."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import Order
from bot.domain.errors import BadAnswer
from bot.domain.importing.dates import Shows, When, read_when, shows
from bot.sentences import importing as sentences

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 14)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-14",
        "2026/11/14",
        "2026.11.14",
        "14.11.2026",
        "14/11/2026",
        "14-11-2026",
        "14/11/26",
        "14 November 2026",
        "14 Nov 2026",
        "14-Nov-26",
        "14Nov2026",
        "14th November, 2026",
        "14. Nov. 2026",
        "November 14, 2026",
        "Nov 14th 2026",
        "Saturday, 14 November 2026",
        "Sat 14 Nov 2026",
        "2026-11-14 00:00:00",
        "14/11/2026 00:00",
        "  14/11/2026  ",
    ],
)
def test_a_day(text: str) -> None:
    assert read_when(text, None) == When(DAY)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-14T09:30:15+00:00", "2026-11-14 09:30:15"),
        ("2026-11-14T09:30:15.123456Z", "2026-11-14 09:30:15"),
        ("2026-11-14 09:30 +0100", "2026-11-14 08:30:00"),
        ("14/11/2026 9:30", "2026-11-14 09:30:00"),
        ("14/11/2026 2:05 PM", "2026-11-14 14:05:00"),
        ("14.11.2026, 12:05 a.m.", "2026-11-14 00:05:00"),
        ("14/07/2026 09:30", "2026-07-14 08:30:00"),
        ("14/07/2026", "2026-07-14 11:00:00"),
        ("2026-11-14", "2026-11-14 12:00:00"),
        ("2026-11-20", "2026-11-20 09:00:00"),
        ("2026-11-14T00:00:00+00:00", "2026-11-14 00:00:00"),
    ],
)
def test_an_instant_in_the_zone_of_the_team(text: str, instant: str) -> None:
    when = read_when(text, None)
    assert f"{when.instant(LONDON, NOW, None):%Y-%m-%d %H:%M:%S}" == instant


def test_a_day_is_not_before_the_step_that_it_follows() -> None:
    step = datetime(2026, 11, 14, 15, 20, tzinfo=UTC)
    assert When(DAY).instant(LONDON, NOW, step) == step


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2026", Order.DMY, date(2026, 4, 3)),
        ("03/04/2026", Order.MDY, date(2026, 3, 4)),
        ("3-4-26", Order.MDY, date(2026, 3, 4)),
        ("03.04.2026", Order.MDY, date(2026, 4, 3)),
        ("03.04.2026", None, date(2026, 4, 3)),
        ("04/04/2026", None, date(2026, 4, 4)),
        ("2026-03-04", Order.DMY, date(2026, 3, 4)),
        ("11/14/2026", None, date(2026, 11, 14)),
        ("5 Sept 2026", None, date(2026, 9, 5)),
        ("5 May 2026", None, date(2026, 5, 5)),
    ],
)
def test_which_comes_first(text: str, order: Order | None, day: date) -> None:
    assert read_when(text, order).day == day


@pytest.mark.parametrize(
    ("text", "order", "said"),
    [
        ("03/04/2026", None, "--dates dmy"),
        ("14/11/2026", Order.MDY, "no such day"),
        ("31/02/2026", None, "no such day"),
        ("2026-13-01", None, "no such day"),
        ("45975", None, "number of days"),
        ("45975.5", None, "number of days"),
        ("yesterday", None, sentences.DATES_ACCEPTED),
        ("14 Nov", None, sentences.DATES_ACCEPTED),
        ("14/11", None, sentences.DATES_ACCEPTED),
        ("14 Foo 2026", None, sentences.DATES_ACCEPTED),
        ("01/01/0001", None, "no such day"),
        ("14/11/2026 25:61", None, sentences.DATES_ACCEPTED),
        ("", None, sentences.DATES_ACCEPTED),
        ("٣/٤/2026x", None, sentences.DATES_ACCEPTED),
    ],
)
def test_what_is_refused_and_how(text: str, order: Order | None, said: str) -> None:
    with pytest.raises(BadAnswer, match=said):
        read_when(text, order)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("14/11/2026", Shows.DMY),
        ("11/14/2026 10:00", Shows.MDY),
        ("11/10/2026", Shows.EITHER),
        ("11/11/2026", Shows.NOTHING),
        ("14.11.2026", Shows.NOTHING),
        ("2026-11-14", Shows.NOTHING),
        ("soon", Shows.NOTHING),
    ],
)
def test_what_a_date_shows_of_the_others(text: str, what: Shows) -> None:
    assert shows(text) is what


@pytest.mark.parametrize(
    ("when", "instant", "same"),
    [
        (When(DAY), datetime(2026, 11, 14, 23, 59, tzinfo=UTC), True),
        (When(DAY), datetime(2026, 11, 15, 0, 0, tzinfo=UTC), False),
        (When(DAY, time(9, 30)), datetime(2026, 11, 14, 9, 30, 0, 5, tzinfo=UTC), True),
        (When(DAY, time(9, 30)), datetime(2026, 11, 14, 9, 30, 1, tzinfo=UTC), False),
        (When(DAY), None, False),
    ],
)
def test_whether_it_is_the_instant_that_is_known(
    when: When, instant: datetime | None, same: bool
) -> None:
    assert when.is_at(instant, LONDON) is same
