"""What values in config.yaml may look like: names, numbers, times, zones.

pydantic checks them (`bot.config_file`). It is not imported here: who only uses a config that was
read, such as the bot while it serves, has no need of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any, ClassVar, Literal, dataclass_transform
from zoneinfo import available_timezones

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ID = r"^[a-z0-9][a-z0-9_-]{0,38}$"
COMMAND = r"^/[a-z0-9_-]{1,31}$"
SLACK_USER = r"^[UW][A-Z0-9]{2,20}$"
SLACK_CHANNEL = r"^[CGD][A-Z0-9]{2,20}$"
HOST = r"^[a-z0-9.-]{4,253}$"

Check = Callable[[Any], object]


class Limits:
    """What a value has to keep to, as pydantic calls it: `ge`, `le`, `min_length`, `max_length`,
    `pattern`."""

    def __init__(self, **limits: int | str) -> None:
        self._limits = limits

    def __get_pydantic_core_schema__(self, source: object, handler: Check) -> object:
        """The schema of the annotated type, with the limits in it."""
        schema = handler(source)
        assert isinstance(schema, dict)
        return {**schema, **self._limits}


class Before:
    """A check of what stands in the file, before it is taken for a value; raises ValueError."""

    def __init__(self, check: Check) -> None:
        self._check = check

    def __get_pydantic_core_schema__(self, source: object, handler: Check) -> object:
        """The schema of the annotated type, with the check before it."""
        return {"type": "function-before", **_function(self._check), "schema": handler(source)}


class After(Before):
    """A check of the value; raises ValueError."""

    def __get_pydantic_core_schema__(self, source: object, handler: Check) -> object:
        """The schema of the annotated type, with the check after it."""
        return {"type": "function-after", **_function(self._check), "schema": handler(source)}


def _function(check: Check) -> dict[str, object]:
    return {"function": {"type": "no-info", "function": check}}


Id = Annotated[str, Limits(pattern=ID)]
Label = Annotated[str, Limits(min_length=1, max_length=60)]
Command = Annotated[str, Limits(pattern=COMMAND)]
SlackUser = Annotated[str, Limits(pattern=SLACK_USER)]
SlackChannel = Annotated[str, Limits(pattern=SLACK_CHANNEL)]


def _no_boolean(value: object) -> object:
    # YAML reads yes, no, on and off as true and false, and pydantic would take true for 1.
    if isinstance(value, bool):
        raise ValueError("accepted: a whole number")
    return value


WHOLE = Before(_no_boolean)
Days = Annotated[int, Limits(ge=1, le=3660), WHOLE]
Months = Annotated[int, Limits(ge=1, le=120), WHOLE]


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("accepted: a time zone such as Europe/London or UTC")
    return name


def _clock_time(value: object) -> object:
    # YAML 1.1 reads an unquoted 17:30 as the number 1050. Below 60 it is a bare number: 9 is no
    # time of day, and pydantic would take it for nine seconds past midnight.
    if isinstance(value, int) and not isinstance(value, bool) and 60 <= value < 24 * 60:
        return time(value // 60, value % 60)
    if isinstance(value, str) and re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", value):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    if isinstance(value, time):
        return value
    raise ValueError('accepted: a time such as "09:00"')


Zone = Annotated[str, After(_zone)]
ClockTime = Annotated[time, Before(_clock_time)]


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Model:
    """What is below it is a frozen dataclass; in the file, a key that is not known is an error.

    What has another name in the file is a `field` with that name as `alias` in its metadata.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid", "populate_by_name": True}

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)
