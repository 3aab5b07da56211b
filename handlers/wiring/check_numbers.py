"""What `referral-bot check` says of numbers: whether posts in Slack know more than the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.actions.recording.numbers import skipped
from bot.domain.errors import StorageUnavailable
from bot.domain.numbers import Mark, Skip, skip_above
from bot.ports.store import UnitOfWork
from bot.sentences.operations import numbers as sentences
from handlers.outbound.numbers_in_slack import MOST_CHANNELS, shown_in
from handlers.outbound.slack_client import calls_of
from handlers.wiring.check_leads import Line
from handlers.wiring.databases import opened
from handlers.wiring.environment import Environment, SetupError

SAID_FOR = timedelta(days=7)
"""How long it is said that numbers were left out."""


async def which_numbers(
    client: AsyncWebClient, environment: Environment, bot_user: str
) -> list[Line]:
    """Nothing where the database cannot be read: that is said already."""

    def known(uow: UnitOfWork) -> tuple[Mark, tuple[str, ...], Skip | None]:
        return uow.referrals.mark(), uow.outbox.posted_last(MOST_CHANNELS), skipped(uow)

    try:
        with opened(environment.database_url, migrate=False) as store:
            own, channels, before = store.read(known)
    except (SetupError, StorageUnavailable, ValueError):
        return []
    now = datetime.now(UTC)
    if before is not None and now - before.at < SAID_FOR:
        return [_line(before)]
    marks, all_asked = await shown_in(calls_of(client), channels, bot_user)
    if skip := skip_above(own.highest, own.database, marks, now):
        return [_line(skip)]
    says = sentences.ALL_KNOWN if all_asked else sentences.NOT_ASKED
    return [(sentences.NUMBERS, True, says, not all_asked)]


def _line(skip: Skip) -> Line:
    """Wrong where another database is probably meant; else somebody should know."""
    well = skip.same or bool(skip.restored)
    return sentences.NUMBERS, well, skip.sentence, well
