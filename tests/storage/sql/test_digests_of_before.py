"""Digests that were posted before publications were kept are found among them."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import create_engine, text

from bot.domain.lifecycle.referral import Action
from storage.database import SqlStore, open_store
from storage.sql.engines import parse_address
from storage.sql.migrating import upgrade
from tests.harness.without_slack.action_harness import ActionHarness, page

BEFORE = "references and appeals"


def test_digests_are_carried_over(store: SqlStore, bare_url: str) -> None:
    harness = ActionHarness(store)
    for number, action in ((1, Action.REJECT), (2, Action.CLOSE)):
        harness.flags_one(page(number))
        harness.does(Action.REFER, number)
        harness.does(action, number)
    harness.now += timedelta(days=7)
    assert harness.posts_digests().posted
    (today,) = harness.read(lambda uow: uow.publications.all())
    said = harness.read(lambda uow: uow.figures.said("CDESK"))
    assert said is not None
    engine = create_engine(parse_address(bare_url))
    with engine.begin() as connection:
        upgrade(connection, to=BEFORE)
        connection.execute(
            text("INSERT INTO digests VALUES ('CDESK', '2026-W10', 1, :data)"),
            {"data": json.dumps(said.to_json())},
        )
    engine.dispose()
    with open_store(bare_url) as migrated:
        migrated.migrate()
        (carried,) = migrated.read(lambda uow: uow.publications.all())
    assert carried == today
