"""The sweep of reminders: nobody is reminded twice, and nothing is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.actions.recording.remind import MOST_LINES, plan_anew, remind, snooze
from bot.actions.recording.team import is_lead
from bot.domain.announcements import Announcement, Message
from bot.domain.errors import BadAnswer, NotFound
from bot.domain.lifecycle.referral import Action
from bot.domain.people import Person
from bot.ports.store import UnitOfWork
from tests.actions.desk import Desk, config, known, page
from tests.domain.making import ANALYST, DESK, DIRECT, LEAD, LEAD2, LONDON, SECOND, SECRET

Told = list[tuple[str, Message, list[int]]]


def refers(desk: Desk, number: int = 1, who: Person = SECOND) -> None:
    desk.flags(page(number), who)
    desk.does(Action.REFER, number, who)
    desk.sent()


def told(desk: Desk) -> Told:
    """Sweep now; who was told of which referrals."""
    desk.sweeps()
    return [(one.lane, one.message, _numbers(one)) for one in desk.sent()]


def _numbers(message: Announcement) -> list[int]:
    return [number for number, _ in message.data["items"]]


def hourly(desk: Desk, *, until: datetime) -> list[tuple[str, str, Message, list[int]]]:
    """Sweep every hour; what was said, with the local time at which it was."""
    said = []
    while desk.now < until:
        at = f"{desk.now.astimezone(LONDON):%a %d %b %H:%M}"
        said += [(at, *one) for one in told(desk)]
        desk.now = desk.now.replace(minute=0) + timedelta(hours=1)
    return said


TO_SECOND = f"@{SECOND.id}"
TO_ANALYST = f"@{ANALYST.id}"
TO_LEAD = f"@{LEAD.id}"
TO_LEAD2 = f"@{LEAD2.id}"


# --- when -----------------------------------------------------------------------------------------


def test_the_story_of_one_that_gets_no_answer(desk: Desk) -> None:
    """Referred on Monday 2 March; over the change of the clocks on 29 March."""
    refers(desk)
    assert hourly(desk, until=datetime(2026, 4, 20, tzinfo=UTC)) == [
        ("Tue 10 Mar 09:00", TO_SECOND, Message.REMINDER, [1]),
        ("Fri 13 Mar 09:00", TO_SECOND, Message.REMINDER, [1]),
        ("Fri 20 Mar 09:00", TO_SECOND, Message.REMINDER, [1]),
        ("Tue 31 Mar 09:00", TO_SECOND, Message.REMINDER, [1]),
        ("Tue 31 Mar 09:00", TO_LEAD, Message.ESCALATION, [1]),
        ("Tue 31 Mar 09:00", TO_LEAD2, Message.ESCALATION, [1]),
        ("Tue 14 Apr 09:00", TO_SECOND, Message.REMINDER, [1]),
    ]


def test_what_is_flagged_and_not_referred_is_brought_up_after_three_days(desk: Desk) -> None:
    desk.flags()
    desk.sent()
    said = hourly(desk, until=datetime(2026, 3, 20, tzinfo=UTC))
    assert [(at, lane) for at, lane, _, _ in said] == [
        ("Thu 05 Mar 09:00", TO_SECOND),
        ("Mon 09 Mar 09:00", TO_SECOND),
        ("Mon 16 Mar 09:00", TO_SECOND),
    ]


def test_an_appeal_window_is_brought_up_once_before_it_closes(desk: Desk) -> None:
    refers(desk)
    desk.does(Action.REJECT)
    desk.sent()
    desk.now = datetime(2026, 8, 10, tzinfo=UTC)
    said = hourly(desk, until=datetime(2026, 9, 20, tzinfo=UTC))
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
def test_what_waits_for_nothing_is_not_brought_up(desk: Desk, actions: tuple[Action, ...]) -> None:
    desk.flags()
    desk.to(1, *actions)
    desk.sent()
    for _ in range(60):
        desk.later(days=7)
        assert told(desk) == []


def test_nothing_is_said_outside_working_hours(desk: Desk) -> None:
    refers(desk)
    for instant in (
        datetime(2026, 3, 14, 12, tzinfo=UTC),  # Saturday
        datetime(2026, 3, 15, 12, tzinfo=UTC),
        datetime(2026, 3, 16, 8, 59, tzinfo=UTC),
    ):
        desk.now = instant
        assert told(desk) == []
    desk.now = datetime(2026, 3, 16, 9, tzinfo=UTC)
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]


def test_working_hours_are_those_of_the_channel(desk: Desk) -> None:
    desk.config = config(
        channels={DESK.id: {"time_zone": "Pacific/Auckland"}},
    )
    refers(desk)
    said = hourly(desk, until=datetime(2026, 3, 12, tzinfo=UTC))
    # Tuesday, 09:00 in Auckland.
    assert [at for at, _, _, _ in said] == ["Mon 09 Mar 20:00"]


def test_an_own_response_time_of_a_platform_counts(desk: Desk) -> None:
    desk.config = config(platforms={"facebook": {"response_days": 2}})
    refers(desk)
    desk.now = datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]


# --- once, and never forgotten --------------------------------------------------------------------


def test_the_same_sweep_again_says_nothing(desk: Desk) -> None:
    refers(desk)
    desk.later(days=9)
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]
    assert told(desk) == []
    desk.later(minutes=5)
    assert told(desk) == []


def test_after_three_weeks_down_one_message_comes_and_the_leads_hear_too(desk: Desk) -> None:
    refers(desk)
    refers(desk, 2)
    desk.now = datetime(2026, 4, 15, 11, tzinfo=UTC)
    assert told(desk) == [
        (TO_SECOND, Message.REMINDER, [1, 2]),
        (TO_LEAD, Message.ESCALATION, [1, 2]),
        (TO_LEAD2, Message.ESCALATION, [1, 2]),
    ]
    assert told(desk) == []
    desk.later(days=5)
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1, 2])]


def test_a_bot_that_was_down_over_a_weekend_speaks_on_monday(desk: Desk) -> None:
    refers(desk)
    desk.now = datetime(2026, 3, 14, 3, tzinfo=UTC)
    said = hourly(desk, until=datetime(2026, 3, 17, tzinfo=UTC))
    assert said == [("Mon 16 Mar 09:00", TO_SECOND, Message.REMINDER, [1])]


@pytest.mark.parametrize("action", [Action.NOTE, Action.ASSIGN, Action.ACKNOWLEDGE])
def test_a_note_after_a_reminder_does_not_bring_it_back(desk: Desk, action: Action) -> None:
    refers(desk)
    desk.later(days=9)
    told(desk)
    desk.does(action, owner=SECOND.id)
    desk.sent()
    assert told(desk) == []
    desk.later(days=5)
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]


def test_an_answer_ends_it_and_an_undone_answer_does_not(desk: Desk) -> None:
    refers(desk)
    desk.later(days=9)
    desk.does(Action.CLOSE)
    desk.sent()
    assert told(desk) == []
    desk.does(Action.UNDO)
    desk.sent()
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]


def test_a_changed_date_moves_the_reminder(desk: Desk) -> None:
    desk.flags()
    desk.later(days=5)
    desk.does(Action.REFER)
    desk.does(Action.REDATE, at=desk.now - timedelta(days=5))
    desk.sent()
    desk.now = datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]


class Broken(Exception):
    """Something went wrong between the sweep and its commit."""


def test_a_sweep_that_did_not_commit_is_none(desk: Desk) -> None:
    """What is written down and what is planned commit together."""
    refers(desk)
    desk.later(days=9)

    def work(uow: UnitOfWork) -> None:
        remind(uow, desk.now, desk.config)
        raise Broken

    with pytest.raises(Broken):
        desk.store.write(work)
    assert desk.sent() == []
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]


def test_a_sweep_looks_at_so_many_and_says_whether_there_are_more(desk: Desk) -> None:
    for number in range(1, 4):
        refers(desk, number)
    desk.later(days=9)
    first = desk.store.write(lambda uow: remind(uow, desk.now, desk.config, limit=2))
    assert (first.looked_at, first.more) == (2, True)
    second = desk.store.write(lambda uow: remind(uow, desk.now, desk.config, limit=2))
    assert (second.looked_at, second.more) == (1, False)


# --- who ------------------------------------------------------------------------------------------


def test_one_message_an_owner_with_ten_lines_and_the_whole_count(desk: Desk) -> None:
    for number in range(1, 15):
        refers(desk, number, SECOND if number <= 12 else ANALYST)
    desk.later(days=9)
    desk.sweeps()
    to_second, to_analyst = desk.sent()
    assert (to_second.lane, to_analyst.lane) == (TO_SECOND, TO_ANALYST)
    assert len(_numbers(to_second)) == MOST_LINES == 10
    assert _numbers(to_second) == list(range(1, 11))
    assert to_second.data["total"] == 12
    assert (_numbers(to_analyst), to_analyst.data["total"]) == ([13, 14], 2)
    assert to_second.data["items"][0] == [1, "overdue"]


def test_a_new_owner_is_the_one_reminded(desk: Desk) -> None:
    refers(desk)
    desk.does(Action.ASSIGN, owner=ANALYST.id)
    desk.sent()
    desk.later(days=9)
    assert told(desk) == [(TO_ANALYST, Message.REMINDER, [1])]


def test_a_deactivated_owner_s_go_to_the_leads_at_once(desk: Desk) -> None:
    refers(desk)
    desk.knows(known(SECOND, deactivated=True))
    desk.later(days=9)
    assert told(desk) == [
        (TO_LEAD, Message.ESCALATION, [1]),
        (TO_LEAD2, Message.ESCALATION, [1]),
    ]
    assert told(desk) == []


def test_a_lead_who_owns_it_reads_of_it_once(desk: Desk) -> None:
    refers(desk, 1, LEAD)
    refers(desk, 2, SECOND)
    desk.later(days=42)
    assert told(desk) == [
        (TO_LEAD, Message.REMINDER, [1]),
        (TO_SECOND, Message.REMINDER, [2]),
        (TO_LEAD, Message.ESCALATION, [2]),
        (TO_LEAD2, Message.ESCALATION, [1, 2]),
    ]


def test_the_leads_hear_of_one_once(desk: Desk) -> None:
    refers(desk)
    desk.later(days=42)
    told(desk)
    for _ in range(10):
        desk.later(days=7)
        assert all(message is Message.REMINDER for _, message, _ in told(desk))


def test_without_config_the_admins_lead(desk: Desk) -> None:
    desk.config = config(leads=[])
    refers(desk)
    desk.later(days=42)
    assert [lane for lane, kind, _ in told(desk) if kind is Message.ESCALATION] == [
        TO_LEAD,
        TO_LEAD2,
    ]


def test_a_lead_who_has_left_is_not_written_to(desk: Desk) -> None:
    desk.knows(known(LEAD, deactivated=True))
    refers(desk)
    desk.later(days=42)
    assert [lane for lane, kind, _ in told(desk) if kind is Message.ESCALATION] == [TO_LEAD2]


@pytest.mark.parametrize("what", ["guest", "external", "deactivated"])
def test_only_full_members_hear_what_leads_hear(desk: Desk, what: str) -> None:
    desk.knows(known(LEAD, admin=True, **{what: True}), known(LEAD2, admin=True))
    refers(desk)
    desk.later(days=42)
    assert [lane for lane, kind, _ in told(desk) if kind is Message.ESCALATION] == [TO_LEAD2]
    for leads in ([LEAD.id, LEAD2.id], []):
        assert not is_lead(known(LEAD, admin=True, **{what: True}), config(leads=leads))
        assert is_lead(known(LEAD2, admin=True), config(leads=leads))


def test_where_all_leads_of_config_have_left_the_admins_hear(desk: Desk) -> None:
    desk.config = config(leads=[LEAD.id])
    desk.knows(known(LEAD, deactivated=True), known(LEAD2, admin=True))
    refers(desk)
    desk.later(days=42)
    assert [lane for lane, kind, _ in told(desk) if kind is Message.ESCALATION] == [TO_LEAD2]


def test_where_nobody_leads_yet_nothing_is_lost(desk: Desk) -> None:
    desk.config = config(leads=[])
    desk.knows(known(LEAD), known(LEAD2), known(SECOND, deactivated=True))
    refers(desk)
    desk.later(days=42)
    assert told(desk) == []
    desk.knows(known(LEAD2, admin=True))
    desk.later(days=1)
    assert told(desk) == [(TO_LEAD2, Message.ESCALATION, [1])]


# --- appeals that cannot be made ------------------------------------------------------------------


def test_a_window_that_closed_while_the_bot_was_down_is_not_spoken_of(desk: Desk) -> None:
    refers(desk)
    desk.does(Action.REJECT)
    desk.sent()
    desk.now = datetime(2026, 10, 1, 10, tzinfo=UTC)
    assert told(desk) == []


def test_no_appeal_is_asked_for_while_the_page_is_referred_again(desk: Desk) -> None:
    refers(desk)
    desk.does(Action.REJECT)
    desk.does(Action.REFER_AGAIN)
    desk.does(Action.HOLD, 2, LEAD)
    desk.sent()
    desk.now = datetime(2026, 8, 24, 9, tzinfo=UTC)
    assert told(desk) == []
    desk.does(Action.WITHDRAW, 2, LEAD)
    desk.sent()
    desk.later(days=1)
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]


# --- snooze ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "again"),
    [("1", "Thu 12 Mar"), ("3", "Mon 16 Mar"), ("7", "Wed 18 Mar")],
)
def test_snooze(desk: Desk, days: str, again: str) -> None:
    """From Wednesday 11 March; three days on is a Saturday."""
    refers(desk)
    desk.now = datetime(2026, 3, 11, 9, tzinfo=UTC)
    told(desk)
    assert desk.snoozes(days=days) == desk.now + timedelta(days=int(days))
    desk.later(hours=1)
    said = hourly(desk, until=datetime(2026, 3, 19, tzinfo=UTC))
    assert said[0][0].startswith(again)


@pytest.mark.parametrize("days", ["0", "2", "100", "", "soon"])
def test_snooze_is_for_a_day_three_or_a_week(desk: Desk, days: str) -> None:
    refers(desk)
    with pytest.raises(BadAnswer, match="1 day, 3 days or 1 week"):
        desk.snoozes(days=days)


def test_a_note_does_not_wake_what_was_snoozed(desk: Desk) -> None:
    refers(desk)
    desk.later(days=9)
    told(desk)
    desk.snoozes(days="7")
    desk.does(Action.NOTE)
    desk.sent()
    desk.later(days=6)
    assert told(desk) == []
    desk.later(days=1)
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]


def test_only_what_a_person_sees_can_be_snoozed(desk: Desk) -> None:
    desk.flags(page(), place=SECRET)
    with pytest.raises(NotFound):
        desk.store.write(lambda uow: snooze(uow, 1, "1", desk.actor(ANALYST, DIRECT)))
    desk.snoozes(place=DIRECT)  # its owner, in the conversation in which it was brought up


# --- another config -------------------------------------------------------------------------------


def test_a_shorter_limit_brings_forward_what_waits(desk: Desk) -> None:
    refers(desk)
    desk.config = config(response_days=2)
    assert desk.store.write(lambda uow: plan_anew(uow, 0, desk.config, desk.now)) == 0
    desk.now = datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]


def test_a_longer_limit_puts_off_what_was_planned(desk: Desk) -> None:
    refers(desk)
    desk.config = config(response_days=30)
    desk.later(days=9)
    assert told(desk) == []
    desk.now = datetime(2026, 4, 2, 8, tzinfo=UTC)
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]


def test_planning_anew_reminds_nobody_twice(desk: Desk) -> None:
    refers(desk)
    desk.later(days=9)
    told(desk)
    desk.store.write(lambda uow: plan_anew(uow, 0, desk.config, desk.now))
    assert told(desk) == []
    desk.later(days=5)
    assert told(desk) == [(TO_SECOND, Message.REMINDER, [1])]
