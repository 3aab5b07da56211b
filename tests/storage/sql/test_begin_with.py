"""A database may be filled at once: as good as recorded event by event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.actions.recording.seeds import tell_seeds
from bot.config import Config
from bot.domain.people import Place
from bot.domain.reminders import first_reminder
from bot.domain.seed_story import Cast
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.storage.databases import rows

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
PLACE = Place("C1", "referrals")
CONFIG = Config()


def tell(uow: UnitOfWork) -> int:
    """The seeds' story: every action that it has, on 1,204 referrals."""
    return tell_seeds(uow, NOW, CONFIG, Cast(("U1", "U2"), PLACE.id), PLACE)


def test_history_referrals_and_reminders_agree(store: SqlStore, store_url: str) -> None:
    store.write(tell)
    histories = store.read(lambda uow: [uow.referrals.history(n) for n in (1, 1204)])
    assert [len(history) for history in histories] == [3, 1]
    assert store.read(lambda uow: uow.audit.verify()) == (3467, ())
    flagged = store.read(lambda uow: uow.referrals.get(1204))
    assert flagged is not None
    wanted = first_reminder(flagged, CONFIG.plan_for(flagged.channel, flagged.platform))
    assert wanted is not None
    ((due,),) = rows(store_url, "SELECT remind_at FROM referrals WHERE number = 1204")
    assert due == (wanted - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
