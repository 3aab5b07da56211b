"""Several rows composed in one reading transaction."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.errors import StorageUnavailable
from bot.ports import OutboxRow, UnitOfWork
from handlers.outbound.composing import Composer
from handlers.outbound.sendable import Nothing, Sendable


def compose_all(
    composer: Composer, uow: UnitOfWork, several: Sequence[tuple[OutboxRow, str]]
) -> list[Sendable | Nothing | Exception]:
    """What to send for each row, with its channel.

    What goes wrong with one row is given in its place. Raises StorageUnavailable.
    """
    return [_or_error(composer, uow, row, channel) for row, channel in several]


def _or_error(
    composer: Composer, uow: UnitOfWork, row: OutboxRow, channel: str
) -> Sendable | Nothing | Exception:
    try:
        return composer.compose(uow, row, channel)
    except StorageUnavailable:
        raise
    except Exception as error:
        return error
