"""Submissions: what each message to a platform came to, counted one by one."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from bot.domain.figures.comparisons import Submission
from bot.domain.lifecycle.referral import Action, Fact
from bot.domain.times import Period
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import MONDAY, act, flag

# …: the reference of each, its outcome, and the days after which that came.
TOLD = (
    ("A", Action.REJECT, 1.0),
    ("A", Action.REJECT, 2.0),
    ("A", Action.CLOSE, 2.5),
    ("B", Action.REJECT, 3.0),
    ("C", Action.CLOSE, 3.0),
    ("", Action.REJECT, 3.0),
    ("", Action.REJECT, 4.0),
    ("", Action.RESTRICT, 4.0),
    ("", Action.VANISH, 4.0),
    ("A", Action.REJECT, 9.0),
    ("", None, 0.0),
)
ALL = {(2, 3): 1, (1, 1): 1 + 2, (0, 1): 1 + 1}


@pytest.fixture
def told(store: SqlStore) -> SqlStore:
    """Their story."""
    for number, (reference, outcome, days) in enumerate(TOLD, 1):
        channel = "C2" if number in (2, 6) else "C1"
        flag(store, key=f"facebook:group:{number}", channel=channel)
        said: dict[str, Fact] = {"reference": reference} if reference else {}
        act(store, number, Action.REFER, facts=said)
        if outcome is not None:
            act(store, number, outcome, at=MONDAY + timedelta(days=days))
    return store


def counted(
    store: SqlStore, days: float, channel: str | None = None, platform: str = "facebook"
) -> Counter[Submission]:
    """Those among the outcomes of so many days from Monday."""
    period = Period(MONDAY, MONDAY + timedelta(days=days))
    return Counter(store.read(lambda unit: unit.figures.submissions(period, platform, channel)))


def test_referrals_with_one_reference_are_one_and_each_without_is_its_own(told: SqlStore) -> None:
    assert counted(told, 7) == ALL
    assert counted(told, 10) == {(3, 4): 1, (1, 1): 3, (0, 1): 2}
    assert counted(told, 2.25) == {(2, 2): 1}
    assert counted(told, 0.5) == {}
    assert counted(told, 7, platform="youtube") == {}


def test_one_channels_are_counted_alone(told: SqlStore) -> None:
    assert counted(told, 7, "C1") == {(1, 2): 1, (1, 1): 2, (0, 1): 2}
    assert counted(told, 7, "C2") == {(1, 1): 2}
