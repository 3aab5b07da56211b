"""Several rows composed in one reading transaction, with few questions however many they are."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.errors import StorageUnavailable
from bot.ports import OutboxRow, UnitOfWork
from handlers.outbound.composing import Composer
from handlers.outbound.sendable import HAVE_CARDS, Nothing, Sendable, card_subject, number_of


def compose_all(
    composer: Composer, uow: UnitOfWork, several: Sequence[tuple[OutboxRow, str]]
) -> list[Sendable | Nothing | Exception]:
    """What to send for each row, with its channel.

    What goes wrong with one row is given in its place. Raises StorageUnavailable.
    """
    if len(several) > 1:
        _foresee(uow, [row for row, _ in several])
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


def _foresee(uow: UnitOfWork, rows: Sequence[OutboxRow]) -> None:
    """Ask for the referrals, histories, cards and people of these rows, for all with each question.

    Asking for too little or too much changes nothing but time.
    """
    about = [row for row in rows if row.message in HAVE_CARDS]
    if not about:
        return
    uow.remember()
    uow.posts.many({row.subject for row in about} | {card_subject(row) for row in about})
    found = uow.referrals.many(n for row in about if (n := number_of(row)) is not None)
    told = uow.referrals.histories(found)
    people = {user for one in found.values() for user in (one.owner, one.flagger)}
    uow.people.many(people | {event.actor for events in told.values() for event in events})
