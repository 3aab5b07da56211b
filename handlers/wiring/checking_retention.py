"""What `referral-bot check` says of retention: what is erased when, and whether it can be."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config import Config
from bot.config.retention import KEY_VARIABLE
from bot.domain.errors import StorageUnavailable
from handlers.wiring.databases import opened
from handlers.wiring.environment import Environment, SetupError, check_erasure_key

Line = tuple[str, bool, str]
"""What is spoken of, whether it is well, and the sentence."""


def what_is_erased(environment: Environment, config: Config) -> Iterator[Line]:
    """Whether retention is on, whether its key is there, and which pages it does not recognise."""
    after = config.retention.erase_after
    if after is None:
        yield "retention", True, "off: what is personal in finished referrals is kept for ever"
    else:
        try:
            check_erasure_key(environment)
        except SetupError as error:
            yield "retention", False, str(error)
            return
        yield (
            "retention",
            True,
            f"on: what is personal in a referral is erased {after} after it was finished",
        )
    if environment.erasure_key:
        yield from _other_keys(environment)


def _other_keys(environment: Environment) -> Iterator[Line]:
    try:
        with opened(
            environment.database_url, migrate=False, erasure_key=environment.erasure_key
        ) as store:
            unknown = store.read(lambda uow: uow.erasing.unrecognisable())
    except (SetupError, StorageUnavailable):
        return  # said of the database itself
    if unknown:
        yield (
            "retention: key",
            False,
            f"{unknown:,} pages were erased with another {KEY_VARIABLE}: they are not recognised "
            "when they come back. Put the former key back if you have it",
        )
