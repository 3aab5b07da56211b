"""Instants as these commands say them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.domain.times import say_instant


def instant(at: datetime | None, config: Config) -> str:
    """In the team's time zone; empty for none."""
    return say_instant(at, ZoneInfo(config.time_zone)) if at else ""
