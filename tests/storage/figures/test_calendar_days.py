"""Time to outcome in calendar days: the cases of docs/statistics.md, kept and counted on both databases."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.domain.figures.days import Times, days_waiting, together
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.recount import recount_cohort
from bot.domain.figures.referral_days import days_to_outcome
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, Event, Fact, Referral
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from storage.sql.tables import referrals
from tests.harness.without_slack.stored_events import record

TEXT = (Path(__file__).parents[3] / "docs" / "statistics.md").read_text("utf-8")
AS_OF = datetime(2026, 4, 30, 15, tzinfo=UTC)
ACTIONS: dict[str, tuple[Action, dict[str, Fact]]] = {
    "rejected": (Action.REJECT, {"reason": "terms"}),
    "closed": (Action.CLOSE, {}),
    "restricted": (Action.RESTRICT, {}),
    "gone": (Action.VANISH, {}),
    "acknowledged": (Action.ACKNOWLEDGE, {}),
    "withdrawn": (Action.WITHDRAW, {"reason": "mistake"}),
}


def table(name: str) -> list[list[str]]:
    """The rows of a table in the docs."""
    told = TEXT.partition(f"<!-- {name} -->\n")[2].partition(f"<!-- /{name} -->")[0]
    lines = told.strip().splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


CASES = table("days")


def told(number: int, zone: str, referred: str, happened: str) -> list[Event]:
    """A case's events, each written down as it happened."""

    def at(text: str) -> datetime:
        said = datetime.strptime(text, "%d %B %Y, %H:%M").replace(tzinfo=ZoneInfo(zone))
        return said.astimezone(UTC)

    facts: dict[str, Fact] = {
        "platform": "facebook",
        "kind": "group",
        "key_version": 1,
        "channel": "C1",
        "private": False,
        "zone": zone,
    }
    page = f"facebook:group:{number}"
    who = {"actor": "U1", "url": page, "canonical": page, "page_key": page}
    begun = at(referred)
    events = [
        Event(number, 1, Action.FLAG, begun, begun, facts, who),
        Event(number, 2, Action.REFER, begun, begun, {"category": "crossing"}, {"actor": "U1"}),
    ]
    for step in filter(None, happened.split("; ")):
        word, day = step.split(" ", 1)
        action, said = ACTIONS[word]
        events.append(
            Event(number, len(events) + 1, action, at(day), at(day), said, {"actor": "U1"})
        )
    return events


def every_case() -> list[list[Event]]:
    """All of them."""
    return [told(int(n), zone, referred, what) for n, zone, referred, what, _, _ in CASES]


def test_ten_cases_worked_by_hand(store: SqlStore) -> None:
    assert len(CASES) == 10

    def write(unit: UnitOfWork) -> list[Referral]:
        for _ in CASES:
            unit.referrals.reserve_number()
        return [record(unit, *events)[0] for events in every_case()]

    for case, referral in zip(CASES, store.write(write), strict=True):
        expected = None if case[4] == "–" else int(case[4])
        assert days_to_outcome(referral) == expected, case

    cohort = store.read(lambda unit: unit.figures.cohort(FigureQuery()))
    replayed = store.read(lambda unit: unit.figures.cohort(FigureQuery(as_of=AS_OF)))
    assert cohort == replayed
    _, times = store.read(lambda unit: unit.figures.totals())
    for took in (cohort.took(AS_OF), times.took(AS_OF)):
        assert took.said in TEXT.replace("\n", " ")
        assert took.said == (
            "median 1 day, 90% within 7 days, among 6 decided; 2 still without an answer, "
            "the oldest for 29 days; half of all had an answer within 3 days"
        )
    waits = [int(days) for *_, why in CASES for days in re.findall(r"waits, for (\d+) days", why)]
    assert days_waiting(cohort.waits, AS_OF) == dict.fromkeys(waits, 1)
    assert cohort.gone_days == {4: 1}
    assert cohort.withdrawn == 1
    assert store.read(lambda unit: unit.audit.verify())[1] == ()
    with store._engines.read.connect() as connection:
        days = connection.execute(select(referrals.c.referred_on).order_by(referrals.c.number))
        assert [f"{day.day} {day:%B %Y}" for day in days.scalars()] == [
            case[2].partition(",")[0] for case in CASES
        ]


def test_the_kaplan_meier_table_is_worked_right() -> None:
    cohort = recount_cohort(map(replay, every_case()), FigureQuery())
    decided = together(cohort.days.values())
    censored = together([cohort.gone_days, days_waiting(cohort.waits, AS_OF)])
    at_risk, without = sum(decided.values()) + sum(censored.values()), Fraction(1)
    rows: list[list[Fraction]] = []
    for day in sorted({*decided, *censored}):
        found, left = decided.get(day, 0), censored.get(day, 0)
        without *= 1 - Fraction(found, at_risk)
        rows.append([*map(Fraction, (day, at_risk, found, left)), without])
        at_risk -= found + left
    assert [[Fraction(cell) for cell in row] for row in table("kaplan meier")] == rows
    half = next(int(day) for day, *_, share in rows if share <= Fraction(1, 2))
    assert Times(decided, cohort.gone_days, cohort.waits).took(AS_OF).kaplan_meier == half
