"""Of which database a button is that is of no one referral: of a list, a period, a channel.

It carries the newest referral that there was when it was made. A database in which that number is
another referral, or none, is another one, or was restored to a time before; and where it is the same,
every lower number is, too.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.errors import NotFound
from bot.domain.lifecycle.referral import NOTHING_SEEN, Referral
from bot.ports.store import UnitOfWork
from bot.sentences import refusals
from handlers.messages.kit.kit import Press


def newest(uow: UnitOfWork, shown: Iterable[Referral] = ()) -> Press:
    """What such a button carries, if it is made now and stands below what is `shown`.

    Nothing of a page that whoever reads it may not see.
    """
    known = [Press(*uow.referrals.newest(), NOTHING_SEEN), *map(Press.of, shown)]
    return max(known, key=lambda one: one.number)


def check_here(uow: UnitOfWork, made: Press) -> None:
    """Raises NotFound for what was not posted from this database as it stands."""
    if not uow.referrals.has(made.number, made.uid):
        raise NotFound(refusals.OF_ANOTHER_DATABASE)
