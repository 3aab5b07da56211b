"""What is written comes back as it was, in its order; what no database keeps is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.announcements import Announcement, Message
from bot.domain.errors import StorageUnavailable
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import MONDAY, flagged, record
from tests.storage.databases import rows

WORDS = "“quoted” 'single' \\ %s % ? :name {} 字 🙂 \n\t end"


@pytest.mark.parametrize("many", [1, 3, 4, 16, 17, 37])
def test_messages_stand_in_the_order_in_which_they_were_written_down(
    store: SqlStore, store_url: str, many: int
) -> None:
    said = [
        Announcement(f"C{n % 3}", Message.LINE, f"R-{n}", {"seq": n, "words": WORDS})
        for n in range(many)
    ]
    store.write(lambda unit: unit.outbox.add(said, MONDAY))
    kept = rows(store_url, "SELECT lane, subject, data FROM outbox ORDER BY id")
    assert [(row.lane, row.subject) for row in kept] == [(one.lane, one.subject) for one in said]
    assert len({row.data for row in kept}) == many
    (claimed,) = store.write(lambda unit: unit.outbox.claim(60, 50, 1))
    assert claimed.rows[0].data == {"seq": 0, "words": WORDS}


def test_values_of_every_kind_come_back(store: SqlStore) -> None:
    at = datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC)
    number = store.write(lambda unit: unit.referrals.reserve_number())
    event = flagged(number, key="k", at=at, note=WORDS)

    def work(unit: UnitOfWork) -> None:
        record(unit, event)

    store.write(work)
    kept = store.read(lambda unit: unit.referrals.history(number))
    assert kept == (event,)
    standing = store.read(lambda unit: unit.referrals.get(number))
    assert standing is not None
    assert (standing.note, standing.flagged_at, standing.outcome_at) == (WORDS, at, None)


def test_text_that_no_database_keeps_is_refused_whole(store: SqlStore) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.answers.put("a", "said")
        unit.answers.put("b \ud800", "said")

    with pytest.raises(StorageUnavailable):
        store.write(work)
    assert store.read(lambda unit: unit.answers.get("a")) is None
