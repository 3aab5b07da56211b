"""What was published is kept as it was said; what makes it other today is named, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.actions.figures.published import Compared, check_published, keep_stats
from bot.actions.figures.report import StatsReport, stats, stats_query
from bot.domain.errors import BadAnswer
from bot.domain.figures.publications import Cause, Differing, PublicationKind
from bot.domain.lifecycle.referral import Action
from bot.domain.people import THE_BOT
from bot.ports.store import UnitOfWork
from tests.harness.without_slack.action_harness import ActionHarness, page
from tests.harness.without_slack.examples import DESK, LEAD

NEXT_MONDAY = datetime(2026, 3, 9, 9, tzinfo=UTC)


def story(harness: ActionHarness) -> None:
    """R-1 and R-2 rejected, R-3 closed, R-4 waiting."""
    for number in range(1, 5):
        harness.flags_one(page(number))
        harness.does(Action.REFER, number)
    harness.to(1, Action.REJECT)
    harness.to(2, Action.REJECT)
    harness.to(3, Action.CLOSE)


def publish(
    harness: ActionHarness, words: str = "", kind: PublicationKind = PublicationKind.STATS
) -> int:
    """**Post in channel**, a minute later."""
    harness.later(minutes=1)
    zone = harness.config.zone(DESK.id)

    def work(uow: UnitOfWork) -> int:
        return keep_stats(uow, kind, DESK.id, report(harness, uow, words), zone, harness.now)

    return harness.store.write(work)


def report(harness: ActionHarness, uow: UnitOfWork, words: str) -> StatsReport:
    query = stats_query(uow, words, DESK.id, harness.now, harness.config)
    return stats(uow, query, THE_BOT, harness.now, harness.config, channel=DESK.id)


def check(harness: ActionHarness, number: int = 1) -> Compared:
    return harness.read(lambda uow: check_published(uow, number, harness.now, harness.config))


def test_nothing_changed_says_the_same(harness: ActionHarness) -> None:
    story(harness)
    assert publish(harness, "since 1 March platform facebook") == 1
    harness.later(days=3)
    harness.flags_one(page(9))  # after what was said: no part of it
    harness.does(Action.REFER, 5)
    checked = check(harness)
    assert (checked.changed, checked.differing) == ({}, ())
    assert checked.quote == checked.publication.quote
    title = "1 to 2 March 2026 (records begin on 2 March 2026), platform Facebook"
    assert checked.publication.title == title


def test_corrections_late_entries_and_what_went_on(harness: ActionHarness) -> None:
    story(harness)
    publish(harness)
    said_at = harness.now
    harness.later(days=2)
    harness.does(Action.UNDO, 1, LEAD)  # a correction
    harness.does(Action.CLOSE, 4, at=said_at - timedelta(minutes=1))  # it had happened by then
    harness.does(Action.APPEAL, 2)  # what went on
    checked = check(harness)
    assert checked.differing == (
        Differing(1, Cause.CORRECTION),
        Differing(2, Cause.SINCE),
        Differing(4, Cause.LATE),
    )
    assert checked.changed == {
        "closed": (1, 2),
        "rejected": (2, 1),
        "rejected although certain": (2, 1),
        "appealed": (0, 1),
    }
    assert checked.figures["waiting"] == checked.publication.figures["waiting"] == 1
    assert "66.7%" not in checked.quote


def test_what_was_put_right_before_anybody_read_it_is_no_correction(harness: ActionHarness) -> None:
    story(harness)
    publish(harness)
    harness.later(days=1)
    harness.does(Action.REJECT, 4)
    harness.does(Action.UNDO, 4, LEAD)
    assert check(harness).differing == ()
    harness.does(Action.CLOSE, 4)
    assert check(harness).differing == (Differing(4, Cause.SINCE),)


def test_a_page_entered_late_is_a_late_entry(harness: ActionHarness) -> None:
    story(harness)
    publish(harness)
    said_at = harness.now
    harness.later(days=2)
    harness.flags_one(page(5))
    harness.does(Action.REFER, 5, at=said_at - timedelta(minutes=5))
    checked = check(harness)
    assert checked.differing == (Differing(5, Cause.LATE),)
    assert checked.changed == {"referred": (4, 5), "waiting": (1, 2)}


def test_a_hold_makes_no_difference(harness: ActionHarness) -> None:
    story(harness)
    publish(harness)
    harness.later(days=1)
    harness.does(Action.HOLD, 1, LEAD, reason="an investigation")
    assert check(harness).differing == ()
    harness.does(Action.RELEASE, 1, LEAD)
    assert (check(harness).differing, check(harness).changed) == ((), {})


def test_a_digest_is_kept_with_its_week(harness: ActionHarness) -> None:
    story(harness)
    harness.now = NEXT_MONDAY
    assert harness.posts_digests().posted == ("digest 2026-W10 CDESK",)
    (kept,) = harness.read(lambda uow: uow.publications.all())
    assert (kept.kind, kept.title) == (
        PublicationKind.DIGEST,
        "Week 10 of 2026 (2 to 8 March 2026)",
    )
    assert (kept.channel, kept.figures["rejected"], kept.figures["referred"]) == ("CDESK", 2, 4)
    assert check(harness).changed == {}
    harness.does(Action.REJECT, 4, at=NEXT_MONDAY - timedelta(days=2))
    checked = check(harness)
    assert checked.changed == {"rejected": (2, 3), "rejected although certain": (2, 3)}
    assert checked.differing == (Differing(4, Cause.LATE),)


def test_as_of_a_day_what_came_later_is_named(harness: ActionHarness) -> None:
    story(harness)
    harness.later(days=3)
    harness.to(4, Action.REJECT)
    publish(harness, "as-of 2 March 2026")
    checked = check(harness)
    assert checked.publication.figures["waiting"] == 1
    assert checked.changed["rejected"] == (2, 3)
    assert checked.changed["waiting"] == (1, 0)
    assert checked.causes == {Cause.CORRECTION: 0, Cause.LATE: 0, Cause.SINCE: 1}


def test_another_number_is_refused(harness: ActionHarness) -> None:
    with pytest.raises(BadAnswer, match="Nothing was published as number 7"):
        check(harness, 7)
