"""Demo data, with the people and the channel of the local workspace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.actions.recording.seeds import tell_seeds
from bot.config import Config
from bot.domain.people import Place
from bot.domain.seed_story import CLOSED, OPEN_FLAGS, REFERRED, REJECTED, Cast
from bot.ports.store import Store, UnitOfWork

ANALYSTS = ("U0ANALYST", "U0SECOND")
PLACE = Place("C0REFERRALS", "referrals")
CAST = Cast(ANALYSTS, PLACE.id)
EVENTS = 2 * REFERRED + CLOSED + REJECTED + OPEN_FLAGS


def seed(
    store: Store,
    config: Config,
    now: datetime,
    cast: Cast,
    place: Place,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Tell the seeds' story in one transaction, then seal its history; how many events.

    Raises Refusal on a database that has referrals.
    """

    def work(uow: UnitOfWork) -> int:
        return tell_seeds(
            uow, now, config, cast, place, progress=lambda done: progress(done, EVENTS)
        )

    done = store.write(work)
    while store.write(lambda uow: uow.audit.seal(10_000)):
        pass
    return done
