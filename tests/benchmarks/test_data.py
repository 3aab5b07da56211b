"""What the measurements are made on is what the bot would have written: everything checks out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.figures.query import FigureQuery
from bot.domain.figures.statistics import Cohort
from bot.domain.lifecycle.referral import State
from storage.database import open_store
from tests.benchmarks import copying, filling, histories
from tests.conftest import PostgresDatabases

SIZE = 200


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small SQLite file of them."""
    path = tmp_path_factory.mktemp("filled") / "referrals.db"
    filling.tell(path, SIZE)
    return path


def accepted(url: str) -> Cohort:
    """Verify everything, and count it."""
    with open_store(url) as store:
        events, faults = store.read(lambda unit: unit.audit.verify())
        assert faults == ()
        assert events == sum(len(one.events) for one in histories.histories(0, SIZE))
        following = store.write(lambda unit: unit.referrals.reserve_number())
        assert following == SIZE + 1
        return store.read(lambda unit: unit.figures.cohort(FigureQuery()))


def test_the_audit_and_a_recount_accept_it_on_both_databases(
    filled: Path, postgres: PostgresDatabases
) -> None:
    url = postgres.make_bare()
    copying.fill_postgresql(url, filled, SIZE)
    found = accepted(f"sqlite:///{filled}")
    assert found.counts.referred > 0
    assert accepted(url) == found
    postgres.drop(url)


@pytest.mark.parametrize("size", [SIZE // 4, 2 * SIZE])
def test_copies_have_other_numbers_and_pages_on_both_databases(
    size: int,
    filled: Path,
    tmp_path: Path,
    postgres: PostgresDatabases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(copying, "COPIED", SIZE // 2)
    url = postgres.make_bare()
    copying.fill_postgresql(url, filled, size)
    copying.fill_sqlite(tmp_path / "copied.db", filled, size)
    found = []
    for each in (url, f"sqlite:///{tmp_path}/copied.db"):
        with open_store(each) as store:
            assert store.write(lambda unit: unit.referrals.reserve_number()) == size + 1
            found.append(store.read(lambda unit: unit.referrals.many(range(1, size + 1))))
    assert found[0] == found[1]
    assert len({one.page_key for one in found[0].values()}) == len(found[0]) == size
    postgres.drop(url)


def test_the_last_weeks_are_alike_however_much_went_before() -> None:
    def newest(size: int) -> list[tuple[object, ...]]:
        told = histories.histories(0, size)[-SIZE:]
        return [(one.referral.page_key, one.referral.flagged_at, one.remind_at) for one in told]

    assert newest(900) == newest(2_000)


def test_every_state_is_told_of_and_about_three_events_each() -> None:
    told = [one for block in histories.blocks(8_000) for one in histories.histories(block, 8_000)]
    assert {one.referral.state for one in told} == set(State)
    assert [one.referral.number for one in told] == list(range(1, 8_001))
    assert len({one.referral.page_key for one in told if one.referral.live}) == sum(
        one.referral.live for one in told
    )
    settled = told[:2_000]
    assert 2.7 < sum(len(one.events) for one in settled) / len(settled) < 3.3
