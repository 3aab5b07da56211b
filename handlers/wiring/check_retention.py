"""What `referral-bot check` says of retention: what is erased when, and whether it can be."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config import Config
from bot.config.retention import KEY_VARIABLE
from bot.domain.errors import StorageUnavailable
from bot.sentences.operations import health
from handlers.wiring.databases import opened
from handlers.wiring.environment import Environment, SetupError, check_erasure_key

Line = tuple[str, bool, str]
"""What is spoken of, whether it is well, and the sentence."""


def what_is_erased(environment: Environment, config: Config) -> Iterator[Line]:
    """Whether retention is on, whether its key is there, and which pages it does not recognise."""
    after = config.retention.erase_after
    if after is None:
        yield health.RETENTION, True, health.RETENTION_OFF
    else:
        try:
            check_erasure_key(environment)
        except SetupError as error:
            yield health.RETENTION, False, str(error)
            return
        yield health.RETENTION, True, health.retention_on(after)
    if environment.erasure_key:
        yield from _other_keys(environment)


def _other_keys(environment: Environment) -> Iterator[Line]:
    try:
        with opened(
            environment.database_url, migrate=False, erasure_key=environment.erasure_key
        ) as store:
            unknown = store.read(lambda uow: uow.erasing.count_unrecognisable())
    except (SetupError, StorageUnavailable):
        return  # said of the database itself
    if unknown:
        yield health.RETENTION_KEY, False, health.other_key(unknown, KEY_VARIABLE)
