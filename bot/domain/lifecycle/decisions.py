"""A request, and the event it makes: `decide(...)` is every action's one decision.

Pure: the referral, its history, the person and `now` come in; one `Event` or a `Refusal` comes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer, NotPossible, Refusal, Stale
from bot.domain.lifecycle.actions import spec_of, transition
from bot.domain.lifecycle.history import effective
from bot.domain.lifecycle.permissions import check_role, check_state, check_undo, in_time_to_undo
from bot.domain.lifecycle.referral import Action, Event, Referral, clean
from bot.domain.lifecycle.requests import ActionRequest, Rules, take_answers
from bot.domain.people import Actor
from bot.domain.times import add_months, midnight, say_day
from bot.sentences import refusals


def decide(
    request: ActionRequest,
    referral: Referral,
    events: Sequence[Event],
    actor: Actor,
    rules: Rules,
    *,
    other_live: bool = False,
) -> Event:
    """The event that records what was asked for.

    `events` is the whole history; `other_live` says whether another referral of the page is live.
    Raises Stale, NotPossible, NotAllowed or BadAnswer, whose sentence is for the person.
    """
    action, now = request.action, actor.now
    check_not_stale(request, referral)
    check_action(
        action, referral, events, actor, rules, other_live=other_live, at=request.happened_at
    )
    facts, personal = take_answers(request, referral, rules)
    target: int | None = None
    if action is Action.UNDO:
        target = _undone(request, referral, events, actor)
    elif action is Action.REDATE:
        target = _redated(request, referral, events)
    # A clock that was set back dates nothing before what it follows.
    recorded_at = max([now, *(event.recorded_at for event in events)])
    happened_at = _when(request, referral, events, now, target, rules.zone)
    return Event(
        referral=referral.number,
        seq=referral.version + 1,
        action=action,
        happened_at=happened_at or recorded_at,
        recorded_at=recorded_at,
        facts=facts,
        personal={**personal, "actor": actor.person.id},
        target=target,
    )


def check_action(
    action: Action,
    referral: Referral,
    events: Sequence[Event],
    actor: Actor,
    rules: Rules,
    *,
    other_live: bool = False,
    at: datetime | None = None,
) -> None:
    """Refuse what is impossible whatever the answers are, as `decide` does before it reads them.

    `at` is when it happened, if not now. Raises NotPossible or NotAllowed.
    """
    check_state(referral, action)
    check_role(referral, action, actor.person)
    if action is Action.UNDO:
        check_undo(referral, events, actor)
        if other_live:
            raise NotPossible(refusals.other_open_so_no_undo(referral.name))
    elif action is Action.REDATE:
        _check_dated(referral, events)
    elif other_live and spec_of(action).takes_page and not referral.live:
        raise NotPossible(refusals.other_open(referral.name))
    elif action is Action.APPEAL:
        check_appeal(referral, events, at or actor.now, rules)


def may_act(
    action: Action,
    referral: Referral,
    events: Sequence[Event],
    actor: Actor,
    rules: Rules,
    *,
    other_live: bool = False,
) -> bool:
    """Whether `check_action` allows it; menus offer only this."""
    try:
        check_action(action, referral, events, actor, rules, other_live=other_live)
    except Refusal:
        return False
    return True


def check_not_stale(request: ActionRequest, referral: Referral) -> None:
    """Raise Stale if the referral changed since the person looked."""
    if request.seen is not None and not request.seen.is_of(referral):
        raise Stale(refusals.has_changed(referral.name))


def _undone(
    request: ActionRequest, referral: Referral, events: Sequence[Event], actor: Actor
) -> int:
    event = check_undo(referral, events, actor)
    if not in_time_to_undo(event, actor) and not clean(request.answers.get("why", "")):
        (why,) = spec_of(Action.UNDO).fields
        raise BadAnswer(why.missing, field=why.name)
    return event.seq


def _redated(request: ActionRequest, referral: Referral, events: Sequence[Event]) -> int:
    if request.happened_at is None:
        raise BadAnswer(refusals.CHOOSE_DATE, field="date")
    return _check_dated(referral, events).seq


def _check_dated(referral: Referral, events: Sequence[Event]) -> Event:
    dated = dated_event(events)
    if dated is None:
        raise NotPossible(refusals.no_date_yet(referral.name))
    return dated


def dated_event(events: Sequence[Event]) -> Event | None:
    """The event that Change date changes: the last that counts and has a date."""
    return next((event for event in reversed(effective(events)) if _is_dated(event)), None)


def _is_dated(event: Event) -> bool:
    # Referring again is the day of referring in the new referral, and only a pointer in the old.
    return spec_of(event.action).dated or (event.action is Action.REFER_AGAIN and event.seq == 1)


def _when(
    request: ActionRequest,
    referral: Referral,
    events: Sequence[Event],
    now: datetime,
    target: int | None,
    zone: ZoneInfo,
) -> datetime | None:
    """When it happened, if that was said; None where it happens as it is recorded."""
    happened_at = request.happened_at
    if happened_at is None:
        return None
    if happened_at > now:
        day = say_day(happened_at.astimezone(zone))
        raise BadAnswer(refusals.in_the_future(day), field="date")
    if request.action is Action.REDATE:
        _check_not_after(happened_at, referral, events, target, zone)
    # A page may have been referred before the bot was told of it: then the day of referring, not
    # that of the flag, is the step before the outcome.
    if request.action is Action.REFER or _is_refer(events, target):
        return happened_at
    floor = next(
        (
            event.happened_at
            for event in reversed(effective(events))
            if (_is_dated(event) or event.seq == 1)
            and (request.action is not Action.REDATE or event.seq < (target or 0))
        ),
        None,
    )
    if floor is not None and happened_at < floor:
        day = say_day(floor.astimezone(zone))
        raise BadAnswer(refusals.before_the_last_step(day), field="date")
    return happened_at


def _check_not_after(
    happened_at: datetime,
    referral: Referral,
    events: Sequence[Event],
    target: int | None,
    zone: ZoneInfo,
) -> None:
    """Refuse a date after an acknowledgement or a reappearance, which can only follow the step."""
    follows = next(
        (
            event.happened_at
            for event in effective(events)
            if event.action in (Action.ACKNOWLEDGE, Action.REAPPEAR) and event.seq > (target or 0)
        ),
        None,
    )
    if follows is not None and happened_at > follows:
        day = say_day(follows.astimezone(zone))
        raise BadAnswer(refusals.after_the_next_step(day), field="date")


def _is_refer(events: Sequence[Event], target: int | None) -> bool:
    return any(event.seq == target and event.action is Action.REFER for event in events)


def check_appeal(referral: Referral, events: Sequence[Event], at: datetime, rules: Rules) -> None:
    """Raise NotPossible if an appeal at this instant would be too late, or one was upheld."""
    if any(event.action is Action.UPHOLD for event in effective(events)):
        raise NotPossible(refusals.appeal_was_upheld(referral.name))
    ends = appeal_ends(referral, rules)
    if ends is not None and at > ends:
        day = say_day(ends.astimezone(rules.zone))
        raise NotPossible(refusals.appeal_time_over(referral.name, day))


def appeal_ends(referral: Referral, rules: Rules) -> datetime | None:
    """The last second in which the platform's appeal window is open; None: no limit known.

    Counted by the calendar from the outcome, and the last day counts whole. Source: DSA
    Art. 20(1), at least six months after the decision; per platform in config.
    """
    months = rules.appeal_months.get(referral.platform, rules.default_appeal_months)
    if months is None or referral.outcome_at is None:
        return None
    last_day = add_months(referral.outcome_at.astimezone(rules.zone), months).date()
    return midnight(last_day + timedelta(days=1), rules.zone) - timedelta(seconds=1)


def may_appeal(referral: Referral, events: Sequence[Event], now: datetime, rules: Rules) -> bool:
    """Whether an appeal is still possible; cards and menus offer it then."""
    try:
        check_appeal(referral, events, now, rules)
    except NotPossible:
        return False
    return transition(referral.state, Action.APPEAL) is not None
