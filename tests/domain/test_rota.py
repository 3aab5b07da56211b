"""Whose week it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.reading import ConfigError, read_config
from bot.domain.workdays.rota import on_duty
from tests.harness.without_slack.examples import LONDON

TWO = ("UONE", "UTWO")
MONDAY = date(2026, 1, 5)

WEEKS = [
    # day, whose week it is, where UONE's began on Monday 5 January 2026
    (date(2026, 1, 4), ""),  # the day before: nobody's yet
    (date(2026, 1, 5), "UONE"),
    (date(2026, 1, 11), "UONE"),
    (date(2026, 1, 12), "UTWO"),
    (date(2026, 1, 19), "UONE"),
    # 2026 has an ISO week 53, from 28 December to 3 January 2027: a week like any other.
    (date(2026, 12, 27), "UONE"),
    (date(2026, 12, 28), "UTWO"),
    (date(2026, 12, 31), "UTWO"),
    (date(2027, 1, 1), "UTWO"),
    (date(2027, 1, 3), "UTWO"),
    (date(2027, 1, 4), "UONE"),
    # A leap year.
    (date(2028, 2, 28), "UONE"),
    (date(2028, 2, 29), "UONE"),
    (date(2028, 3, 5), "UONE"),
    (date(2028, 3, 6), "UTWO"),
]


@pytest.mark.parametrize(("day", "whose"), WEEKS)
def test_whose_week_it_is(day: date, whose: str) -> None:
    assert on_duty(TWO, MONDAY, day) == whose


def test_a_week_begins_on_the_weekday_of_the_first() -> None:
    thursday = date(2026, 1, 8)
    weeks = [on_duty(TWO, thursday, thursday + timedelta(days=n)) for n in range(15)]
    assert weeks == ["UONE"] * 7 + ["UTWO"] * 7 + ["UONE"]


def test_the_handover_is_at_midnight_of_the_channel_whatever_the_clocks_do() -> None:
    """On Sunday 29 March they go forward, on Sunday 25 October back."""
    for sunday in (date(2026, 3, 29), date(2026, 10, 25)):
        night = datetime(sunday.year, sunday.month, sunday.day, 23, 59, tzinfo=LONDON)
        before, after = night.date(), (night + timedelta(minutes=1)).date()
        assert {on_duty(TWO, MONDAY, before), on_duty(TWO, MONDAY, after)} == set(TWO)


def test_one_person_and_nobody() -> None:
    assert on_duty(("UONE",), MONDAY, date(2030, 7, 1)) == "UONE"
    assert on_duty((), MONDAY, date(2030, 7, 1)) == ""


@given(st.integers(1, 7), st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 20 * 366))
def test_each_has_seven_days_and_all_the_same(people: int, starts: date, later: int) -> None:
    names = tuple(f"U{n}" for n in range(people))
    first = starts + timedelta(days=later)
    on = [on_duty(names, starts, first + timedelta(days=n)) for n in range(7 * people)]
    assert {name: on.count(name) for name in names} == dict.fromkeys(names, 7)


@pytest.mark.parametrize(
    ("rota", "complaint"),
    [
        (
            "{starts: 2026-01-05, people: []}",
            "channels.C012.rota.people is []; accepted: a list with at least one entry.",
        ),
        (
            "{starts: soon, people: [UONE]}",
            "channels.C012.rota.starts is soon; accepted: a day such as 2026-01-05.",
        ),
        (
            "{starts: 2026-02-30, people: [UONE]}",
            "channels.C012.rota.starts is 2026-02-30; accepted: a day such as 2026-01-05.",
        ),
        (
            "{starts: 2026-01-05, people: [anna]}",
            "channels.C012.rota.people.0 is anna; accepted: a Slack user id such as U012ABCDEF.",
        ),
        ("{people: [UONE]}", "channels.C012.rota.starts is missing."),
    ],
)
def test_a_rota_that_cannot_be(rota: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(f"channels: {{C012: {{rota: {rota}}}}}")
    assert str(refused.value) == f"config.yaml, line 1: {complaint}"
