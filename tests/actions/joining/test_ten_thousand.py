"""A network of 10,000 pages: said to be cut, never walked, and of what is common nothing."""

from __future__ import annotations

import pytest

from bot.actions.joining.network import Network, network
from bot.domain.batches import MOST
from bot.domain.indicators.indicator import Indicator, IndicatorKind
from bot.domain.indicators.joining import KeptIndicator
from bot.domain.people import Actor
from storage.database import open_store
from tests.benchmarks.joining import fill
from tests.benchmarks.measuring import bare
from tests.harness.without_slack.action_harness import config
from tests.harness.without_slack.examples import ANALYST, DESK
from tests.harness.without_slack.stored_events import MONDAY, flag

PAGES = 10_000
EACH = 200
"""So many pages share one of the fifty indicators of R-1."""


@pytest.fixture
def found(sqlite_url: str) -> Network:
    with open_store(sqlite_url) as store:
        flag(store, channel="C1")
        with bare(sqlite_url) as ask:
            fill(ask, "sqlite", PAGES)
            ask(
                f"INSERT INTO indicators SELECT number, 'other', 'v' || ((number - 2) / {EACH}), 1, 0, 0, 1 FROM referrals WHERE number > 1",
                {},
            )
        shared = [Indicator(IndicatorKind.OTHER, f"v{n}") for n in range(PAGES // EACH)]
        kept = {1: [KeptIndicator(one) for one in shared]}
        store.write(lambda uow: uow.indicators.add(kept, MONDAY))
        actor = Actor(ANALYST, DESK, MONDAY)
        most = config(indicators={"common_above": 1_000})
        return store.write(lambda uow: network(uow, 1, actor, most))


def test_a_network_of_ten_thousand_pages_is_cut_and_says_so(found: Network) -> None:
    assert len(found.others) == MOST
    assert found.more
    by_value = {one.indicator.value: one for one in found.links.shared}
    assert by_value["c"].common
    assert by_value["c"].pages == ()
    assert len(by_value["v0"].pages) == EACH
