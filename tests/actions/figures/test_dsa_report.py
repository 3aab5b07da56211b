"""The yearly report (DSA Art. 22(3)): a small year told, and the report on it read as text."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.actions.figures.dsa_report import dsa_data, dsa_report, dsa_rows
from bot.config import Config
from bot.domain.errors import BadAnswer
from bot.domain.figures.dsa import DsaReport
from bot.domain.figures.dsa_markdown import markdown
from bot.domain.figures.statistics import Standing
from bot.domain.lifecycle.referral import Action
from tests.harness.without_slack.action_harness import ActionHarness, config
from tests.harness.without_slack.examples import LEAD

GOLDEN = Path(__file__).parent / "data" / "dsa-2026.md"
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)  # 01:00 in Paris
CONFIG = config(
    team="Desk",
    time_zone="Europe/Paris",
    platforms={"facebook": {"provider": "Meta Platforms Ireland Limited"}, "youtube": {}},
    report={
        "organisation": "Example | Observatory",
        "independence": "No provider pays us.\n\nOur board has **no** member from one.\n",
    },
)
GROUP = "https://www.facebook.com/groups/{}"
CHANNEL = "https://www.youtube.com/@example{}"


def report(harness: ActionHarness, year: str = "2026", as_of: str | None = None) -> DsaReport:
    return harness.read(lambda uow: dsa_report(uow, year, as_of, harness.now, harness.config))


def refer(
    harness: ActionHarness, number: int, url: str, basis: str = "both", category: str = "crossing"
) -> None:
    harness.flags(url, note="He calls himself Somebody.")
    harness.does(Action.REFER, number, basis=basis, category=category)


@pytest.fixture
def told(harness: ActionHarness) -> ActionHarness:
    """A year of ten referrals; the last of them is referred a minute after it, in Paris."""
    harness.config = CONFIG
    harness.now = datetime(2026, 1, 1, 9, tzinfo=UTC)
    refer(harness, 1, GROUP.format(1))
    refer(harness, 2, GROUP.format(2), "law", "vessels")
    refer(harness, 3, CHANNEL.format(3), "law", "request")
    refer(harness, 4, CHANNEL.format(4))
    refer(harness, 5, "https://example.com/boats", "law", "vessels")
    refer(harness, 6, GROUP.format(6), "terms")
    refer(harness, 7, GROUP.format(7))
    refer(harness, 8, GROUP.format(8))
    refer(harness, 9, GROUP.format(9))
    harness.later(days=1)
    harness.does(Action.CLOSE, 1)
    harness.later(days=2)
    harness.does(Action.RESTRICT, 2)
    for number in (3, 4, 6):
        harness.does(Action.REJECT, number)
    harness.later(days=10)
    harness.does(Action.APPEAL, 3)
    harness.does(Action.APPEAL, 4)
    harness.does(Action.VANISH, 5)
    harness.does(Action.WITHDRAW, 8, LEAD)
    harness.does(Action.HOLD, 9, LEAD)
    harness.later(days=30)
    harness.does(Action.OVERTURN, 3)
    harness.now = datetime(2026, 12, 31, 23, 1, tzinfo=UTC)
    refer(harness, 10, GROUP.format(10))
    harness.now = NEW_YEAR
    return harness


def test_the_report_reads_like_this(told: ActionHarness) -> None:
    assert markdown(report(told)) == GOLDEN.read_text(encoding="utf-8")


def test_as_json_it_says_the_same(told: ActionHarness) -> None:
    data = dsa_data(report(told))
    assert json.loads(json.dumps(data)) == data
    parts = {"closed": 2, "restricted": 1, "rejected": 1, "gone": 1, "waiting": 2}
    assert data["notices"] == {"referred": 7, **parts}
    assert [(one["service"], one["provider"], one["referred"]) for one in data["by_provider"]] == [
        ("Facebook", "Meta Platforms Ireland Limited", 4),
        ("YouTube", None, 2),
        ("Other site", None, 1),
    ]
    assert [(one["type"], one["referred"]) for one in data["by_type"]] == [
        ("Offer of crossing", 4),
        ("Vessels", 2),
        ("Request for help", 1),
    ]
    assert data["appeals"] == {"appealed": 2, "overturned": 1, "upheld": 0, "not_ended": 1}
    assert data["not_in_the_tables"]["terms_only"]["rejected"] == 1
    assert data["not_in_the_tables"]["withdrawn"] == 1
    assert (data["ready"], data["missing"]) == (True, [])
    assert "hold" not in json.dumps(data)
    assert '"held"' not in json.dumps(data)
    assert data["since"] == "2025-12-31T23:00:00+00:00"


def test_as_rows_each_names_what_it_counts(told: ActionHarness) -> None:
    head, *rows = dsa_rows(report(told))
    assert {len(row) for row in rows} == {len(head)}
    found = [(row[0], row[2], row[4]) for row in rows]
    assert found[:2] == [("all", "", 7), ("provider", "Facebook", 4)]
    assert found[-2:] == [("terms only", "", 1), ("basis not stated", "", 0)]


def test_nobody_and_no_page_is_named(told: ActionHarness) -> None:
    made = report(told)
    written = f"{markdown(made)}{json.dumps(dsa_data(made))}{dsa_rows(made)}"
    for personal in ("USECOND", "ULEAD", "Somebody", "facebook.com", "youtube.com", "example.com"):
        assert personal not in written
    assert "Facebook" in written


def test_as_of_a_day_it_says_what_was_known_then(told: ActionHarness) -> None:
    then = report(told, as_of="2026-01-05")
    assert (then.counts.closed, then.counts.restricted, then.counts.rejected) == (1, 1, 2)
    assert (then.later.appealed, then.withdrawn, then.on_hold, then.ended) == (0, 0, {}, False)
    assert then.dates == "1 January 2026 to 5 January 2026"
    assert then.as_of_said == "the end of 5 January 2026"
    assert report(told, as_of="2026-01").as_of_said == "the end of 31 January 2026"
    assert "2026 had not ended: this is a draft." in then.notes
    assert "> **Draft.** 2026 had not ended" in markdown(then)


def test_what_is_missing_is_named_where_it_should_stand(told: ActionHarness) -> None:
    told.config = told.config.model_copy(update={"report": Config().report})
    bare = report(told)
    assert bare.organisation == "Desk"
    (missing,) = bare.missing
    assert "`report: independence:`" in missing
    assert "**TO BE WRITTEN BEFORE PUBLICATION" in markdown(bare)
    assert dsa_data(bare)["ready"] is False


def test_what_to_look_at_first_is_said_to_who_makes_it(told: ActionHarness) -> None:
    made = report(told)
    assert made.on_hold == {Standing.WAITING: 1}
    assert made.notes == (
        "1 referral to sites whose provider the records do not name: they stand in one row.",
        "Named by their service alone: YouTube. Name the company in config.yaml under "
        "`platforms:`, `provider:`.",
    )


def test_a_year_without_notices_says_so(told: ActionHarness) -> None:
    empty = report(told, "2025")
    assert "No notice of illegal content was sent in this period." in markdown(empty)
    assert "| Provider" not in markdown(empty)
    assert report(told, "2027").counts.referred == 1


@pytest.mark.parametrize(
    ("year", "as_of", "said"),
    [
        ("2028", None, "2028 has not begun. The latest year is 2027."),
        ("twenty", None, "“twenty” isn't a year. Write it like 2027."),
        ("0026", None, "“0026” isn't a year. Write it like 2027."),
        ("2026", "2025-12-31", "On 31 December 2025 2026 had not begun."),
        ("2026", "rubbish", "“rubbish” isn't a date I understand."),
    ],
)
def test_a_wrong_year_or_day_is_named(
    told: ActionHarness, year: str, as_of: str | None, said: str
) -> None:
    with pytest.raises(BadAnswer) as refused:
        report(told, year, as_of)
    assert said in refused.value.sentence


def test_days_are_counted_from_the_notice_to_the_first_decision(told: ActionHarness) -> None:
    made = report(told)
    assert (made.took.decided, made.took.median, made.took.ninetieth) == (4, 3, 3)
    assert made.took.oldest_waiting == (date(2027, 1, 1) - date(2026, 1, 1)).days
    assert made.period.end - made.period.start == timedelta(days=365)
