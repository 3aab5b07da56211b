"""Digests: when they are posted, what they say, what they correct; and what stats answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.actions.figures.digest import (
    Posted,
    last_ended,
    post_digest,
    post_digests,
    post_latest_digest,
    prepare_digests,
    preview,
)
from bot.actions.figures.report import StatsReport, stats, stats_query
from bot.actions.recording.rekey import rekey
from bot.config import Config
from bot.domain.announcements import Message
from bot.domain.errors import BadAnswer
from bot.domain.figures.digest import Digest
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.statistics import Standing
from bot.domain.lifecycle.referral import Action
from bot.domain.pages.urls import parse_page
from bot.domain.people import Person
from bot.domain.platforms import Page
from bot.domain.times import say_day
from handlers.messages.figures.digest_lines import corrections
from tests.harness.without_slack.action_harness import ActionHarness, config, page
from tests.harness.without_slack.examples import DESK, DIRECT, LEAD, MONDAY, OTHER, SECOND, SECRET

NEXT_MONDAY = datetime(2026, 3, 9, 9, tzinfo=UTC)


def due(harness: ActionHarness) -> Posted:
    return harness.posts_digests()


def digests(harness: ActionHarness) -> list[dict[str, Any]]:
    """What was posted since the last time."""
    return [dict(one.data) for one in harness.sent() if one.message is Message.DIGEST]


def week(
    harness: ActionHarness, *, closed: int = 0, rejected: int = 0, waiting: int = 0, first: int = 0
) -> None:
    """So many pages flagged, referred and decided, within minutes."""
    for number, action in enumerate(
        [Action.CLOSE] * closed + [Action.REJECT] * rejected + [None] * waiting, first + 1
    ):
        harness.flags_one(page(number))
        harness.does(Action.REFER, number)
        if action:
            harness.does(action, number)


def test_a_digest_is_posted_once_after_its_week(harness: ActionHarness) -> None:
    week(harness, closed=2, rejected=1, waiting=1)
    assert due(harness).posted == ()
    harness.now = NEXT_MONDAY - timedelta(minutes=1)
    assert due(harness).posted == ()
    harness.now = NEXT_MONDAY
    assert due(harness).posted == ("digest 2026-W10 CDESK",)
    assert due(harness).posted == ()
    harness.now = NEXT_MONDAY - timedelta(hours=3)  # the clock jumped back
    assert due(harness).posted == ()
    harness.now = NEXT_MONDAY + timedelta(days=2)
    assert due(harness).posted == ()
    (data,) = digests(harness)
    assert (data["rate"]["fraction"], data["dates"]) == ("1/3", "2 to 8 March 2026")
    assert data["happened"]["referred"] == 4
    assert data["totals"]["waiting"] == 1
    assert data["late"] is False
    assert data["demo_data"] is False
    assert harness.read(lambda uow: uow.figures.said("CDESK")) == Digest.from_json(data)


def test_what_two_replicas_prepare_is_posted_once(harness: ActionHarness) -> None:
    week(harness, closed=1)
    harness.now = NEXT_MONDAY
    first = harness.read(lambda uow: prepare_digests(uow, harness.now, harness.config))
    second = harness.read(lambda uow: prepare_digests(uow, harness.now, harness.config))
    for prepared in (first, second):
        harness.store.write(lambda uow, one=prepared: post_digests(uow, one, harness.now))  # type: ignore[misc]
    assert len(digests(harness)) == 1


def test_late_rather_than_never_and_never_too_late(harness: ActionHarness) -> None:
    week(harness, closed=1)
    harness.now = NEXT_MONDAY + timedelta(days=2)
    due(harness)
    assert digests(harness)[0]["late"] is True
    harness.now += timedelta(days=7 * 2 + 4)  # down for two weeks, back on a Sunday
    posted = due(harness)
    assert posted.posted == ()
    assert posted.skipped == (
        "2026-W12 in #desk was due on 23 March 2026, 09:00, more than 3 days ago",
    )
    assert due(harness) == Posted((), ())
    by_hand = harness.store.write(
        lambda uow: post_latest_digest(uow, DESK, harness.now, harness.config)
    )
    assert by_hand == f"digest 2026-W12 {DESK.id}", "nobody had posted it"
    assert due(harness) == Posted((), ())
    assert len(digests(harness)) == 1


def test_no_digest_before_the_first_flag(harness: ActionHarness) -> None:
    harness.store.write(lambda uow: uow.places.put(DESK))
    assert due(harness) == Posted((), ())
    harness.now = NEXT_MONDAY
    harness.flags_one()
    assert due(harness) == Posted((), ())


def test_only_channels_that_take_part(harness: ActionHarness) -> None:
    harness.config = config(
        channels={
            "CDESK": {"digest": {"enabled": False}},
            "GSECRET": {"time_zone": "America/New_York"},
        }
    )
    harness.flags_one(page(1))
    for place in (SECRET, DIRECT, OTHER):
        harness.store.write(lambda uow, one=place: uow.places.put(one))  # type: ignore[misc]
    harness.now = NEXT_MONDAY
    assert due(harness).posted == ()
    harness.now = NEXT_MONDAY + timedelta(hours=4)  # nine in New York, whose clocks have changed
    assert due(harness).posted == ("digest 2026-W10 GSECRET",)


def test_nine_stays_nine_when_the_clocks_change(harness: ActionHarness) -> None:
    harness.flags_one()
    harness.now = datetime(2026, 3, 30, 7, 59, tzinfo=UTC)  # 08:59 in London, on summer time
    due(harness)
    assert digests(harness) == []
    harness.now = datetime(2026, 3, 30, 8, tzinfo=UTC)
    due(harness)
    assert digests(harness)[0]["period"] == "2026-W13"


def test_the_next_digest_names_what_was_corrected(harness: ActionHarness) -> None:
    week(harness, closed=11, rejected=8)
    harness.now = NEXT_MONDAY
    due(harness)
    first = digests(harness)[0]
    harness.does(Action.CLOSE, 12)  # rejected last week, closed now: no correction of last week
    harness.does(Action.UNDO, 13, who=LEAD, why="never said so")
    harness.does(Action.CLOSE, 13, at=MONDAY + timedelta(days=3))
    harness.now = NEXT_MONDAY + timedelta(days=7)
    due(harness)
    second = digests(harness)[0]
    assert first["rate"]["fraction"] == "8/19"
    (correction,) = second["corrections"]
    assert correction["last"] is True
    assert correction["said"]["fraction"] == "8/19"
    assert correction["now"]["fraction"] == "7/19"
    assert correction["changes"] == 1
    assert second["rate_before"]["fraction"] == "7/19"
    assert second["reversals"]["closed_later"] == 1
    assert harness.read(lambda uow: uow.figures.said("CDESK")) == Digest.from_json(second)


def test_as_of_says_what_was_known_then(harness: ActionHarness) -> None:
    week(harness, closed=1, rejected=1)
    before = harness.now
    harness.later(days=3)
    harness.does(Action.UNDO, 2, who=LEAD, why="wrong page")
    query = harness.read(
        lambda uow: stats_query(uow, "as of 2 March", "", harness.now, harness.config)
    )
    found = ask(harness, "as of 2 March")
    assert found.dates.endswith("2 March 2026")
    assert found.as_of_said == "the end of 2 March 2026 (Europe/London)"
    assert query.as_of is not None
    assert query.as_of > before
    assert found.counts.rejected == 1
    assert ask(harness, "").counts.rejected == 0


def ask(harness: ActionHarness, words: str, who: Person = SECOND) -> StatsReport:
    def work(uow: Any) -> StatsReport:
        query = stats_query(uow, words, DESK.id, harness.now, harness.config)
        return stats(uow, query, who, harness.now, harness.config, channel=DESK.id, detailed=True)

    return harness.read(work)


def test_stats_and_its_sentence(harness: ActionHarness) -> None:
    week(harness, closed=2, rejected=1, waiting=1)
    harness.later(days=1)
    found = ask(harness, "platform fb")
    assert found.quote == (
        "Between 2 March 2026 and 3 March 2026 the team referred 4 pages to Facebook for closure: "
        "2 were closed, 1 rejected and 1 is still without an answer; 1 of 3 decided was rejected "
        "(the team's own records)."
    )
    assert found.filters == ("platform Facebook",)
    assert found.places == {"#desk": found.counts}
    assert found.flaggers == {}
    assert list(ask(harness, "", LEAD).flaggers.values()) == [found.counts]
    nothing = ask(harness, "category vessels")
    assert nothing.quote == (
        "Between 2 March 2026 and 3 March 2026 the team referred no page to platforms for closure "
        "(category Vessels) (the team's own records)."
    )


PERIODS = [
    # asked for, how the quote begins, how it ends
    ("", "Between 2 March 2026 and 16 March 2026 the team referred 4 pages", "own records)."),
    ("today", "On 16 March 2026 the team referred no page to platforms", "own records)."),
    ("last week", "Between 9 March 2026 and 15 March 2026 the team referred no", "own records)."),
    (
        "since 2016-12-01 platform facebook",
        "Between 1 December 2016 and 16 March 2026 the team referred 4 pages to Facebook",
        "(the team's own records; records begin on 2 March 2026).",
    ),
    (
        "platform linkedin",
        "Between 2 March 2026 and 16 March 2026 the team referred no page to LinkedIn for closure",
        "(the team's own records).",
    ),
    (
        "February 2026",
        "Between 1 February 2026 and 28 February 2026 the team referred no page to platforms",
        "(the team's own records; records begin on 2 March 2026).",
    ),
    (
        "until February 2026",
        "Up to 28 February 2026 the team referred no page to platforms",
        "(the team's own records; records begin on 2 March 2026).",
    ),
]


@pytest.mark.parametrize(("words", "begins", "ends"), PERIODS)
def test_a_quote_says_the_period_that_was_asked_for(
    harness: ActionHarness, words: str, begins: str, ends: str
) -> None:
    week(harness, closed=2, rejected=1, waiting=1)
    harness.now = MONDAY + timedelta(days=14)
    found = ask(harness, words)
    assert found.quote.startswith(begins)
    assert found.quote.endswith(ends)
    assert ("records begin on" in found.dates) == ("records begin on" in found.quote)


def test_without_records_there_is_nothing_to_say(harness: ActionHarness) -> None:
    assert ask(harness, "").quote == (
        "Up to 2 March 2026 the team referred no page to platforms for closure "
        "(the team's own records; there are none yet)."
    )


def test_what_is_referred_again_is_another_referral_of_the_page(harness: ActionHarness) -> None:
    week(harness, rejected=1)
    harness.does(Action.REFER_AGAIN, 1, reason="new evidence")
    found = ask(harness, "")
    assert "the team made 2 referrals of 1 page to platforms for closure: " in found.quote


def test_a_period_contains_what_it_counts(harness: ActionHarness) -> None:
    """Referred with a date three days back, flagged today."""
    harness.flags_one(page(1))
    three_back = harness.now - timedelta(days=3)
    harness.does(Action.REFER, 1, at=three_back)
    assert ask(harness, "").quote.startswith(
        f"Between {say_day(three_back)} and {say_day(harness.now)} the team referred 1 page "
    )
    assert "referred no page" in ask(harness, "since today").quote


def test_the_percentage_begins_at_ten_decided(harness: ActionHarness) -> None:
    week(harness, closed=6, rejected=3)
    assert "; 3 of 9 decided were rejected (the" in ask(harness, "").quote
    harness.config = config(percent_from=9)
    assert "; of those decided, 33.3% (3 of 9) were rejected (the" in ask(harness, "").quote


def test_a_hold_changes_nothing_a_withdrawal_no_rate_and_holds_are_for_leads(
    harness: ActionHarness,
) -> None:
    week(harness, closed=2, rejected=1, waiting=2)
    before = ask(harness, "")
    harness.does(Action.HOLD, 4, who=LEAD)
    assert ask(harness, "").cohort == before.cohort
    harness.does(Action.WITHDRAW, 5, who=LEAD)
    after = ask(harness, "")
    assert after.counts.rejection_rate == before.counts.rejection_rate
    assert (after.cohort.withdrawn, after.on_hold) == (1, {})
    assert ask(harness, "", LEAD).on_hold == {Standing.WAITING: 1}


def test_a_private_channels_page_is_not_named_elsewhere(harness: ActionHarness) -> None:
    harness.flags_one(page(1), place=SECRET)
    harness.does(Action.REFER, 1, place=SECRET)
    harness.flags_one(page(2))
    harness.does(Action.REFER, 2)
    harness.now = MONDAY + timedelta(days=10)

    def named(channel: str) -> list[int]:
        data = harness.read(lambda uow: preview(uow, channel, harness.now, harness.config, "last"))
        assert data.overdue.total == 2
        return [one.number for one in data.overdue.oldest]

    assert named(DESK.id) == [2]
    assert named(SECRET.id) == [1, 2]


def test_a_channels_own_digest(harness: ActionHarness) -> None:
    week(harness, closed=1)
    harness.flags_one(page(2), place=OTHER)
    harness.does(Action.REFER, 2, place=OTHER)
    harness.config = config(channels={"COTHER": {"digest": {"scope": "channel"}}, "CDESK": {}})
    harness.now = NEXT_MONDAY
    due(harness)
    found = {one["channel"]: one["happened"]["referred"] for one in digests(harness)}
    assert found == {"CDESK": 2, "COTHER": 1}


@pytest.mark.parametrize(
    ("plan", "key", "referred"),
    [
        ({"period": "month", "late_days": 9}, "2026-03", 1),
        ({"since": "2025-12-01", "late_days": 9}, "2026-W14+", 1),
    ],
)
def test_a_month_and_since_are_the_same_with_another_period(
    harness: ActionHarness, plan: dict[str, object], key: str, referred: int
) -> None:
    harness.config = config(digest=plan)
    week(harness, closed=1)
    harness.now = datetime(2026, 4, 7, 9, tzinfo=UTC)
    assert due(harness).posted == (f"digest {key} CDESK",)
    (data,) = digests(harness)
    assert data["happened"]["referred"] == referred
    assert len(data["trend"]) == 12


def test_by_hand(harness: ActionHarness) -> None:
    week(harness, closed=1)
    span = last_ended(DESK.id, NEXT_MONDAY, harness.config)

    def post() -> str | None:
        return harness.store.write(
            lambda uow: post_digest(uow, DESK.id, span, harness.now, harness.config)
        )

    with pytest.raises(BadAnswer, match="hasn't ended yet"):
        post()
    so_far = harness.read(lambda uow: preview(uow, DESK.id, harness.now, harness.config))
    assert (so_far.so_far, so_far.period) == (True, "2026-W10")
    harness.now = NEXT_MONDAY
    assert post() == "digest 2026-W10 CDESK"
    assert post() is None
    latest = harness.store.write(lambda uow: post_latest_digest(uow, DESK, harness.now, Config()))
    assert latest is None
    with pytest.raises(BadAnswer, match="hasn't begun"):
        harness.read(lambda uow: preview(uow, DESK.id, harness.now, harness.config, "2027-W01"))
    with pytest.raises(BadAnswer, match="isn't a week"):
        harness.read(lambda uow: preview(uow, DESK.id, harness.now, harness.config, "soon"))


def read_anew(harness: ActionHarness, *, as_platform: str) -> None:
    """Newer rules count every page to this platform."""

    def read(address: str, extra_hosts: Mapping[str, str]) -> Page:
        return replace(parse_page(address), platform=as_platform, kind="page")

    harness.store.write(lambda uow: rekey(uow, harness.config, harness.now, version=99, read=read))


def test_the_next_digest_says_that_addresses_were_read_anew(harness: ActionHarness) -> None:
    week(harness, closed=2, rejected=1)
    harness.now = NEXT_MONDAY
    due(harness)
    assert digests(harness)[0]["read_anew"] == 0
    said = harness.now
    harness.later(days=1)
    read_anew(harness, as_platform="telegram")
    harness.now = NEXT_MONDAY + timedelta(days=7)
    due(harness)
    (second,) = digests(harness)
    assert second["read_anew"] == 3
    assert any(
        "reread under newer rules" in line
        for line in corrections(Digest.from_json(second), harness.config)
    )
    harness.now += timedelta(days=7)
    due(harness)
    assert digests(harness)[0]["read_anew"] == 0

    def referred(platform: str, as_of: datetime | None) -> int:
        query = FigureQuery(as_of=as_of, platforms=(platform,))
        return harness.read(lambda uow: uow.figures.cohort(query)).counts.referred

    assert (referred("facebook", said), referred("telegram", said)) == (3, 0)
    assert (referred("facebook", None), referred("telegram", None)) == (0, 3)
