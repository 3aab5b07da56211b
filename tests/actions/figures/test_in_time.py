"""The share that was answered in time is the same in stats, the digest and on Home."""

from __future__ import annotations

from bot.actions.figures.digest import preview
from bot.actions.figures.home import TeamAtHome
from bot.actions.figures.report import stats
from bot.actions.figures.report_data import report_data
from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.referral import Action
from bot.domain.people import THE_BOT
from handlers.messages.figures.digest import digest_as_text
from tests.harness.without_slack.action_harness import ActionHarness, config, page
from tests.harness.without_slack.examples import DESK


def told(harness: ActionHarness) -> None:
    """Three pages of a month ago: answered after 2 and 12 days, and not at all; one of today."""
    harness.config = config(response_days=7, percent_from=1)
    for number in (1, 2, 3):
        harness.flags_one(page(number))
        harness.does(Action.REFER, number)
    harness.later(days=2)
    harness.does(Action.CLOSE, 1)
    harness.later(days=10)
    harness.does(Action.REJECT, 2)
    harness.later(days=20)
    harness.flags_one(page(4))
    harness.does(Action.REFER, 4)
    harness.does(Action.CLOSE, 4)  # in time, but it had no week to be answered in


def test_stats_digest_and_home_agree(harness: ActionHarness) -> None:
    told(harness)
    report = harness.read(
        lambda uow: stats(uow, FigureQuery(), THE_BOT, harness.now, harness.config)
    )
    digest = harness.read(lambda uow: preview(uow, DESK.id, harness.now, harness.config))
    home = harness.read(lambda uow: TeamAtHome().figures(uow, harness.now, harness.config))
    assert report.in_time.fraction == "1 of 3"
    assert report.in_time == digest.in_time == home.in_time
    (facebook,) = digest.platforms
    assert (facebook.in_time, facebook.long_ago) == (1, 3)
    text = digest_as_text(digest, harness.config).text
    assert (
        "Answered within our limit, of all that were referred at least that long ago: 33.3% (1 of 3)."
        in text
    )
    assert "within our limit 33.3% (1 of 3)" in text


def test_json_says_each_with_its_fraction(harness: ActionHarness) -> None:
    told(harness)
    report = harness.read(
        lambda uow: stats(uow, FigureQuery(), THE_BOT, harness.now, harness.config)
    )
    data = report_data(report, harness.config.zone(""))
    assert data["answered_within_limit"]["fraction"] == "1/3"
    assert {name: rate["fraction"] for name, rate in data["answered_within"].items()} == {
        "24_hours": "0/3",
        "48_hours": "0/3",
        "7_days": "1/3",
        "28_days": "2/3",
    }
    assert (data["first_sign"]["fraction"], data["first_sign"]["median_days"]) == ("3/4", 2)
    assert data["rejected_of_first_decisions"]["fraction"] == "1/3"
    assert data["median_days_by_first_decision"] == {"closed": 0, "rejected": 12}
