"""The sweep of reminders: nobody is reminded twice, and nothing is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.actions.recording.remind import MOST_LINES, plan_anew, remind, snooze
from bot.domain.announcements import Announcement, Message
from bot.domain.errors import BadAnswer, NotFound
from bot.domain.lifecycle.referral import Action
from bot.domain.people import Person
from bot.ports.store import UnitOfWork
from tests.harness.without_slack.action_harness import ActionHarness, config, known, page
from tests.harness.without_slack.examples import (
    ANALYST,
    DESK,
    DIRECT,
    LEAD,
    LEAD2,
    LONDON,
    SECOND,
    SECRET,
)

Told = list[tuple[str, Message, list[int]]]


def refers(harness: ActionHarness, number: int = 1, who: Person = SECOND) -> None:
    harness.flags(page(number), who)
    harness.does(Action.REFER, number, who)
    harness.sent()


def told(harness: ActionHarness) -> Told:
    """Sweep now; who was told of which referrals."""
    harness.sweeps()
    return [(one.lane, one.message, _numbers(one)) for one in harness.sent()]


def _numbers(message: Announcement) -> list[int]:
    return [number for number, _ in message.data["items"]]


def hourly(harness: ActionHarness, *, until: datetime) -> list[tuple[str, str, Message, list[int]]]:
    """Sweep every hour; what was said, with the local time at which it was."""
    said = []
    while harness.now < until:
        at = f"{harness.now.astimezone(LONDON):%a %d %b %H:%M}"
        said += [(at, *one) for one in told(harness)]
        harness.now = harness.now.replace(minute=0) + timedelta(hours=1)
    return said


TO_SECOND = f"@{SECOND.id}"
TO_ANALYST = f"@{ANALYST.id}"
TO_LEAD = f"@{LEAD.id}"
TO_LEAD2 = f"@{LEAD2.id}"


# --- when -----------------------------------------------------------------------------------------


def test_the_story_of_one_that_gets_no_answer(harness: ActionHarness) -> None:
    """Referred on Monday 2 March; over the change of the clocks on 29 March."""
    refers(harness)
    assert hourly(harness, until=datetime(2026, 4, 20, tzinfo=UTC)) == [
        ("Tue 10 Mar 09:00", TO_SECOND, Message.REMINDER, [1]),
        ("Fri 13 Mar 09:00", TO_SECOND, Message.REMINDER, [1]),
        ("Fri 20 Mar 09:00", TO_SECOND, Message.REMINDER, [1]),
        ("Tue 31 Mar 09:00", TO_SECOND, Message.REMINDER, [1]),
        ("Tue 31 Mar 09:00", TO_LEAD, Message.ESCALATION, [1]),
        ("Tue 31 Mar 09:00", TO_LEAD2, Message.ESCALATION, [1]),
        ("Tue 14 Apr 09:00", TO_SECOND, Message.REMINDER, [1]),
    ]


def test_what_is_flagged_and_not_referred_is_brought_up_every_day_after_three(
    harness: ActionHarness,
) -> None:
    harness.flags()
    harness.sent()
    said = hourly(harness, until=datetime(2026, 3, 11, tzinfo=UTC))
    assert [(at, lane) for at, lane, _, _ in said] == [
        ("Thu 05 Mar 09:00", TO_SECOND),
        ("Fri 06 Mar 09:00", TO_SECOND),
        ("Mon 09 Mar 09:00", TO_SECOND),
        ("Tue 10 Mar 09:00", TO_SECOND),
    ]


def test_an_appeal_window_is_brought_up_once_before_it_closes(harness: ActionHarness) -> None:
    refers(harness)
    harness.does(Action.REJECT)
    harness.sent()
    harness.now = datetime(2026, 8, 10, tzinfo=UTC)
    said = hourly(harness, until=datetime(2026, 9, 20, tzinfo=UTC))
    assert said == [("Thu 20 Aug 09:00", TO_SECOND, Message.REMINDER, [1])]


@pytest.mark.parametrize(
    "actions",
    [
        (Action.REFER, Action.CLOSE),
        (Action.REFER, Action.REJECT, Action.APPEAL),
        (Action.REFER, Action.REJECT, Action.APPEAL, Action.UPHOLD),
        (Action.WITHDRAW,),
        (Action.HOLD,),
        (Action.VANISH,),
    ],
)
def test_what_waits_for_nothing_is_not_brought_up(
    harness: ActionHarness, actions: tuple[Action, ...]
) -> None:
    harness.flags()
    harness.to(1, *actions)
    harness.sent()
    for _ in range(60):
        harness.later(days=7)
        assert told(harness) == []


def test_nothing_is_said_outside_working_hours(harness: ActionHarness) -> None:
    refers(harness)
    for instant in (
        datetime(2026, 3, 14, 12, tzinfo=UTC),  # Saturday
        datetime(2026, 3, 15, 12, tzinfo=UTC),
        datetime(2026, 3, 16, 8, 59, tzinfo=UTC),
    ):
        harness.now = instant
        assert told(harness) == []
    harness.now = datetime(2026, 3, 16, 9, tzinfo=UTC)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]


def test_working_hours_are_those_of_the_channel(harness: ActionHarness) -> None:
    harness.config = config(
        channels={DESK.id: {"time_zone": "Pacific/Auckland"}},
    )
    refers(harness)
    said = hourly(harness, until=datetime(2026, 3, 12, tzinfo=UTC))
    # Tuesday, 09:00 in Auckland.
    assert [at for at, _, _, _ in said] == ["Mon 09 Mar 20:00"]


def test_an_own_response_time_of_a_platform_counts(harness: ActionHarness) -> None:
    harness.config = config(platforms={"facebook": {"response_days": 2}})
    refers(harness)
    harness.now = datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]


# --- once, and never forgotten --------------------------------------------------------------------


def test_the_same_sweep_again_says_nothing(harness: ActionHarness) -> None:
    refers(harness)
    harness.later(days=9)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]
    assert told(harness) == []
    harness.later(minutes=5)
    assert told(harness) == []


def test_after_three_weeks_down_one_message_comes_and_the_leads_hear_too(
    harness: ActionHarness,
) -> None:
    refers(harness)
    refers(harness, 2)
    harness.now = datetime(2026, 4, 15, 11, tzinfo=UTC)
    assert told(harness) == [
        (TO_SECOND, Message.REMINDER, [1, 2]),
        (TO_LEAD, Message.ESCALATION, [1, 2]),
        (TO_LEAD2, Message.ESCALATION, [1, 2]),
    ]
    assert told(harness) == []
    harness.later(days=5)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1, 2])]


def test_a_bot_that_was_down_over_a_weekend_speaks_on_monday(harness: ActionHarness) -> None:
    refers(harness)
    harness.now = datetime(2026, 3, 14, 3, tzinfo=UTC)
    said = hourly(harness, until=datetime(2026, 3, 17, tzinfo=UTC))
    assert said == [("Mon 16 Mar 09:00", TO_SECOND, Message.REMINDER, [1])]


@pytest.mark.parametrize("action", [Action.NOTE, Action.ASSIGN, Action.ACKNOWLEDGE])
def test_a_note_after_a_reminder_does_not_bring_it_back(
    harness: ActionHarness, action: Action
) -> None:
    refers(harness)
    harness.later(days=9)
    told(harness)
    harness.does(action, owner=SECOND.id)
    harness.sent()
    assert told(harness) == []
    harness.later(days=5)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]


def test_an_answer_ends_it_and_an_undone_answer_does_not(harness: ActionHarness) -> None:
    refers(harness)
    harness.later(days=9)
    harness.does(Action.CLOSE)
    harness.sent()
    assert told(harness) == []
    harness.does(Action.UNDO)
    harness.sent()
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]


def test_a_changed_date_moves_the_reminder(harness: ActionHarness) -> None:
    harness.flags()
    harness.later(days=5)
    harness.does(Action.REFER)
    harness.does(Action.REDATE, at=harness.now - timedelta(days=5))
    harness.sent()
    harness.now = datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]


class Broken(Exception):
    """Something went wrong between the sweep and its commit."""


def test_a_sweep_that_did_not_commit_is_none(harness: ActionHarness) -> None:
    """What is written down and what is planned commit together."""
    refers(harness)
    harness.later(days=9)

    def work(uow: UnitOfWork) -> None:
        remind(uow, harness.now, harness.config)
        raise Broken

    with pytest.raises(Broken):
        harness.store.write(work)
    assert harness.sent() == []
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]


def test_a_sweep_looks_at_so_many_and_says_whether_there_are_more(harness: ActionHarness) -> None:
    for number in range(1, 4):
        refers(harness, number)
    harness.later(days=9)
    first = harness.store.write(lambda uow: remind(uow, harness.now, harness.config, limit=2))
    assert (first.looked_at, first.more) == (2, True)
    second = harness.store.write(lambda uow: remind(uow, harness.now, harness.config, limit=2))
    assert (second.looked_at, second.more) == (1, False)


# --- who ------------------------------------------------------------------------------------------


def test_one_message_an_owner_with_ten_lines_and_the_whole_count(harness: ActionHarness) -> None:
    for number in range(1, 15):
        refers(harness, number, SECOND if number <= 12 else ANALYST)
    harness.later(days=9)
    harness.sweeps()
    to_second, to_analyst = harness.sent()
    assert (to_second.lane, to_analyst.lane) == (TO_SECOND, TO_ANALYST)
    assert len(_numbers(to_second)) == MOST_LINES == 10
    assert _numbers(to_second) == list(range(1, 11))
    assert to_second.data["total"] == 12
    assert (_numbers(to_analyst), to_analyst.data["total"]) == ([13, 14], 2)
    assert to_second.data["items"][0] == [1, "overdue"]


def test_a_new_owner_is_the_one_reminded(harness: ActionHarness) -> None:
    refers(harness)
    harness.does(Action.ASSIGN, owner=ANALYST.id)
    harness.sent()
    harness.later(days=9)
    assert told(harness) == [(TO_ANALYST, Message.REMINDER, [1])]


def test_a_deactivated_owner_s_go_to_the_leads_at_once(harness: ActionHarness) -> None:
    refers(harness)
    harness.knows(known(SECOND, deactivated=True))
    harness.later(days=9)
    assert told(harness) == [
        (TO_LEAD, Message.ESCALATION, [1]),
        (TO_LEAD2, Message.ESCALATION, [1]),
    ]
    assert told(harness) == []


def test_a_lead_who_owns_it_reads_of_it_once(harness: ActionHarness) -> None:
    refers(harness, 1, LEAD)
    refers(harness, 2, SECOND)
    harness.later(days=42)
    assert told(harness) == [
        (TO_LEAD, Message.REMINDER, [1]),
        (TO_SECOND, Message.REMINDER, [2]),
        (TO_LEAD, Message.ESCALATION, [2]),
        (TO_LEAD2, Message.ESCALATION, [1, 2]),
    ]


def test_the_leads_hear_of_one_once(harness: ActionHarness) -> None:
    refers(harness)
    harness.later(days=42)
    told(harness)
    for _ in range(10):
        harness.later(days=7)
        assert all(message is Message.REMINDER for _, message, _ in told(harness))


def test_without_config_the_admins_lead(harness: ActionHarness) -> None:
    harness.config = config(leads=[])
    refers(harness)
    harness.later(days=42)
    assert [lane for lane, kind, _ in told(harness) if kind is Message.ESCALATION] == [
        TO_LEAD,
        TO_LEAD2,
    ]


def test_a_lead_who_has_left_is_not_written_to(harness: ActionHarness) -> None:
    harness.knows(known(LEAD, deactivated=True))
    refers(harness)
    harness.later(days=42)
    assert [lane for lane, kind, _ in told(harness) if kind is Message.ESCALATION] == [TO_LEAD2]


@pytest.mark.parametrize("what", ["guest", "external", "deactivated"])
def test_only_full_members_hear_what_leads_hear(harness: ActionHarness, what: str) -> None:
    harness.knows(known(LEAD, admin=True, **{what: True}), known(LEAD2, admin=True))
    refers(harness)
    harness.later(days=42)
    assert [lane for lane, kind, _ in told(harness) if kind is Message.ESCALATION] == [TO_LEAD2]
    for leads in ([LEAD.id, LEAD2.id], []):
        assert not known(LEAD, admin=True, **{what: True}).leads(config(leads=leads).leads)
        assert known(LEAD2, admin=True).leads(config(leads=leads).leads)


def test_where_all_leads_of_config_have_left_the_admins_hear(harness: ActionHarness) -> None:
    harness.config = config(leads=[LEAD.id])
    harness.knows(known(LEAD, deactivated=True), known(LEAD2, admin=True))
    refers(harness)
    harness.later(days=42)
    assert [lane for lane, kind, _ in told(harness) if kind is Message.ESCALATION] == [TO_LEAD2]


def test_where_nobody_leads_yet_nothing_is_lost(harness: ActionHarness) -> None:
    harness.config = config(leads=[])
    harness.knows(known(LEAD), known(LEAD2), known(SECOND, deactivated=True))
    refers(harness)
    harness.later(days=42)
    assert told(harness) == []
    harness.knows(known(LEAD2, admin=True))
    harness.later(days=1)
    assert told(harness) == [(TO_LEAD2, Message.ESCALATION, [1])]


# --- appeals that cannot be made ------------------------------------------------------------------


def test_a_window_that_closed_while_the_bot_was_down_is_not_spoken_of(
    harness: ActionHarness,
) -> None:
    refers(harness)
    harness.does(Action.REJECT)
    harness.sent()
    harness.now = datetime(2026, 10, 1, 10, tzinfo=UTC)
    assert told(harness) == []


def test_no_appeal_is_asked_for_while_the_page_is_referred_again(harness: ActionHarness) -> None:
    refers(harness)
    harness.does(Action.REJECT)
    harness.does(Action.REFER_AGAIN)
    harness.does(Action.HOLD, 2, LEAD)
    harness.sent()
    harness.now = datetime(2026, 8, 24, 9, tzinfo=UTC)
    assert told(harness) == []
    harness.does(Action.WITHDRAW, 2, LEAD)
    harness.sent()
    harness.later(days=1)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]


# --- snooze ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "again"),
    [("1", "Thu 12 Mar"), ("3", "Mon 16 Mar"), ("7", "Wed 18 Mar")],
)
def test_snooze(harness: ActionHarness, days: str, again: str) -> None:
    """From Wednesday 11 March; three days on is a Saturday."""
    refers(harness)
    harness.now = datetime(2026, 3, 11, 9, tzinfo=UTC)
    told(harness)
    assert harness.snoozes(days=days) == harness.now + timedelta(days=int(days))
    harness.later(hours=1)
    said = hourly(harness, until=datetime(2026, 3, 19, tzinfo=UTC))
    assert said[0][0].startswith(again)


@pytest.mark.parametrize("days", ["0", "2", "100", "", "soon"])
def test_snooze_is_for_a_day_three_or_a_week(harness: ActionHarness, days: str) -> None:
    refers(harness)
    with pytest.raises(BadAnswer, match="1 day, 3 days or 1 week"):
        harness.snoozes(days=days)


def test_a_note_does_not_wake_what_was_snoozed(harness: ActionHarness) -> None:
    refers(harness)
    harness.later(days=9)
    told(harness)
    harness.snoozes(days="7")
    harness.does(Action.NOTE)
    harness.sent()
    harness.later(days=6)
    assert told(harness) == []
    harness.later(days=1)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]


def test_only_what_a_person_sees_can_be_snoozed(harness: ActionHarness) -> None:
    harness.flags(page(), place=SECRET)
    with pytest.raises(NotFound):
        harness.store.write(lambda uow: snooze(uow, 1, "1", harness.actor(ANALYST, DIRECT)))
    harness.snoozes(place=DIRECT)  # its owner, in the conversation in which it was brought up


# --- another config -------------------------------------------------------------------------------


def test_a_shorter_limit_brings_forward_what_waits(harness: ActionHarness) -> None:
    refers(harness)
    harness.config = config(response_days=2)
    assert harness.store.write(lambda uow: plan_anew(uow, 0, harness.config, harness.now)) == 0
    harness.now = datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]


def test_a_longer_limit_puts_off_what_was_planned(harness: ActionHarness) -> None:
    refers(harness)
    harness.config = config(response_days=30)
    harness.later(days=9)
    assert told(harness) == []
    harness.now = datetime(2026, 4, 2, 8, tzinfo=UTC)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]


@pytest.mark.parametrize(
    ("reminded", "limit", "again"), [(True, 2, "Wed 18 Mar"), (False, 30, "Thu 02 Apr")]
)
def test_another_config_ends_no_snooze(
    harness: ActionHarness, reminded: bool, limit: int, again: str
) -> None:
    """Nor does the one after it; a limit that is later than the snooze holds."""
    refers(harness)
    harness.now = datetime(2026, 3, 11, 9, tzinfo=UTC)
    if reminded:
        told(harness)
    harness.snoozes(days="7")
    for response_days in (3, limit):
        harness.config = config(response_days=response_days)
        harness.store.write(lambda uow: plan_anew(uow, 0, harness.config, harness.now))
    harness.later(hours=1)
    said = hourly(harness, until=datetime(2026, 4, 3, tzinfo=UTC))
    assert said[0][0].startswith(again)


def test_what_happened_since_a_snooze_is_planned_anew(harness: ActionHarness) -> None:
    harness.flags(who=SECOND)
    harness.snoozes(days="7")
    harness.does(Action.REFER, 1, SECOND)
    harness.sent()
    harness.config = config(response_days=2)
    harness.store.write(lambda uow: plan_anew(uow, 0, harness.config, harness.now))
    harness.now = datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]


def test_planning_anew_reminds_nobody_twice(harness: ActionHarness) -> None:
    refers(harness)
    harness.later(days=9)
    told(harness)
    harness.store.write(lambda uow: plan_anew(uow, 0, harness.config, harness.now))
    assert told(harness) == []
    harness.later(days=5)
    assert told(harness) == [(TO_SECOND, Message.REMINDER, [1])]
