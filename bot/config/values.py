"""What values in config.yaml may look like: names, numbers, times, zones."""

from __future__ import annotations

import re
from datetime import time
from functools import cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from bot.domain.indicators.phones import countries
from bot.domain.workdays.public_holidays import known_countries, nearest_country, parts_of
from bot.sentences.operations import config as sentences

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ID = r"^[a-z0-9][a-z0-9_-]{0,38}$"
COMMAND = r"^/[a-z0-9_-]{1,31}$"
SLACK_USER = r"^[UW][A-Z0-9]{2,20}$"
SLACK_CHANNEL = r"^[CGD][A-Z0-9]{2,20}$"
HOST = r"^[a-z0-9.-]{4,253}$"
CLOCK_TIME = r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$"
_EMAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_](?:[\w-]*[^\W_])?"
)
"""As HTML's input field has it, with a dot in the host; letters of all scripts."""


class Model(BaseModel):
    """A section of the config: frozen; a key that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _no_boolean(value: object) -> object:
    # YAML reads yes, no, on and off as true and false, and pydantic would take true for 1.
    if isinstance(value, bool):
        raise ValueError(sentences.WHOLE_NUMBER)
    return value


_zones = cache(available_timezones)  # each call reads the whole folder of zones


def _zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(sentences.TIME_ZONE)
    return name


def _country(value: object) -> object:
    # YAML 1.1 reads an unquoted NO, for Norway, as false.
    if value is False:
        return "NO"
    if not isinstance(value, str):
        raise ValueError(sentences.country(""))
    code, _, part = value.upper().partition("-")
    known = code in countries() and code in known_countries()
    if not known or (part and part not in parts_of(code)):
        raise ValueError(sentences.country(nearest_country(value)))
    return value.upper()


def _clock_time(value: object) -> object:
    # YAML 1.1 reads an unquoted 17:30 as the number 1050. Below 60 it is a bare number: 9 is no
    # time of day, and pydantic would take it for nine seconds past midnight.
    if isinstance(value, int) and not isinstance(value, bool) and 60 <= value < 24 * 60:
        return time(value // 60, value % 60)
    if isinstance(value, str) and re.fullmatch(CLOCK_TIME, value):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    if isinstance(value, time):
        return value
    raise ValueError(sentences.TIME_OF_DAY)


def _email(value: str) -> str:
    if value and not _EMAIL.fullmatch(value):
        raise ValueError(sentences.EMAIL)
    return value


Id = Annotated[str, Field(pattern=ID)]
Label = Annotated[str, Field(min_length=1, max_length=60)]
Command = Annotated[str, Field(pattern=COMMAND)]
SlackUser = Annotated[str, Field(pattern=SLACK_USER)]
SlackChannel = Annotated[str, Field(pattern=SLACK_CHANNEL)]
NO_BOOLEAN = BeforeValidator(_no_boolean)
"""Stands behind the limits of a number: so an editor learns of them too."""
Days = Annotated[int, Field(ge=1, le=3660), NO_BOOLEAN]
Months = Annotated[int, Field(ge=1, le=120), NO_BOOLEAN]
Zone = Annotated[str, AfterValidator(_zone)]
Country = Annotated[str, BeforeValidator(_country)]
ClockTime = Annotated[
    time,
    BeforeValidator(_clock_time),
    PlainSerializer(lambda told: told.strftime("%H:%M"), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": CLOCK_TIME}),
]
Email = Annotated[str, Field(max_length=200), AfterValidator(_email)]
