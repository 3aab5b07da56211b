"""Which referral has which files: found, let go, and their files removed once nobody has them."""

from __future__ import annotations

from bot.domain.evidence import Piece
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import MONDAY, later


def piece(referral: int, seq: int, stored_as: str = "") -> Piece:
    stored_as = stored_as or f"{referral:02}{seq:02}" * 16
    return Piece(referral, seq, stored_as, 12, "png", "a.png", "ff" * 32, "U1", MONDAY)


def kept(store: SqlStore, *pieces: Piece) -> None:
    for one in pieces:
        store.write(lambda uow, one=one: uow.evidence.add(one))  # type: ignore[misc]


def of(store: SqlStore, *numbers: int) -> dict[int, tuple[Piece, ...]]:
    return store.read(lambda uow: uow.evidence.of_referrals(numbers))


def test_pieces_are_found_by_their_referral(store: SqlStore) -> None:
    first, second, other = piece(1, 3), piece(1, 2), piece(2, 2)
    kept(store, first, second, other)
    assert of(store, 1, 7) == {1: (second, first)}
    assert store.read(lambda uow: list(uow.evidence.all())) == [second, first, other]
    known = store.read(lambda uow: uow.evidence.known({other.stored_as, "nobody's"}))
    assert known == {other.stored_as}
    assert store.read(lambda uow: uow.evidence.known(())) == frozenset()


def test_what_was_let_go_is_to_be_removed_once(store: SqlStore) -> None:
    kept(store, piece(1, 2), piece(1, 3), piece(2, 2))
    assert store.write(lambda uow: uow.evidence.drop(1, later(1))) == 2
    assert of(store, 1, 2) == {2: (piece(2, 2),)}
    gone = store.read(lambda uow: uow.evidence.to_remove(10))
    assert set(gone) == {piece(1, 2).stored_as, piece(1, 3).stored_as}
    store.write(lambda uow: uow.evidence.removed(gone))
    assert store.read(lambda uow: uow.evidence.to_remove(10)) == ()


def test_a_file_that_another_referral_has_stays(store: SqlStore) -> None:
    shared = "ab" * 32
    kept(store, piece(1, 2, shared), piece(2, 2, shared))
    store.write(lambda uow: uow.evidence.drop(1, later(1)))
    assert store.read(lambda uow: uow.evidence.to_remove(10)) == ()
    store.write(lambda uow: uow.evidence.drop(2, later(2)))
    assert store.read(lambda uow: uow.evidence.to_remove(10)) == (shared,)
