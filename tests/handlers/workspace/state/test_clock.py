"""The clock: ahead of real time, forward only, hour by hour."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers.workspace.state.clock import MovableClock
from handlers.workspace.state.refusals import ControlError
from handlers.workspace.state.time_travel import next_moment, whole_hours
from tests.workspace_client import ControlRefused

SUNDAY = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


def test_the_clock_only_goes_forward() -> None:
    clock = MovableClock(timedelta(hours=1))
    ahead = clock.now() - datetime.now(UTC)
    assert abs(ahead - timedelta(hours=1)) < timedelta(seconds=1)
    with pytest.raises(ValueError, match="never goes back"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="ahead"):
        MovableClock(timedelta(seconds=-1))
    before = clock.offset
    clock.move_to(clock.now() - timedelta(days=1))
    assert clock.offset == before


def test_whole_hours_on_the_way() -> None:
    hours = whole_hours(SUNDAY, SUNDAY + timedelta(hours=2, minutes=30))
    assert [hour.isoformat()[11:16] for hour in hours] == ["13:00", "14:00"]
    assert whole_hours(SUNDAY, SUNDAY + timedelta(minutes=29)) == []
    assert whole_hours(SUNDAY, SUNDAY) == []
    assert len(whole_hours(SUNDAY, SUNDAY + timedelta(days=7))) == 7 * 24


@pytest.mark.parametrize(
    ("words", "zone", "expected"),
    [
        ("monday 09:00", "Europe/London", "2026-11-23T09:00"),
        ("Monday 09:00", "Europe/Rome", "2026-11-23T08:00"),
        ("sunday 13:00", "UTC", "2026-11-22T13:00"),
        ("sunday 12:00", "UTC", "2026-11-29T12:00"),
        ("12:30", "UTC", "2026-11-23T12:30"),
        ("tomorrow 9:00", "UTC", "2026-11-23T09:00"),
        ("monday 09:00", "Nowhere/City", "2026-11-23T09:00"),
    ],
)
def test_the_next_such_moment(words: str, zone: str, expected: str) -> None:
    assert next_moment(SUNDAY, words, zone).isoformat()[:16] == expected


@pytest.mark.parametrize("words", ["soon", "monday", "moonday 09:00", "monday 25:00", ""])
def test_moments_that_are_none(words: str) -> None:
    with pytest.raises(ControlError, match="invalid_time"):
        next_moment(SUNDAY, words, "UTC")


async def test_a_move_calls_every_hour_on_the_way_in_order(world: Any) -> None:
    seen: list[tuple[datetime, datetime]] = []

    async def moved(now: datetime) -> None:
        seen.append((now, world.workspace.clock.now()))

    world.workspace.on_clock_moved = moved
    start = world.workspace.clock.now()
    shown = await world.control.move_clock(seconds=26 * 3600)
    assert timedelta(hours=26) <= shown - start < timedelta(hours=26, seconds=10)
    moments = [told for told, _ in seen]
    assert moments == sorted(moments)
    assert len(moments) in (27, 28)
    assert all(told.minute == told.second == 0 for told in moments[:-1])
    assert all(timedelta() <= clock - told < timedelta(seconds=2) for told, clock in seen)


async def test_messages_are_dated_by_the_moved_clock(world: Any) -> None:
    early = float(await world.post())
    await world.control.move_clock(seconds=7 * 86_400)
    late = float(await world.post())
    assert 7 * 86_400 <= late - early < 7 * 86_400 + 10


async def test_ways_to_move(world: Any) -> None:
    now = world.workspace.clock.now()
    to = now + timedelta(days=3)
    assert abs(await world.control.move_clock(to=to) - to) < timedelta(seconds=2)
    monday = await world.control.move_clock(next_="monday 09:00", as_="U0SECOND")
    assert (monday.weekday(), monday.hour in (7, 8), monday.minute) == (0, True, 0)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"advance_seconds": -1}, "clock_goes_forward"),
        ({"to": "2020-01-01T00:00:00Z"}, "clock_goes_forward"),
        ({"to": "soon"}, "invalid_time"),
        ({"advance_seconds": "long"}, "invalid_time"),
        ({"advance_seconds": 401 * 86_400}, "too_far"),
        ({"advance_seconds": 1e300}, "too_far"),
        ({}, "invalid_arguments"),
        ({"advance_seconds": 1, "play": True}, "invalid_arguments"),
    ],
)
async def test_moves_that_are_refused(world: Any, asked: Any, error: str) -> None:
    with pytest.raises(ControlRefused, match=error):
        await world.control.post("clock", **asked)
    assert world.workspace.clock.offset == timedelta()


async def test_play_lets_an_hour_pass_every_second(world: Any) -> None:
    moved = asyncio.Event()

    async def listener(now: datetime) -> None:
        moved.set()

    world.workspace.on_clock_moved = listener
    assert (await world.control.play())["clock"]["playing"]
    await asyncio.wait_for(moved.wait(), 5)
    assert not (await world.control.play(False))["clock"]["playing"]
    assert world.workspace.clock.offset >= timedelta(minutes=59)


async def test_a_listener_that_fails_is_not_hidden(world: Any) -> None:
    async def listener(now: datetime) -> None:
        raise RuntimeError("the sweep failed")

    world.workspace.on_clock_moved = listener
    with pytest.raises(ControlRefused, match="the sweep failed") as refused:
        await world.control.move_clock(seconds=60)
    assert (refused.value.status, refused.value.error) == (409, "clock_listener_failed")


async def test_a_long_way_is_shown_while_it_lasts(world: Any) -> None:
    shown: list[float] = []

    async def slow(now: datetime) -> None:
        await asyncio.sleep(0.06)

    world.workspace.on_clock_moved = slow
    async with world.control.events("U0ANALYST") as events:
        await world.control.move_clock(seconds=12 * 3600)
        await world.control.reset()
        async for event in events:
            if event["type"] == "clock":
                shown.append(event["clock"]["offset_seconds"])
            if event["type"] == "reset":
                break
    assert len(shown) > 2
    assert shown == sorted(shown)
