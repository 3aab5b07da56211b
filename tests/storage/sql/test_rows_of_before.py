"""A database of the first tables is migrated to what the same events would be written as today."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, create_engine, insert, select

from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Event, State
from storage.database import SqlStore, open_store
from storage.sql.engines import parse_address
from storage.sql.indexes import metadata
from storage.sql.migrating import upgrade
from storage.sql.referral_rows import searchable
from storage.sql.tables import appeals, events, personal_values, referrals
from tests.harness.without_slack.stored_events import MONDAY
from tests.storage.walks import walk, write_all

FIRST = "first"
COPIED = ("counters", "referrals", "events", "personal_values")


def before(row: dict[str, Any]) -> dict[str, Any]:
    """A referral's columns as the first tables had them."""
    row["days_to_outcome"] = None  # nothing that is carried over is made of it
    if row["state"] == State.HELD:
        row["standing"] = "held"
    named = (row["reference"], row["decision_reference"], row["acknowledged_reference"])
    row["search"] = row["search"].removesuffix(searchable(f" {' '.join(named)}".rstrip()))
    row["reference"] = (
        row["decision_reference"] or row["acknowledged_reference"] or row["reference"]
    )
    return row


def copied(now: Connection, then: Connection) -> None:
    """Today's rows into the first tables."""
    old = MetaData()
    old.reflect(then)
    for name in COPIED:
        columns = old.tables[name].columns.keys()
        rows = [dict(row._mapping) for row in now.execute(metadata.tables[name].select())]
        if name == "counters":
            then.execute(old.tables[name].delete())
        if name == "referrals":
            rows = [before(row) for row in rows]
        kept = [{column: row[column] for column in columns} for row in rows]
        if kept:
            then.execute(insert(metadata.tables[name]).inline(), kept)


def without_zone(event: Event) -> Event:
    """As it was recorded before: its days are UTC's."""
    return replace(event, facts={n: fact for n, fact in event.facts.items() if n != "zone"})


SEEDS = (0, 19)
"""So that the stories hold what migrations look at."""


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_are_carried_over(store: SqlStore, bare_url: str, seed: int) -> None:
    told = [without_zone(event) for event in walk(Random(seed), MONDAY, 200)]
    store.write(lambda unit: write_all(unit, told, Random(seed)))
    engine = create_engine(parse_address(bare_url))
    with engine.begin() as connection:
        upgrade(connection, to=FIRST)
    with store._engines.read.connect() as now, engine.begin() as then:
        copied(now, then)
    engine.dispose()
    with open_store(bare_url) as migrated:
        migrated.migrate()
        for table in (referrals, appeals, events, personal_values):
            keys = list(table.primary_key)
            query = select(table).order_by(*keys)
            for carried, today in zip(rows(migrated, query), rows(store, query), strict=True):
                assert carried == today
        assert migrated.read(lambda unit: unit.audit.verify())[1] == ()


def rows(store: SqlStore, query: Any) -> list[dict[str, Any]]:
    """What a query gives."""
    with store._engines.read.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(query)]


def test_the_stories_hold_what_migrations_look_at() -> None:
    stories = [walk(Random(seed), MONDAY, 200) for seed in SEEDS]
    stand = [
        replay([event for event in told if event.referral == n])
        for told in stories
        for n in {event.referral for event in told}
    ]
    assert any(one.held_at_flag and one.came_in_sight_at is None for one in stand)
    assert any(one.held_at_flag and one.came_in_sight_at for one in stand)
    assert any(one.referred_again for one in stand)
    assert any(one.reference and one.decision_reference for one in stand)
    assert any(one.acknowledged_reference for one in stand)
    assert any(len([it for it in one.appeals if not it.undone]) > 1 for one in stand)
    assert any(it.undone for one in stand for it in one.appeals)
