"""Moving the workspace's clock on: hour by hour, so that what falls due happens in order."""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import UTC, datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers.workspace.state.refusals import ControlError
from handlers.workspace.state.workspace import Workspace

FARTHEST = timedelta(days=400)
_HOUR = timedelta(hours=1)
_SHOWN_EVERY_SECONDS = 0.2
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEXT = re.compile(r"(?:(?P<day>[a-z]+)\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})", re.IGNORECASE)
log = logging.getLogger(__name__)


def whole_hours(start: datetime, end: datetime) -> list[datetime]:
    """The whole hours after `start` and before `end`."""
    first = start.replace(minute=0, second=0, microsecond=0) + _HOUR
    count = max(0, -((first - end) // _HOUR))
    return [first + index * _HOUR for index in range(count) if first + index * _HOUR < end]


def next_moment(now: datetime, words: str, zone: str) -> datetime:
    """`monday 09:00`, `tomorrow 09:00` or `09:00` in a time zone: the next such moment, in UTC."""
    match = _NEXT.fullmatch(words.strip())
    day = (match["day"] or "").lower() if match else ""
    if match is None or (day and day not in (*_DAYS, "tomorrow", "today")):
        raise ControlError(
            "invalid_time", 'Say when as "monday 09:00", "tomorrow 09:00" or "09:00".'
        )
    try:
        at = time(int(match["hour"]), int(match["minute"]))
    except ValueError:
        raise ControlError("invalid_time", f"{words!r} is not a time of day.") from None
    try:
        tz = ZoneInfo(zone)
    except ZoneInfoNotFoundError:
        tz = ZoneInfo("UTC")
    local = now.astimezone(tz)
    for ahead in range(8):
        date = local.date() + timedelta(days=ahead)
        moment = datetime.combine(date, at, tz)
        fits = (
            not day
            or day == "today"
            or date.weekday() == (_DAYS.index(day) if day in _DAYS else -1)
        )
        if day == "tomorrow":
            fits = ahead == 1
        if fits and moment > local:
            return moment.astimezone(UTC)
    raise ControlError("invalid_time", f"There is no {words!r} ahead.")


class TimeTravel:
    """The only one who moves the clock; moves wait for each other."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = asyncio.Lock()
        self._playing: asyncio.Task[None] | None = None

    async def advance(self, by: timedelta) -> None:
        if by < timedelta():
            raise ControlError("clock_goes_forward", "The clock only goes forward.")
        async with self._lock:
            clock = self._workspace.clock
            await self._move(clock.now() + by, clock.offset + by)

    async def move_to(self, moment: datetime) -> None:
        async with self._lock:
            if moment < self._workspace.clock.now():
                raise ControlError("clock_goes_forward", "The clock only goes forward.")
            await self._move(moment, self._workspace.clock.offset)

    async def _move(self, moment: datetime, offset: timedelta) -> None:
        """To `moment`, or past it where that leaves the clock less than `offset` ahead."""
        clock, start = self._workspace.clock, self._workspace.clock.now()
        if moment - start > FARTHEST:
            raise ControlError("too_far", f"At most {FARTHEST.days} days at a time.")
        try:
            if self._workspace.on_clock_moved is not None:
                shown = monotonic()
                for hour in whole_hours(start, moment):
                    clock.move_to(hour)
                    await self._tell(hour)
                    if monotonic() - shown > _SHOWN_EVERY_SECONDS:
                        self._workspace.clock_changed()
                        shown = monotonic()
            clock.move_to(moment)
            clock.advance(max(timedelta(), offset - clock.offset))
            await self._tell(clock.now())
        finally:
            self._workspace.clock_changed()

    async def _tell(self, now: datetime) -> None:
        listener = self._workspace.on_clock_moved
        if listener is None:
            return
        try:
            await listener(now)
        except Exception as failure:
            log.exception("what is called when the clock moves failed")
            raise ControlError(
                "clock_listener_failed",
                f"The clock stopped at {now:%Y-%m-%d %H:%M}: {failure}",
                status=409,
            ) from failure

    async def play(self, playing: bool) -> None:
        """Let an hour pass every second, until told to stop."""
        if playing and self._playing is None:
            self._workspace.playing = True
            self._playing = asyncio.get_running_loop().create_task(self._play())
        elif not playing:
            await self.close()
        self._workspace.clock_changed()

    async def _play(self) -> None:
        try:
            while True:
                await asyncio.sleep(1)
                await self.advance(_HOUR)
        except ControlError:
            log.warning("the clock stopped playing")
        finally:
            self._workspace.playing = False
            self._playing = None

    async def close(self) -> None:
        """Stop playing, once the hour that is being played is through."""
        playing = self._playing
        if playing is None:
            return
        async with self._lock:
            playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)
