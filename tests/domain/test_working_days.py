"""Public holidays and people's own hours: when somebody may be reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.config.reading import ConfigError, read_config
from bot.domain.reminders import Hours, OwnHours, in_working_hours, start_of_work
from tests.domain.test_reminders import HOURS, PLAN, london

BRITAIN = replace(HOURS, country="GB")

FREE = [
    # country, a weekday that is a public holiday, the next working day
    ("GB", date(2026, 12, 25), date(2026, 12, 29)),  # a Friday; Boxing Day is observed on Monday
    ("GB", date(2026, 4, 3), date(2026, 4, 6)),  # Good Friday; Easter Monday not in all of it
    ("GB-ENG", date(2026, 4, 3), date(2026, 4, 7)),
    ("GB-SCT", date(2026, 1, 1), date(2026, 1, 5)),
    ("FR", date(2026, 7, 14), date(2026, 7, 15)),
    ("DE", date(2026, 10, 2), date(2026, 10, 2)),  # the 3rd is a Saturday: no other day for it
    ("DE-BY", date(2026, 1, 6), date(2026, 1, 7)),
    ("DE-HH", date(2026, 1, 6), date(2026, 1, 6)),
    ("NO", date(2027, 5, 17), date(2027, 5, 18)),
    ("", date(2026, 12, 25), date(2026, 12, 25)),
]


@pytest.mark.parametrize(("country", "day", "working"), FREE)
def test_public_holidays_are_no_working_days(country: str, day: date, working: date) -> None:
    hours = replace(HOURS, country=country)
    morning = datetime.combine(day, time(0), hours.zone)
    assert start_of_work(morning, hours).astimezone(hours.zone).date() == working


COUNTRIES = [
    ("UK", "; you probably mean GB"),
    ("Germany", "; you probably mean DE"),
    ("Frence", "; you probably mean FR"),
    ("Scotland", "; you probably mean GB-SCT"),
    ("DE-BX", "; you probably mean DE"),
    ("GB-SCO", "; you probably mean GB-SCT"),
    ("XX", ""),
    ("5", ""),
]


@pytest.mark.parametrize(("typed", "hint"), COUNTRIES)
def test_a_country_that_is_not_known(typed: str, hint: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(f"channels:\n  C012ABCDEF: {{country: {typed}}}")
    assert str(refused.value) == (
        f"config.yaml, line 2: channels.C012ABCDEF.country is {typed}; accepted: a country's code "
        f"such as GB, or with its part, such as GB-SCT or DE-BY{hint}."
    )


def test_norway_is_a_country_in_yaml_too() -> None:
    config = read_config("country: NO")
    assert (config.holidays_for(""), config.country_for("")) == ("NO", "NO")


def test_a_part_of_a_country_has_its_phone_numbers() -> None:
    config = read_config("country: gb-sct")
    assert (config.holidays_for(""), config.country_for("")) == ("GB-SCT", "GB")


def test_a_channel_has_its_country_or_that_of_all() -> None:
    config = read_config("country: GB\nchannels: {C0FR: {country: FR}, C0ALL: {}}")
    assert config.plan_for("C0FR", "web").hours.country == "FR"
    assert config.plan_for("C0ALL", "web").hours.country == "GB"
    assert read_config("").plan_for("C0ALL", "web").hours.country == ""


def test_own_hours_are_in_the_own_zone_and_the_channel_s_holidays_count() -> None:
    own = OwnHours("America/New_York", time(8), time(12), ("friday", "monday"))
    hours = own.within(BRITAIN)
    assert in_working_hours(datetime(2026, 3, 6, 13, 30, tzinfo=UTC), hours)  # Friday, 08:30 there
    assert not in_working_hours(datetime(2026, 3, 6, 9, 30, tzinfo=UTC), hours)
    christmas = datetime(2026, 12, 25, tzinfo=UTC)
    # Monday the 28th is free in Britain: Friday, 1 January, too.
    assert start_of_work(christmas, hours) == datetime(2027, 1, 4, 13, tzinfo=UTC)


def test_who_is_off_works_from_the_day_on_which_they_are_back() -> None:
    hours = OwnHours(off_until=date(2026, 3, 12)).within(HOURS)
    assert start_of_work(london(2026, 3, 2), hours) == london(2026, 3, 12)
    assert not in_working_hours(london(2026, 3, 11, 12), hours)
    assert in_working_hours(london(2026, 3, 12, 12), hours)
    assert PLAN.hours.works_on(date(2026, 3, 11))


def test_days_that_are_always_free_end_nevertheless() -> None:
    never = Hours(HOURS.zone, HOURS.start, HOURS.end, ())
    assert start_of_work(london(2026, 3, 2), never) > london(2026, 3, 2)
