"""Figures that a person asks for: stats, and the digest as it would be now."""

from __future__ import annotations

from bot.actions.digest import preview
from bot.domain.errors import Refusal
from bot.ports import UnitOfWork
from handlers.blocks.digest import digest, digest_as_text
from handlers.slack.desk import Desk, Visit
from handlers.slack.replying import Reply


async def stats_answer(desk: Desk, words: str, visit: Visit) -> Reply:
    """The figures."""
    raise Refusal("not yet")


async def digest_preview(desk: Desk, words: str, visit: Visit) -> Reply:
    """The channel's digest as it would be now, or that of the period named. Raises BadAnswer."""

    def work(uow: UnitOfWork) -> Reply:
        data = preview(uow, visit.place.id, visit.now, desk.config, words)
        plain = digest_as_text(data, desk.config)
        return Reply(digest(data, desk.config), "Digest", plain=plain)

    return await desk.read(work)
