"""Posts, answers, people, places, claims and settings."""

from __future__ import annotations

import pytest

from bot.domain.errors import Conflict
from bot.domain.people import KnownPerson, Place
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.storage.databases import change

ANNA = KnownPerson("U1", "Anna", "anna@example.org", admin=True)
BEN = KnownPerson("U2", "Ben", guest=True, external=True)
CLEO = KnownPerson("U3", "Cleo", admin=True, deactivated=True)


def test_a_post_is_remembered_replaced_and_forgotten(store: SqlStore) -> None:
    def work(unit: UnitOfWork) -> list[tuple[str, str] | None]:
        seen = [unit.posts.get("R-1")]
        unit.posts.put("R-1", "C1", "1.0")
        seen.append(unit.posts.get("R-1"))
        unit.posts.put("R-1", "C2", "2.0")
        seen.append(unit.posts.get("R-1"))
        unit.posts.forget("R-1")
        unit.posts.forget("R-1")
        return [*seen, unit.posts.get("R-1")]

    assert store.write(work) == [None, ("C1", "1.0"), ("C2", "2.0"), None]


def test_an_answer_is_given_again_and_never_replaced(store: SqlStore) -> None:
    store.write(lambda work: work.answers.put("key", "Recorded as R-1."))
    assert store.read(lambda work: work.answers.get("key")) == "Recorded as R-1."
    with pytest.raises(Conflict):
        store.write(lambda work: work.answers.put("key", "Something else"))
    assert store.read(lambda work: work.answers.get("key")) == "Recorded as R-1."
    assert store.read(lambda work: work.answers.get("other")) is None


def test_an_answer_is_forgotten_after_a_day(store: SqlStore, store_url: str) -> None:
    store.write(lambda work: work.answers.put("old", "then"))
    store.write(lambda work: work.answers.put("older", "then"))
    change(store_url, "UPDATE answers SET created_at = created_at - 86401000000")
    store.write(lambda work: work.answers.put("new", "now"))
    assert store.read(lambda work: work.answers.get("old")) is None
    store.write(lambda work: work.answers.put("old", "now"))
    assert store.read(lambda work: work.answers.get("old")) == "now"
    assert store.write(lambda work: work.answers.purge()) == 1
    assert store.read(lambda work: work.answers.get("new")) == "now"


def test_people_are_remembered_and_replaced(store: SqlStore) -> None:
    def work(unit: UnitOfWork) -> None:
        for person in (ANNA, BEN, CLEO):
            unit.people.put(person)
        unit.people.put(KnownPerson("U2", "Benedict"))

    store.write(work)

    def look(unit: UnitOfWork) -> None:
        assert unit.people.get("U1") == ANNA
        assert unit.people.get("U2") == KnownPerson("U2", "Benedict")
        assert unit.people.get("U9") is None
        assert unit.people.many(["U3", "U1", "U9"]) == {"U1": ANNA, "U3": CLEO}
        assert unit.people.admins() == ("U1",)

    store.read(look)


def test_an_admin_who_is_no_full_member_is_not_among_the_admins(store: SqlStore) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.people.put(KnownPerson("U1", "Anna", admin=True))
        unit.people.put(KnownPerson("U2", "Of elsewhere", admin=True, external=True))
        unit.people.put(KnownPerson("U3", "Guest", admin=True, guest=True))
        unit.people.put(KnownPerson("U4", "Gone", admin=True, deactivated=True))

    store.write(work)
    assert store.read(lambda unit: unit.people.admins()) == ("U1",)


def test_places_come_by_name(store: SqlStore) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.places.put(Place("C1", "smuggling"))
        unit.places.put(Place("C2", "archive", private=True))
        unit.places.put(Place("C1", "Zeal"))

    store.write(work)
    assert store.read(lambda unit: unit.places.get("C2")) == Place("C2", "archive", private=True)
    assert store.read(lambda unit: unit.places.get("C9")) is None
    assert [place.name for place in store.read(lambda unit: unit.places.all())] == [
        "Zeal",
        "archive",
    ]


def test_a_claim_is_taken_once(store: SqlStore) -> None:
    assert store.write(lambda work: work.claims.take("digest C1 2026-W10"))
    assert not store.write(lambda work: work.claims.take("digest C1 2026-W10"))
    assert store.write(lambda work: work.claims.take("digest C1 2026-W11"))


def test_a_claim_that_did_not_commit_was_not_taken(store: SqlStore) -> None:
    class Crash(Exception):
        pass

    def work(unit: UnitOfWork) -> None:
        assert unit.claims.take("digest")
        raise Crash

    with pytest.raises(Crash):
        store.write(work)
    assert store.write(lambda unit: unit.claims.take("digest"))


def test_settings_are_set_and_changed(store: SqlStore) -> None:
    assert store.read(lambda work: work.settings.get("demo")) is None
    store.write(lambda work: work.settings.put("demo", "yes"))
    store.write(lambda work: work.settings.put("demo", "no"))
    assert store.read(lambda work: work.settings.get("demo")) == "no"
