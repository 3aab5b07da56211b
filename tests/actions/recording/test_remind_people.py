"""Reminders in people's own hours, over holidays, into channels; and which are drawn anew."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.announcements import REDRAWN, Message
from bot.domain.lifecycle.referral import Action
from bot.domain.people import Person
from bot.domain.reminders import OwnHours
from tests.actions.recording.test_remind import (
    TO_ANALYST,
    TO_LEAD,
    TO_LEAD2,
    TO_SECOND,
    hourly,
    refers,
    told,
)
from tests.harness.without_slack.action_harness import ActionHarness, config, known, page
from tests.harness.without_slack.examples import ANALYST, DESK, OTHER, SECOND


def works(harness: ActionHarness, who: Person, hours: OwnHours) -> None:
    harness.store.write(lambda uow: uow.people.keep_own_hours(who.id, hours))


@pytest.mark.parametrize(
    "hours",
    [
        OwnHours(),
        OwnHours(off_until=date(2026, 3, 12)),
        OwnHours("America/New_York", time(8), time(12, 30), ("monday", "friday")),
        OwnHours("", time(8), time(12), ("sunday",), date(2027, 1, 1)),
    ],
)
def test_what_a_person_said_of_their_hours_is_kept(harness: ActionHarness, hours: OwnHours) -> None:
    works(harness, SECOND, OwnHours("UTC", time(1), time(2), ("sunday",), date(2030, 1, 1)))
    works(harness, SECOND, hours)
    asked = {SECOND.id, ANALYST.id}
    assert harness.read(lambda uow: uow.people.own_hours(asked)) == {SECOND.id: hours}


def test_reminders_come_in_the_owner_s_own_hours(harness: ActionHarness) -> None:
    works(harness, SECOND, OwnHours("America/New_York", time(8), time(12), ("wednesday", "friday")))
    refers(harness)
    said = hourly(harness, until=datetime(2026, 3, 22, tzinfo=UTC))
    # Wednesday and Friday, 08:00 in New York, which changes its clocks on the 8th.
    assert [(at, lane) for at, lane, _, _ in said] == [
        ("Wed 11 Mar 12:00", TO_SECOND),
        ("Wed 18 Mar 12:00", TO_SECOND),
    ]


def test_who_is_off_is_reminded_when_they_are_back(harness: ActionHarness) -> None:
    works(harness, SECOND, OwnHours(off_until=date(2026, 3, 18)))
    refers(harness)
    said = hourly(harness, until=datetime(2026, 3, 20, tzinfo=UTC))
    assert said == [("Wed 18 Mar 09:00", TO_SECOND, Message.REMINDER, [1])]


def test_who_is_back_earlier_is_reminded_the_next_day(harness: ActionHarness) -> None:
    works(harness, SECOND, OwnHours(off_until=date(2026, 6, 1)))
    refers(harness)
    assert hourly(harness, until=datetime(2026, 3, 16, tzinfo=UTC)) == []
    works(harness, SECOND, OwnHours())
    assert hourly(harness, until=datetime(2026, 3, 17, tzinfo=UTC)) == [
        ("Mon 16 Mar 09:00", TO_SECOND, Message.REMINDER, [1])
    ]


def test_the_leads_hear_in_time_of_what_waits_for_somebody_who_is_off(
    harness: ActionHarness,
) -> None:
    works(harness, SECOND, OwnHours(off_until=date(2026, 4, 10)))
    refers(harness)
    assert hourly(harness, until=datetime(2026, 4, 12, tzinfo=UTC)) == [
        ("Tue 31 Mar 09:00", TO_LEAD, Message.ESCALATION, [1]),
        ("Tue 31 Mar 09:00", TO_LEAD2, Message.ESCALATION, [1]),
        ("Fri 10 Apr 09:00", TO_SECOND, Message.REMINDER, [1]),
    ]


def test_nobody_is_reminded_on_a_public_holiday(harness: ActionHarness) -> None:
    """Referred so that it is overdue on Good Friday; Easter Monday is free in England too."""
    harness.config = config(country="GB-ENG")
    harness.now = datetime(2026, 3, 26, 10, tzinfo=UTC)
    refers(harness)
    said = hourly(harness, until=datetime(2026, 4, 8, tzinfo=UTC))
    assert [at for at, _, _, _ in said] == ["Tue 07 Apr 09:00"]


def test_reminders_go_into_the_channel_where_config_says_so(harness: ActionHarness) -> None:
    harness.config = config(channels={DESK.id: {"reminders": "channel"}, OTHER.id: {}})
    refers(harness, 1, SECOND)
    refers(harness, 2, ANALYST)
    harness.flags(page(3), ANALYST, OTHER)
    harness.does(Action.REFER, 3, ANALYST, place=OTHER)
    harness.sent()
    harness.later(days=9)
    assert told(harness) == [
        (DESK.id, Message.REMINDER, [1, 2]),
        (TO_ANALYST, Message.REMINDER, [3]),
    ]
    assert config(reminders={"where": "channel"}).reminds_in_channel("CANY")
    assert not config().reminds_in_channel("CANY")


# --- which are drawn anew -------------------------------------------------------------------------


def redrawn(harness: ActionHarness) -> list[str]:
    return [one.lane for one in harness.sent() if one.data.get(REDRAWN)]


def test_a_reminder_is_drawn_anew_when_one_of_it_is_done_or_undone(harness: ActionHarness) -> None:
    refers(harness, 1)
    refers(harness, 2, ANALYST)
    harness.later(days=9)
    told(harness)
    harness.does(Action.NOTE)
    harness.does(Action.ACKNOWLEDGE)
    assert redrawn(harness) == []
    harness.does(Action.CLOSE)
    assert redrawn(harness) == [TO_SECOND]
    harness.does(Action.UNDO)
    assert redrawn(harness) == [TO_SECOND]
    harness.does(Action.ASSIGN, 2, owner=SECOND.id)
    assert redrawn(harness) == [TO_ANALYST]


def test_every_message_that_lists_it_is_drawn_anew(harness: ActionHarness) -> None:
    refers(harness)
    harness.later(days=9)
    told(harness)
    harness.later(days=30)
    told(harness)
    harness.does(Action.REJECT)
    assert sorted(redrawn(harness)) == sorted([TO_SECOND, TO_SECOND, TO_LEAD, TO_LEAD2])


def test_a_hold_draws_nothing_anew(harness: ActionHarness) -> None:
    refers(harness)
    harness.later(days=9)
    told(harness)
    harness.to(1, Action.HOLD)
    assert redrawn(harness) == []
    harness.to(1, Action.RELEASE)
    assert redrawn(harness) == []


def test_what_was_written_down_long_ago_stays_as_it_is(harness: ActionHarness) -> None:
    refers(harness)
    harness.later(days=9)
    told(harness)
    harness.store.write(lambda uow: uow.reminders.forget(harness.now))
    assert harness.read(lambda uow: uow.reminders.that_list(1)) != ()
    harness.later(minutes=1)
    harness.store.write(lambda uow: uow.reminders.forget(harness.now))
    harness.does(Action.CLOSE)
    assert redrawn(harness) == []


def test_a_rota_s_people_who_left_are_reminded_no_more(harness: ActionHarness) -> None:
    """Their hours say nothing against the leads being told at once."""
    works(harness, SECOND, OwnHours(off_until=date(2027, 1, 1)))
    refers(harness)
    harness.knows(known(SECOND, deactivated=True))
    harness.later(days=9)
    assert [lane for lane, _, _ in told(harness)] == [TO_LEAD, TO_LEAD2]
