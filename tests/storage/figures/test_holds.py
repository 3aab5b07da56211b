"""A hold changes no figure: not one of many, in no answer to anybody, and no release does."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from bot.actions.figures.digest import current_span, figures_now, last_ended
from bot.actions.figures.dsa_report import dsa_data, dsa_report, dsa_rows
from bot.actions.figures.gauges import gauges
from bot.actions.figures.report import stats, stats_query
from bot.actions.figures.report_data import report_data, report_rows
from bot.domain.figures.dsa_markdown import markdown
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.statistics import Standing
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, Event, Referral, State
from bot.domain.people import BOT
from bot.ports.store import UnitOfWork
from handlers.messages.figures.digest import digest_as_text, digest_post
from handlers.messages.figures.stats import stats as stats_message
from handlers.messages.kit.origin import newest
from storage.database import SqlStore
from tests.harness.without_slack.action_harness import config
from tests.harness.without_slack.examples import LEAD, SECOND
from tests.harness.without_slack.stored_events import MONDAY, flagged
from tests.storage.walks import telling, walk

CONFIG, OF_CHANNEL = config(), config(digest={"scope": "channel"})
WHOLE = bool(os.environ.get("FIGURES_WHOLE"))
ROUNDS, HOLDS = 8 if WHOLE else 1, 130
"""1,000 holds by `make figures`, 120 in each run of the tests."""
HOLDABLE = (State.FLAGGED, State.REFERRED, State.REJECTED, State.RESTRICTED)


def every_answer(uow: UnitOfWork, now: datetime) -> list[str]:
    """All that is said in figures, to anybody. Lists beside them lose the row: they are left out."""
    told: list[object] = []
    for words in ("", "platform facebook", "since 2026-03-20"):
        query = stats_query(uow, words, "C1", now, CONFIG)
        for who in (SECOND, LEAD):
            found = stats(uow, query, who, now, CONFIG, channel="C1", detailed=True)
            found = replace(found, on_hold={})  # for leads alone
            told += [stats_message(found, CONFIG, newest(uow)), report_rows(found, CONFIG)]
            told.append(json.dumps(report_data(found, CONFIG.zone("C1"))))
    for rules in (CONFIG, OF_CHANNEL):
        for span in (last_ended("C1", now, rules), current_span("C1", now, rules)):
            digest = figures_now(uow, "C1", span, now, rules)
            digest = replace(digest, overdue=replace(digest.overdue, oldest=()))
            told += [digest_post(digest, CONFIG, newest(uow)), digest_as_text(digest, CONFIG)]
            told.append(json.dumps(digest.to_json()))
    report = dsa_report(uow, "2026", None, now, CONFIG)
    told += [markdown(report), dsa_rows(report), json.dumps(dsa_data(report))]
    told += [gauges(uow, now, CONFIG), uow.figures.team(MONDAY, now), uow.figures.first_at()]
    told += [uow.figures.decided("facebook", "crossing", MONDAY, 50)]
    told += [uow.figures.cohort(FigureQuery(as_of=now)), uow.figures.flow(FigureQuery(as_of=now))]
    told.append(uow.figures.corrected(FIRST_WEEK, MONDAY + timedelta(days=30)))
    return [str(one) for one in told]


FIRST_WEEK = last_ended("C1", MONDAY + timedelta(days=14), CONFIG).whole


def test_no_figure_moves_by_a_hold_or_a_release(once: SqlStore) -> None:
    rnd = Random(15)
    events = walk(rnd, MONDAY, 900, pages=200)
    histories: dict[int, list[Event]] = {}
    for event in events:
        histories.setdefault(event.referral, []).append(event)
    clock = max(event.recorded_at for event in events)

    def look(uow: UnitOfWork) -> None:
        now = clock + timedelta(days=1)
        held = 0
        first = every_answer(uow, now)
        for turn in range(ROUNDS):
            known = {number: replay(history) for number, history in histories.items()}
            live = {one.page_key for one in known.values() if one.live}
            free = [
                one
                for one in known.values()
                if one.state in HOLDABLE and (one.live or one.page_key not in live)
            ]
            chosen: dict[str, Referral] = {}
            for one in rnd.sample(free, len(free)):
                chosen.setdefault(one.page_key, one)
            on_hold = list(chosen.values())[:HOLDS]
            for one in on_hold:
                record(uow, histories, one.number, Action.HOLD, now)
            unseen = 10_000 + turn
            record_new(uow, histories, unseen, now)
            held += len(on_hold) + 1
            assert every_answer(uow, now) == first
            assert sum(uow.figures.on_hold(FigureQuery()).values()) >= len(on_hold)
            assert uow.figures.on_hold(FigureQuery())[Standing.UNSEEN]
            for one in on_hold:
                record(uow, histories, one.number, Action.RELEASE, now)
            if turn % 4 == 1:
                assert every_answer(uow, now) == first
        assert held >= (1_000 if WHOLE else 120)

    telling(once, events, rnd, look)


def record(
    uow: UnitOfWork,
    histories: dict[int, list[Event]],
    number: int,
    action: Action,
    now: datetime,
    actor: str = LEAD.id,
) -> None:
    """One step more in the history."""
    history = histories[number]
    seq = len(history) + 1
    history.append(Event(number, seq, action, now, now, {}, {"actor": actor}))
    uow.referrals.record(replay(history), history[-1], None)


def record_new(
    uow: UnitOfWork, histories: dict[int, list[Event]], number: int, now: datetime
) -> None:
    """A flag that a lead looks at first."""
    histories[number] = [flagged(number, at=now)]
    uow.referrals.record(replay(histories[number]), histories[number][0], None)
    record(uow, histories, number, Action.HOLD, now, BOT)


def test_what_was_held_at_its_flag_counts_in_the_week_of_its_release(once: SqlStore) -> None:
    day = timedelta(days=1)
    histories: dict[int, list[Event]] = {}

    def counted(uow: UnitOfWork, since: datetime) -> tuple[int, int]:
        query = FigureQuery(since=since, until=since + 7 * day)
        flow, cohort = uow.figures.flow(query), uow.figures.cohort(query)
        return flow.happened.flagged, cohort.flagged

    def look(uow: UnitOfWork) -> None:
        record_new(uow, histories, 1, MONDAY)
        assert uow.figures.first_at() is None
        record(uow, histories, 1, Action.RELEASE, MONDAY + 9 * day)
        assert counted(uow, MONDAY) == (0, 0)
        assert counted(uow, MONDAY + 7 * day) == (1, 1)
        assert uow.figures.first_at() == MONDAY + 9 * day
        # Once seen, it stays: a second hold, or an undone release, hides no figure.
        record(uow, histories, 1, Action.HOLD, MONDAY + 10 * day)
        assert counted(uow, MONDAY + 7 * day) == (1, 1)

    telling(once, [], Random(1), look)
