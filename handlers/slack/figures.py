"""Figures that a person asks for: stats, and the digest as it would be now."""

from __future__ import annotations

from bot.domain.errors import Refusal
from handlers.slack.desk import Desk, Visit
from handlers.slack.replying import Reply


async def stats_answer(desk: Desk, words: str, visit: Visit) -> Reply:
    """The figures."""
    raise Refusal("not yet")


async def digest_preview(desk: Desk, visit: Visit) -> Reply:
    """The digest."""
    raise Refusal("not yet")
