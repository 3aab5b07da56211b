"""A team's records brought in: once each, all of it or none, whatever stops it; figures as told."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

import pytest

from bot.actions.figures.export import export_of, written
from bot.actions.importing import check as importing_check
from bot.actions.importing.check import CheckedFile, Import, check, opened
from bot.actions.importing.importing import ImportResult, import_file
from bot.domain.announcements import Message
from bot.domain.dates import Order
from bot.domain.errors import BadAnswer, Refusal
from bot.domain.exports import ExportQuery, Form
from bot.domain.figures.query import FigureQuery
from bot.domain.importing.columns import Column
from bot.domain.importing.rows import RowFault
from bot.domain.importing.table import open_table
from bot.domain.lifecycle.referral import Action, State
from bot.domain.pages.urls import find_pages
from bot.domain.people import THE_BOT, KnownPerson, Person, Place
from bot.domain.times import week_from
from bot.ports.store import UnitOfWork
from handlers.messages.lists.importing import found as lines_of
from storage.database import SqlStore, open_store
from tests.domain.pages.kinds import KINDS, REFUSED
from tests.harness.without_slack.action_harness import TEAM, ActionHarness
from tests.harness.without_slack.examples import DESK, LEAD, LEAD2, SECOND, SECRET

T = TypeVar("T")


@pytest.fixture(params=["sqlite", "postgresql"])
def harness(request: pytest.FixtureRequest) -> Iterator[ActionHarness]:
    """An empty desk on each database."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    with open_store(str(request.getfixturevalue(name))) as store:
        made = ActionHarness(store)
        made.knows(*TEAM)
        store.write(lambda uow: uow.places.put(DESK))
        yield made


@dataclass
class Now:
    """A clock that stands."""

    at: datetime

    def now(self) -> datetime:
        """That instant."""
        return self.at


def wanted(
    harness: ActionHarness,
    content: str,
    who: Person = LEAD,
    place: Place = DESK,
    order: Order | None = None,
    defaults: Mapping[Column, str] | None = None,
) -> Import:
    """The file, opened for this desk."""
    table = open_table(lambda: io.BytesIO(content.encode()))
    return harness.read(
        lambda uow: opened(uow, table, who, place, harness.config, order=order, defaults=defaults)
    )


def checked(harness: ActionHarness, file: Import) -> tuple[CheckedFile, list[RowFault]]:
    """What the check finds."""
    faults: list[RowFault] = []
    return check(harness.store, file, harness.now, lambda row, found: faults.extend(found)), faults


def brings(
    harness: ActionHarness, content: str, who: Person = LEAD, place: Place = DESK
) -> ImportResult:
    """Check and import; nothing may be wrong."""
    file = wanted(harness, content, who, place)
    found, faults = checked(harness, file)
    assert faults == []
    return import_file(harness.store, file, found, Now(harness.now), harness.config)


def csv(*lines: str, header: str = "url,referred,outcome,decided") -> str:
    return "\n".join([header, *lines])


def group(n: int) -> str:
    return f"https://www.facebook.com/groups/{1000 + n}"


def many(count: int) -> str:
    """So many pages, each third closed, rejected, waiting."""
    outcomes = ("closed,2026-02-10", "rejected,2026-02-11", ",")
    return csv(*(f"{group(n)},2026-02-0{1 + n % 9},{outcomes[n % 3]}" for n in range(count)))


def verified(harness: ActionHarness) -> int:
    """All events; nothing is wrong with any."""
    while harness.store.write(lambda uow: uow.audit.seal(1000)):
        pass
    events, faults = harness.store.read(lambda uow: uow.audit.verify())
    assert faults == ()
    return events


def test_each_row_becomes_events_of_then_written_down_now(harness: ActionHarness) -> None:
    done = brings(
        harness,
        csv(
            f"{group(1)},2026-02-01,rejected,2026-02-09,Not breaching terms,Vessels,very certain,two boats",
            header="url,referred,outcome,decided,reason,category,confidence,note",
        ),
    )
    assert done.recorded == {State.REJECTED: 1}
    one = harness.read(lambda uow: uow.referrals.get(1))
    assert one is not None
    assert (one.state, one.reason, one.category, one.note) == (
        State.REJECTED,
        "terms",
        "vessels",
        "two boats",
    )
    assert one.confidence_when_referred == "certain"
    assert one.owner == one.flagger == LEAD.id
    events = harness.history(1)
    assert [event.action for event in events] == [Action.FLAG, Action.REFER, Action.REJECT]
    assert {event.recorded_at for event in events} == {harness.now}
    assert [event.happened_at.date().isoformat() for event in events] == [
        "2026-02-01",
        "2026-02-01",
        "2026-02-09",
    ]
    assert verified(harness) == 3


def test_one_line_in_the_channel_and_no_card(harness: ActionHarness) -> None:
    brings(harness, many(30))
    (line,) = harness.sent()
    assert (line.lane, line.message) == (DESK.id, Message.IMPORTED)
    assert line.data == {
        "by": LEAD.id,
        "states": {"closed": 10, "rejected": 10, "referred": 10},
    }


def test_what_waits_is_brought_up_together_at_the_next_start_of_work(
    harness: ActionHarness,
) -> None:
    harness.later(days=21, hours=2)
    brings(harness, many(60))
    harness.sent()
    assert harness.sweeps().looked_at == 0
    harness.later(days=1)
    assert harness.sweeps().looked_at == 20
    told = harness.sent()
    assert {(one.lane, one.message, one.data["total"], len(one.data["items"])) for one in told} == {
        (f"@{LEAD.id}", Message.REMINDER, 20, 10),
        (f"@{LEAD2.id}", Message.ESCALATION, 20, 10),
    }
    assert len(told) == 2


def test_importing_again_adds_nothing(harness: ActionHarness) -> None:
    first = brings(harness, many(30))
    harness.sent()
    again = brings(harness, many(30))
    assert (first.recorded.total(), again.recorded.total(), again.already) == (30, 0, 30)
    assert harness.sent() == []
    more = brings(harness, many(31))
    assert (more.recorded.total(), more.already) == (1, 30)


class Stopped(Exception):
    """The process ended."""


class Dies(SqlStore):
    """A store whose process ends at the n-th write: before it, or just after its commit."""

    def __init__(self, store: SqlStore, writes: int, *, committed: bool) -> None:
        self._own = store
        self._writes = writes
        self._committed = committed

    def write(self, work: Callable[[UnitOfWork], T]) -> T:
        self._writes -= 1
        if self._writes < 0 and not self._committed:
            raise Stopped
        done = self._own.write(work)
        if self._writes < 0:
            raise Stopped
        return done

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return self._own.read(work)


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("writes", [0, 2, 5])
def test_stopped_between_batches_and_done_again(
    harness: ActionHarness, writes: int, committed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing_check, "AT_ONCE", 7)
    file = wanted(harness, many(33))
    found, _ = checked(harness, file)
    dying = Dies(harness.store, writes, committed=committed)
    with pytest.raises(Stopped):
        import_file(dying, file, found, Now(harness.now), harness.config)
    brings(harness, many(33))
    lines = harness.sent()
    assert [sum(one.data["states"].values()) for one in lines] == [33]
    counts = harness.read(lambda uow: uow.figures.cohort(FigureQuery())).counts
    assert (counts.closed, counts.rejected, counts.waiting) == (11, 11, 11)
    assert verified(harness) == 88


def test_two_at_once_record_each_once(
    harness: ActionHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing_check, "AT_ONCE", 10)
    file = wanted(harness, many(90))
    found, _ = checked(harness, file)
    done: list[ImportResult] = []
    barrier = threading.Barrier(3)

    def work() -> None:
        barrier.wait()
        done.append(import_file(harness.store, file, found, Now(harness.now), harness.config))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.recorded.total() for one in done) == 90
    assert sum(sum(line.data["states"].values()) for line in harness.sent()) == 90
    counts = harness.read(lambda uow: uow.figures.cohort(FigureQuery())).counts
    assert counts.referred == 90
    assert verified(harness) == 240


def test_rows_of_one_page_in_the_order_in_which_they_happened(harness: ActionHarness) -> None:
    done = brings(
        harness,
        csv(
            f"{group(1)},2026-02-20,,",
            f"{group(2)},2026-02-01,,",
            f"m.facebook.com/groups/{1001},2026-01-05,closed,2026-01-09",
            f"{group(1)},2026-01-20,rejected,2026-01-29",
        ),
    )
    assert done.recorded.total() == 4
    first, second, third = (harness.read(lambda uow, n=n: uow.referrals.get(n)) for n in (2, 3, 4))  # type: ignore[misc]
    assert first is not None
    assert second is not None
    assert third is not None
    assert [one.attempt for one in (first, second, third)] == [1, 2, 3]
    assert [one.previous for one in (first, second, third)] == [None, 2, 3]
    assert first.reappeared_at == second.flagged_at
    assert third.state is State.REFERRED
    verified(harness)


def test_a_page_that_is_here_already(harness: ActionHarness) -> None:
    harness.flags(group(1))
    harness.does(Action.REFER)
    harness.flags(group(2))
    harness.does(Action.REFER, 2)
    harness.does(Action.CLOSE, 2)
    file = wanted(
        harness,
        csv(f"{group(1)},2026-01-05,closed,2026-01-09", f"{group(2)},2026-01-05,closed,2026-01-09"),
    )
    found, faults = checked(harness, file)
    assert faults == []
    (here,) = found.already
    assert (here.line, here.number, here.live) == (2, 1, True)
    import_file(harness.store, file, found, Now(harness.now), harness.config)
    earlier = harness.read(lambda uow: uow.referrals.get(3))
    assert earlier is not None
    assert (earlier.state, earlier.attempt, earlier.previous) == (State.CLOSED, 2, 2)
    closed = harness.read(lambda uow: uow.referrals.get(2))
    assert closed is not None
    assert closed.reappeared_at is None
    verified(harness)


def test_a_page_that_came_back_updates_the_card_that_stands(harness: ActionHarness) -> None:
    harness.flags(group(1))
    harness.does(Action.REFER)
    harness.does(Action.CLOSE)
    harness.sent()
    harness.store.write(lambda uow: uow.posts.put("R-1", "C", "1.0"))
    harness.later(days=9)
    brings(harness, csv(f"{group(1)},2026-03-08,,"))
    assert [kind for _, kind, _ in harness.said()] == [Message.CARD, Message.LINE, Message.IMPORTED]
    one = harness.read(lambda uow: uow.referrals.get(1))
    assert one is not None
    assert one.reappeared_at is not None
    verified(harness)


def test_a_page_on_hold_leaks_nowhere(harness: ActionHarness) -> None:
    harness.flags(group(1))
    harness.does(Action.HOLD, who=LEAD)
    harness.sent()
    done = brings(
        harness, csv(f"{group(1)},2026-01-05,closed,2026-01-09", f"{group(2)},2026-01-05,,")
    )
    assert (done.recorded.total(), done.already) == (1, 1)
    (line,) = harness.sent()
    assert line.data["states"] == {"referred": 1}


def test_a_page_that_retention_erased_is_known(sqlite_url: str) -> None:
    row = f"{group(1)},2026-02-01,closed,2026-02-03"
    with open_store(sqlite_url, "k" * 32) as store:
        harness = ActionHarness(store)
        brings(harness, csv(row))

        def erase(uow: UnitOfWork) -> None:
            uow.erasing.erase([uow.referrals.many([1])[1]], harness.now, "time")

        store.write(erase)
        done = brings(harness, csv(row, f"{group(1)},2026-02-20,,"))
        assert (done.recorded.total(), done.already) == (1, 1)
        again = harness.referral(2)
        assert (again.attempt, again.previous, again.state) == (2, 1, State.REFERRED)
        assert harness.referral(1).reappeared_at == again.flagged_at
        counts = harness.read(lambda uow: uow.figures.cohort(FigureQuery()))
        assert counts.counts.referred == 2
        verified(harness)


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        (("1,2026-02-01,,", "1,2026-02-05,,"), 3, "Line 2 still has the same page open"),
        (
            ("1,2026-02-01,closed,2026-02-03", "1,2026-02-01,,"),
            3,
            "Line 2 has the same page and day",
        ),
        (("1,2026-02-09,closed,2026-02-03",), 2, "The step before this one was on 9 February 2026"),
        (("1,2030-02-09,,",), 2, "in the future"),
        (("1,2026-02-01,closed,2030-02-03",), 2, "in the future"),
    ],
)
def test_what_contradicts_itself_is_refused(
    harness: ActionHarness, lines: tuple[str, ...], line: int, said: str
) -> None:
    file = wanted(harness, csv(*(f"{group(int(one[0]))}{one[1:]}" for one in lines)))
    found, faults = checked(harness, file)
    assert [(one.line, said in one.what) for one in faults] == [(line, True)]
    assert found.new == len(lines) - 1


def test_a_row_that_stands_twice_counts_once(harness: ActionHarness) -> None:
    row = f"{group(1)},2026-02-01,closed,2026-02-03"
    file = wanted(harness, csv(row, row, row))
    found, faults = checked(harness, file)
    assert (found.new, found.repeats, faults) == (1, 2, [])


def test_the_order_of_dates_is_shown_or_told(harness: ActionHarness) -> None:
    clear = csv(f"{group(1)},03/04/2025,closed,14/04/2025")
    assert wanted(harness, clear).reading.order is Order.DMY
    unclear = csv(f"{group(1)},03/04/2025,,")
    with pytest.raises(
        BadAnswer, match=r"Line 2 \(referred\) has “03/04/2025”.*No date in the file"
    ):
        wanted(harness, unclear)
    assert wanted(harness, unclear, order=Order.MDY).reading.order is Order.MDY
    both = csv(f"{group(1)},14/04/2025,,", f"{group(2)},04/14/2025,,")
    with pytest.raises(BadAnswer, match=r"Line 2 .* day first, and line 3 .* month first"):
        wanted(harness, both)


def test_a_name_that_several_people_have_is_nobodys_and_the_check_says_what_to_write(
    harness: ActionHarness,
) -> None:
    for one in (
        KnownPerson("UKIM", "Kim", "kim@example.org", real_name="Kim Novak"),
        KnownPerson("UKIM2", "Kim", real_name="Kim Larsen"),
    ):
        harness.store.write(lambda uow, one=one: uow.people.put(one))  # type: ignore[misc]
    rows = [f"{group(n)},2026-02-01,{who}" for n, who in enumerate(("Kim", "Kim Larsen"), 1)]
    file = wanted(harness, csv(*rows, header="url,referred,owner"))
    found, _ = checked(harness, file)
    assert dict(found.unknown_people) == {"Kim": 1}
    assert found.shared_names == {"Kim": ["Kim Novak (Kim)", "Kim Larsen (Kim)"]}
    said = "For “Kim” the file can say which person is meant: Kim Novak (Kim), Kim Larsen (Kim)."
    assert said in lines_of(file, found)


def test_people_and_channels_by_the_names_that_are_known(harness: ActionHarness) -> None:
    harness.store.write(lambda uow: uow.places.put(SECRET))
    header = "url,referred,owner,flagged_by,channel"
    file = wanted(
        harness,
        csv(
            f"{group(1)},2026-02-01,second,USECOND,#secret",
            f"{group(2)},2026-02-01,Somebody else,,elsewhere",
            header=header,
        ),
    )
    found, _ = checked(harness, file)
    assert dict(found.unknown_people) == {"Somebody else": 1}
    assert dict(found.unknown_channels) == {"elsewhere": 1}
    import_file(harness.store, file, found, Now(harness.now), harness.config)
    one, two = (harness.read(lambda uow, n=n: uow.referrals.get(n)) for n in (1, 2))  # type: ignore[misc]
    assert one is not None
    assert two is not None
    assert (one.owner, one.flagger, one.channel, one.private) == (
        SECOND.id,
        SECOND.id,
        SECRET.id,
        True,
    )
    assert (two.owner, two.channel, two.private) == ("~Somebody else", DESK.id, False)


def test_people_who_are_not_known_here_are_as_typed_and_nobodys_reminders(
    harness: ActionHarness,
) -> None:
    harness.later(days=21)
    header = "url,referred,owner,flagged_by"
    row = f"{group(1)},2026-02-01,A. Smith,old.officer@example.org"
    brings(harness, csv(row, header=header), who=THE_BOT)
    seen = harness.looks(1)
    assert (seen.referral.owner, seen.referral.flagger) == ("~A. Smith", "~old.officer@example.org")
    assert seen.names["~A. Smith"] == "A. Smith (not known here)"
    opening = harness.history(1)[0]
    assert opening.personal["flagger"] == "~old.officer@example.org"
    assert "Smith" not in str(opening.facts)
    harness.sent()
    harness.later(days=1)
    harness.sweeps()
    assert {one.message for one in harness.sent()} == {Message.ESCALATION}


def test_importing_again_puts_right_who_flagged(harness: ActionHarness) -> None:
    """Where whoever imported, or a name that was not known, stands as who flagged it."""
    harness.later(days=21)
    header = "url,referred,flagged_by"
    rows = [f"{group(1)},2026-02-01,", f"{group(2)},2026-02-01,Old Officer"]
    brings(harness, csv(*rows, header=header))
    harness.flags_one(group(3), who=LEAD2)
    assert [harness.referral(n).flagger for n in (1, 2, 3)] == [LEAD.id, "~Old Officer", LEAD2.id]
    today = f"{harness.now:%Y-%m-%d}"
    again = [
        f"{group(1)},2026-02-01,second",
        f"{group(2)},2026-02-01,{SECOND.id}",
        f"{group(3)},{today},second",
    ]
    file = wanted(harness, csv(*again, header=header))
    found, faults = checked(harness, file)
    assert (faults, found.new, found.credited) == ([], 0, 2)
    done = import_file(harness.store, file, found, Now(harness.now), harness.config)
    assert (done.recorded.total(), done.credited) == (0, 2)
    assert [harness.referral(n).flagger for n in (1, 2, 3)] == [SECOND.id, SECOND.id, LEAD2.id]
    last = harness.history(2)[-1]
    assert (last.action, last.actor, last.personal["flagger"]) == (
        Action.CREDIT,
        LEAD.id,
        SECOND.id,
    )
    for as_of in (None, harness.now + timedelta(minutes=1)):
        query = FigureQuery(as_of=as_of)
        counts = harness.read(lambda uow, one=query: uow.figures.by_flagger(one))  # type: ignore[misc]
        assert set(counts) == {SECOND.id}
    verified(harness)
    found, _ = checked(harness, file)
    assert found.credited == 0


DAYS_WITHOUT_A_TIME = [
    # referred, decided, the instants that stand for them
    ("2026-02-02", "2026-02-02 09:30", ["2026-02-02 09:30", "2026-02-02 09:30"]),
    ("2026-02-02", "2026-02-02 15:00", ["2026-02-02 12:00", "2026-02-02 15:00"]),
    ("2026-02-02 15:00", "2026-02-02", ["2026-02-02 15:00", "2026-02-02 15:00"]),
    ("2026-02-02", "2026-02-02", ["2026-02-02 12:00", "2026-02-02 12:00"]),
    ("2026-02-02", "2026-02-03 00:30", ["2026-02-02 12:00", "2026-02-03 00:30"]),
]


@pytest.mark.parametrize(("referred", "decided", "instants"), DAYS_WITHOUT_A_TIME)
def test_a_day_without_a_time_is_a_day(
    harness: ActionHarness, referred: str, decided: str, instants: list[str]
) -> None:
    harness.later(days=30)
    brings(harness, csv(f"{group(1)},{referred},closed,{decided}"))
    steps = [event for event in harness.history(1) if event.action is not Action.FLAG]
    assert [f"{event.happened_at:%Y-%m-%d %H:%M}" for event in steps] == instants
    assert harness.history(1)[0].happened_at <= steps[0].happened_at


def test_what_is_earlier_by_its_times_is_refused(harness: ActionHarness) -> None:
    row = f"{group(1)},2026-02-02 10:00,closed,2026-02-02 09:30"
    _, faults = checked(harness, wanted(harness, csv(row)))
    assert [one.column for one in faults] == ["decided"]


def test_json_lines_are_a_file_too(harness: ActionHarness) -> None:
    lines = [
        '{"page": "' + group(1) + '", "referred_at": "1. März 2026"}',
        "",
        '{"page": "' + group(2) + '", "referred_at": "2026-02-01", "note": "two\\nlines"}',
    ]
    harness.later(days=30)
    assert brings(harness, "\n".join(lines)).recorded.total() == 2
    with pytest.raises(BadAnswer, match="Line 2 isn't an object in JSON"):
        wanted(harness, lines[0] + "\nrubbish\n")


def test_without_a_person_the_leads_are_reminded(harness: ActionHarness) -> None:
    harness.later(days=21)
    brings(harness, many(3), who=THE_BOT)
    harness.sent()
    harness.later(days=1)
    harness.sweeps()
    assert {one.message for one in harness.sent()} == {Message.ESCALATION}


def test_demo_data_does_not_become_real(harness: ActionHarness) -> None:
    content = f'{{"source": "Demo data; the records", "referrals": [{{"page": "{group(1)}", "referred_at": "2026-02-01"}}]}}'
    with pytest.raises(BadAnswer, match="demo data"):
        wanted(
            harness,
            content.replace('"page"', '"referral": "R-1", "attempt": 1, "as_of": "x", "page"'),
        )


def random_days(source: ActionHarness, rnd: Random, steps: int) -> None:
    """What people may do, some hundred times, with whole seconds between."""
    often = (Action.REFER, Action.CLOSE, Action.REJECT, Action.RESTRICT, Action.APPEAL)
    seldom = (Action.WITHDRAW, Action.UNDO, Action.HOLD)
    others = [one for one in Action if one is not Action.FLAG and one not in (*often, *seldom)]
    for _ in range(steps):
        source.now += timedelta(seconds=rnd.randrange(4, 86_400))
        if rnd.random() < 0.3:
            source.flags(group(rnd.randrange(25)), place=rnd.choice([DESK, SECRET]))
            continue
        number = rnd.randrange(1, 45)
        now = rnd.choice(["closed", "restricted"])
        at = source.now - timedelta(hours=rnd.randrange(1, 90)) if rnd.random() < 0.4 else None
        tried = [*rnd.sample(often, 5), *rnd.sample(others, len(others))]
        if rnd.random() < 0.4:
            tried = rnd.sample(others, 5)
        if rnd.random() < 0.15:
            tried = [*seldom, *tried]
        for action in tried:
            try:
                source.does(action, number, LEAD, place=None, at=at, now=now, why="a mistake")
            except Refusal:
                continue
            break
    for number in range(1, 90):
        held = source.read(lambda uow, n=number: uow.referrals.get(n))  # type: ignore[misc]
        if held is not None and held.state is State.HELD:
            source.does(Action.RELEASE, number, LEAD, place=None)


def figures(harness: ActionHarness, now: datetime) -> list[object]:
    """Everything that a digest or a report could say, but for what says when it was written down."""
    zone = harness.config.zone("")
    monday = now.astimezone(zone).date() - timedelta(days=now.astimezone(zone).weekday())
    weeks = [week_from(monday - timedelta(days=7 * back), zone) for back in range(6, -1, -1)]

    def work(uow: UnitOfWork) -> list[object]:
        queries = [
            FigureQuery(),
            FigureQuery(since=weeks[2].start, until=weeks[4].end),
            FigureQuery(confidence="certain"),
            FigureQuery(channel=SECRET.id),
            FigureQuery(categories=("crossing",)),
        ]
        found: list[object] = [
            replace(uow.figures.cohort(query), late_dates=0) for query in queries
        ]
        found += [uow.figures.flow(query) for query in queries]
        return [*found, uow.figures.weekly(weeks), uow.figures.totals()]

    return harness.read(work)


def by_number(harness: ActionHarness) -> dict[int, tuple[str, State]]:
    """What an export holds, under its numbers."""
    query = ExportQuery(FigureQuery(), "", lead=True)
    return harness.read(
        lambda uow: {one.number: (one.page_key, one.state) for one in uow.referrals.export(query)}
    )


def test_numbers_that_are_taken_stay_as_they_are(harness: ActionHarness) -> None:
    harness.later(days=30)
    header = "referral,attempt,source,page,state,flagged_at,referred_at"
    rows = [f"R-{n},1,x,{group(n)},referred,2026-02-01,2026-02-01" for n in (2, 5)]
    harness.flags_one(group(9))
    harness.flags_one(group(8))
    assert brings(harness, csv(*rows, header=header)).recorded.total() == 2
    assert sorted(by_number(harness)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("seed", "form"), [(0, Form.JSON), (5, Form.CSV), (27, Form.JSON)], ids=lambda one: str(one)
)
def test_an_export_imports_again_with_the_same_figures(
    harness: ActionHarness,
    sqlite_url: str,
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    form: Form,
    migrated_sqlite: bytes,
) -> None:
    path = tmp_path_factory.mktemp("source") / "referrals.db"
    path.write_bytes(migrated_sqlite)
    with open_store(f"sqlite:///{path}") as store:
        source = ActionHarness(store, harness.config)
        source.knows(*TEAM)
        for place in (DESK, SECRET):
            store.write(lambda uow, one=place: uow.places.put(one))  # type: ignore[misc]
            harness.store.write(lambda uow, one=place: uow.places.put(one))  # type: ignore[misc]
        random_days(source, Random(seed), 220)
        harness.now = source.now + timedelta(minutes=5)

        def export(uow: UnitOfWork) -> str:
            asked = export_of(
                ExportQuery(FigureQuery(), "", lead=True), form, "", harness.now, harness.config
            )
            return "".join(written(uow, asked, harness.actor(THE_BOT), harness.config))

        content = source.read(export)
        done = brings(harness, content)
        assert done.recorded.total() > 20
        assert figures(harness, harness.now) == figures(source, harness.now)
        assert by_number(harness) == by_number(source)
    verified(harness)
    highest = harness.read(lambda uow: uow.referrals.mark().highest)
    again = harness.flags_one(group(99)).referral
    assert again
    assert again.number == highest + 1
    assert brings(harness, content).recorded.total() == 0


def test_pages_are_known_by_their_platforms_forms(harness: ActionHarness) -> None:
    first = (
        "https://www.facebook.com/reel/1029384756",
        "https://twitter.com/#!/some_one",
        "https://rumble.com/vdmum1-boats.html",
        "https://blog.example/@some_one",
        "https://www.tiktok.com/search?q=boats",
    )
    again = (
        "https://www.facebook.com/reel/1029384756/?s=x&stack_idx=0",
        "https://x.com/some_one",
        "https://www.rumble.com/vDMUM1",
        "https://blog.example/@some_two",
        "https://www.tiktok.com/search?q=visa",
    )
    file = wanted(harness, csv(*(f"{url},2026-02-01,," for url in first)))
    import_file(harness.store, file, checked(harness, file)[0], Now(harness.now), harness.config)
    file = wanted(harness, csv(*(f"{url},2026-02-02,," for url in again)))
    import_file(harness.store, file, checked(harness, file)[0], Now(harness.now), harness.config)
    found = harness.read(lambda uow: uow.referrals.many(range(1, 8)))
    platforms = [found[number].platform for number in sorted(found)]
    assert platforms == ["facebook", "x", "rumble", "web", "tiktok", "web", "tiktok"]


def test_a_front_page_in_a_file_is_a_fault(harness: ActionHarness) -> None:
    _, faults = checked(harness, wanted(harness, csv("https://t.me,2026-02-01,,")))
    assert ["names no page on Telegram" in str(fault) for fault in faults] == [True]


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_of_an_import_are_those_of_a_flag(harness: ActionHarness, kind: str) -> None:
    alone = [(typed, keys[0]) for typed, *keys in KINDS[kind] if not find_pages(typed).rest]
    rows = [f'"{typed}",2026-02-01,,' for typed, key in alone if len(find_pages(typed).pages) == 1]
    expected = [key for typed, key in alone if len(find_pages(typed).pages) == 1]
    assert len(rows) >= 5
    brings(harness, csv(*rows))
    found = harness.read(lambda uow: uow.referrals.many(range(1, len(rows) + 1)))
    assert [found[number].page_key for number in sorted(found)] == expected


def test_an_import_refuses_what_names_no_page(harness: ActionHarness) -> None:
    file = wanted(harness, csv(*(f'"{typed}",2026-02-01,,' for typed in REFUSED)))
    _, faults = checked(harness, file)
    assert len(faults) == len(REFUSED)
    for fault, why in zip(faults, REFUSED.values(), strict=True):
        assert why in fault.what


def test_no_text_is_taken_of_pages_of_which_nothing_is_kept(harness: ActionHarness) -> None:
    head = "page,flagged,referred,category,note,outcome,outcome_at,reason,platform_words\n"
    days = "2026-02-01,2026-02-01"
    outcome = "rejected,2026-02-02,terms,what they say"
    brings(
        harness,
        f"{head}https://www.facebook.com/groups/1001,{days},children,what it says,{outcome}\n",
    )
    told = harness.read(lambda uow: uow.referrals.history(1))
    assert not any({"note", "words"} & event.personal.keys() for event in told)
    assert told[-1].action is Action.REJECT
