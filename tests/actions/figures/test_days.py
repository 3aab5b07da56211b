"""The days that figures count are those of the referral's own channel, as they were recorded."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.referral import Action
from tests.harness.without_slack.action_harness import ActionHarness, config, page
from tests.harness.without_slack.examples import DESK, OTHER


def median(harness: ActionHarness) -> int | None:
    """Of everything, now and as it was known now."""
    as_of = FigureQuery(as_of=harness.now)
    now = harness.read(lambda uow: uow.figures.cohort(FigureQuery()))
    assert now == harness.read(lambda uow: uow.figures.cohort(as_of))
    return now.took(harness.now).median


def test_a_change_of_config_moves_no_figure(harness: ActionHarness) -> None:
    harness.config = config(time_zone="America/Los_Angeles")
    harness.now = datetime(2026, 3, 2, 1, tzinfo=UTC)  # the evening of 1 March there
    harness.flags_one(page(1))
    harness.does(Action.REFER, 1)
    harness.later(hours=6)
    harness.does(Action.CLOSE, 1)  # still the same evening
    assert median(harness) == 0
    harness.config = config(time_zone="Europe/London")  # where another day had begun at midnight
    harness.does(Action.NOTE, 1)
    assert median(harness) == 0
    assert harness.referral(1).zone == "America/Los_Angeles"


def test_each_channels_pages_have_their_own_days(harness: ActionHarness) -> None:
    harness.config = config(
        time_zone="Europe/London", channels={DESK.id: {"time_zone": "Asia/Tokyo"}, OTHER.id: {}}
    )
    harness.now = datetime(2026, 3, 2, 14, 50, tzinfo=UTC)  # ten to midnight in Tokyo
    for number, place in ((1, DESK), (2, OTHER)):
        harness.flags_one(page(number), place=place)
        harness.does(Action.REFER, number, place=place)
    harness.later(minutes=30)
    for number, place in ((1, DESK), (2, OTHER)):
        harness.does(Action.REJECT, number, place=place)
    days = harness.read(lambda uow: uow.figures.cohort(FigureQuery())).days
    assert days == {"facebook": {0: 1, 1: 1}}


def test_what_is_referred_again_has_its_channels_zone(harness: ActionHarness) -> None:
    harness.config = config(time_zone="Asia/Kathmandu")
    harness.flags_one()
    harness.does(Action.REFER)
    harness.does(Action.REJECT)
    new = harness.does(Action.REFER_AGAIN).new
    assert new is not None
    assert new.zone == "Asia/Kathmandu"
    assert {event.facts.get("zone") for event in harness.history(new.number)} == {"Asia/Kathmandu"}
