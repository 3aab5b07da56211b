"""When a person works: what they said on Home → kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from bot.config import Config
from bot.domain.errors import BadAnswer
from bot.domain.people import Actor
from bot.domain.reminders import OwnHours
from bot.domain.times import WEEKDAYS, say_day
from bot.ports.store import UnitOfWork
from bot.sentences.recording import own_hours as sentences

FROM, TO, DAYS, ZONE, OFF = "from", "to", "days", "zone", "off"
"""The fields of the form."""
LONGEST = timedelta(days=366)


def hours_of(uow: UnitOfWork, user: str) -> OwnHours:
    """What this person said; nothing where they said nothing."""
    return uow.people.own_hours([user]).get(user, OwnHours())


def keep_hours(
    uow: UnitOfWork, answers: Mapping[str, str], actor: Actor, config: Config
) -> OwnHours:
    """Keep what the form says: times as HH:MM, days with commas, a zone, an ISO day.

    Raises BadAnswer at the field that is wrong.
    """
    zone = _zone(answers.get(ZONE, "").strip())
    off = _off(answers.get(OFF, ""), actor, ZoneInfo(zone) if zone else config.zone(""))
    start, end = answers.get(FROM, ""), answers.get(TO, "")
    hours = OwnHours(off_until=off)
    if start or end:
        if not end:
            raise BadAnswer(sentences.NO_TO, field=TO)
        if not start:
            raise BadAnswer(sentences.NO_FROM, field=FROM)
        if time.fromisoformat(start) >= time.fromisoformat(end):
            raise BadAnswer(sentences.FROM_BEFORE_TO, field=TO)
        chosen = answers.get(DAYS, "").split(",")
        days = tuple(day for day in WEEKDAYS if day in chosen)
        if not days:
            raise BadAnswer(sentences.NO_DAY, field=DAYS)
        hours = OwnHours(zone, time.fromisoformat(start), time.fromisoformat(end), days, off)
    uow.people.keep_own_hours(actor.person.id, hours)
    return hours


def come_back(uow: UnitOfWork, actor: Actor) -> None:
    """They are off no longer."""
    hours = replace(hours_of(uow, actor.person.id), off_until=None)
    uow.people.keep_own_hours(actor.person.id, hours)


def _zone(typed: str) -> str:
    known = available_timezones()
    if not typed or typed in known:
        return typed
    names = {one.casefold(): one for one in sorted(known)}
    names |= {one.rpartition("/")[2].casefold(): one for one in sorted(known) if "/" in one}
    near = get_close_matches(typed.casefold().replace(" ", "_"), names, 1, 0.7)
    raise BadAnswer(sentences.no_zone(typed[:60], names[near[0]] if near else ""), field=ZONE)


def _off(typed: str, actor: Actor, zone: ZoneInfo) -> date | None:
    if not typed:
        return None
    today, day = actor.now.astimezone(zone).date(), date.fromisoformat(typed)
    if day <= today:
        raise BadAnswer(sentences.off_is_past(say_day(day)), field=OFF)
    if day > today + LONGEST:
        raise BadAnswer(sentences.off_too_long(say_day(day)), field=OFF)
    return day
