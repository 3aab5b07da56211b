"""The gauges are what a plain count of the referrals gives, on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions.figures.gauges import Gauges, gauges
from bot.config.reading import config_of
from bot.domain.lifecycle.referral import Referral, State
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import MONDAY
from tests.storage.walks import as_known, telling, walk

LIMITS = {"facebook": 3, "youtube": 20}
CONFIG = config_of({"platforms": {name: {"response_days": days} for name, days in LIMITS.items()}})


@settings(max_examples=8)
@given(rnd=st.randoms(use_true_random=True), steps=st.integers(1, 100))
def test_gauges_count_what_stands_where(once: SqlStore, rnd: Random, steps: int) -> None:
    events = walk(rnd, MONDAY, steps)
    now = max((event.recorded_at for event in events), default=MONDAY)
    known = as_known(events, None)
    states = Counter(
        one.appealed_outcome or State.REJECTED for one in known if _appealed(one.state)
    )
    states += Counter(state for one in known if not _appealed(state := in_sight(one)))
    limit = {one.number: timedelta(days=LIMITS.get(one.platform, 7)) for one in known}
    waiting = [one for one in known if in_sight(one) is State.REFERRED and one.referred_at]
    late = [
        one for one in waiting if one.referred_at and now - one.referred_at >= limit[one.number]
    ]

    def look(unit: UnitOfWork) -> None:
        found: Gauges = gauges(unit, now, CONFIG)
        assert set(found.by_state) == set(State) - {State.HELD, State.APPEALED}
        assert found.by_state == {state: states[state] for state in found.by_state}
        assert found.appealed == sum(_appealed(one.state) for one in known)
        assert found.overdue == len(late)

    telling(once, events, rnd, look)


def in_sight(one: Referral) -> State:
    """What it counts as: held, where nobody has seen it before it was."""
    if one.state is not State.HELD or (one.held_at_flag and not one.came_in_sight_at):
        return one.state
    return one.state_before_hold or State.FLAGGED


def _appealed(state: State) -> bool:
    return state is State.APPEALED
