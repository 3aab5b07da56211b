"""Notices as they are kept: found by reference and referral, how far they are, erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.ports.notices import NewNotice, Notice, Progress, Way
from storage.database import SqlStore

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
NEW = NewNotice(
    "N-7KQ2MXAB",
    "facebook",
    "fr",
    Way.MAIL,
    "Un texte.",
    "U1",
    "C1",
    {"category": "crossing"},
    {3: 1, 1: 4},
)


def add(store: SqlStore, reference: str = NEW.reference) -> Notice:
    return store.write(lambda uow: uow.notices.add(replace(NEW, reference=reference), AT))


def get(store: SqlStore, number: int) -> Notice:
    found = store.read(lambda uow: uow.notices.get(number))
    assert found is not None
    return found


def test_a_notice_is_found_by_its_reference_and_its_referrals(store: SqlStore) -> None:
    kept = add(store)
    assert (kept.progress, kept.tries, kept.referrals) == (Progress.WAITING, 0, {1: 4, 3: 1})
    assert get(store, kept.number) == kept
    assert store.read(lambda uow: uow.notices.with_reference("N-7KQ2MXAB")) == kept
    assert store.read(lambda uow: uow.notices.with_reference("N-ANOTHER")) is None
    later = add(store, "N-LATER")
    assert store.read(lambda uow: uow.notices.of_referral(3)) == (kept, later)
    assert store.read(lambda uow: uow.notices.of_referral(2)) == ()


def test_how_far_it_is(store: SqlStore) -> None:
    number = add(store).number
    assert [store.write(lambda uow: uow.notices.begun(number)) for _ in range(2)] == [1, 2]
    store.write(
        lambda uow: uow.notices.became(
            number, Progress.DOUBT, why="the connection broke off", message_id="<a@b>"
        )
    )
    doubt = get(store, number)
    assert (doubt.progress, doubt.why) == (Progress.DOUBT, "the connection broke off")
    store.write(lambda uow: uow.notices.became(number, Progress.SENT, sent_at=AT))
    sent = get(store, number)
    assert (sent.progress, sent.why, sent.message_id) == (Progress.SENT, "", "<a@b>")
    assert sent.sent_at == AT
    store.write(lambda uow: uow.notices.forget(number))
    assert (get(store, number).text, get(store, number).digest) == ("", sent.digest)
