"""Queue page, App Home and search, each beside the one best statement that reads the same.

Ours is the whole of the work on one snapshot, from the question to what is shown; the limit is one
statement on the bare driver, its rows fetched. Growth is ours at the most referrals by ours at the
fewest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.actions.figures.home import TeamAtHome, at_home
from bot.actions.recording.look import lists
from bot.actions.recording.team import names_of
from bot.config import Config
from bot.domain.lifecycle.permissions import UNDO_WINDOW
from bot.domain.listing import View
from bot.domain.people import Actor, Person, Place
from bot.ports.store import UnitOfWork
from storage.database import open_store
from storage.sql.columns import to_micros
from tests.benchmarks import data
from tests.benchmarks.histories import NOW
from tests.benchmarks.measuring import (
    asking,
    at_most,
    bare,
    in_turn,
    milliseconds,
    on_one_core,
    sent,
)

MOST, MOST_GROWTH = 3.0, 1.5
SECONDS = 4.0
ANALYST = Person("U07", "Analyst")
CHANNEL = Place("C1", "team-c1", False)
AT_HOME = Place("", "", True)
CONFIG = Config()
TEAM = TeamAtHome()

_SHOWN = "state <> 'held' AND (NOT private OR channel = :channel)"
_LIVE = "state IN ('appealed', 'flagged', 'held', 'referred')"
_NAMED = "LEFT JOIN people AS p ON p.id = r.owner"
_PAGE = f"""
    SELECT r.*, {{name}} (
        SELECT count(*) FROM (
            SELECT 1 FROM referrals WHERE {_LIVE} AND {{of}} AND {_SHOWN} LIMIT 1001
        ) AS counted
    ) AS total
    FROM referrals AS r {{named}} WHERE {_LIVE} AND {{of}} AND {_SHOWN}
    ORDER BY flagged_at, number LIMIT {{most}}
"""
_FOUND = f"""
    SELECT r.*, p.name FROM referrals AS r {_NAMED}
    WHERE {_SHOWN} AND search LIKE :like ORDER BY number DESC LIMIT 1001
"""
_HOME = f"""
    SELECT page.*, EXISTS (
        SELECT 1 FROM events WHERE referral = page.number AND recorded_at >= :since
    ) AS to_undo
    FROM ({_PAGE.format(name="", named="", of="owner = :viewer", most=15)}) AS page
    ORDER BY page.flagged_at, page.number
"""
FEW_PAGES = "60000990"
UNIQUE = "groups/600009913"


def queue(uow: UnitOfWork) -> object:
    """The first page of a channel's queue, with the names it shows."""
    return _listed(uow, View.QUEUE, CHANNEL)


def _listed(uow: UnitOfWork, view: View, place: Place, words: str = "") -> object:
    found = lists(uow, view, Actor(ANALYST, place, NOW), CONFIG, words=words)
    return found, names_of(uow, {one.owner for one in found.referrals})


def searching(words: str) -> Callable[[UnitOfWork], object]:
    """The first page of what is found."""
    return lambda uow: _listed(uow, View.SEARCH, CHANNEL, words)


def home(uow: UnitOfWork) -> object:
    """What a person's Home shows: their own, what may be undone, and figures read before."""
    return at_home(uow, ANALYST, AT_HOME, NOW, CONFIG, TEAM, 15)


def _found(word: str) -> tuple[str, dict[str, Any]]:
    return _FOUND, {"like": f"%{word}%", "channel": CHANNEL.id}


WORKS: dict[str, tuple[Callable[[UnitOfWork], object], tuple[str, dict[str, Any]]]] = {
    "queue page": (
        queue,
        (
            _PAGE.format(name="p.name,", named=_NAMED, of="channel = :channel", most=10),
            {"channel": CHANNEL.id},
        ),
    ),
    "App Home": (
        home,
        (_HOME, {"viewer": ANALYST.id, "channel": "", "since": to_micros(NOW - UNDO_WINDOW)}),
    ),
    "search of one page": (searching(UNIQUE), _found(UNIQUE)),
    "search of ten pages": (searching(FEW_PAGES), _found(FEW_PAGES)),
    "search of a frequent word": (searching("facebook"), _found("facebook")),
}


def run() -> list[dict[str, Any]]:
    """A line for each database and list: its ratio to the best statement, and its growth."""
    rows = []
    for kind in data.KINDS:
        taken = {size: measure(kind, size) for size in (min(data.SIZES), max(data.SIZES))}
        few, many = taken.values()
        for name in WORKS:
            ours, best = many[name], many[f"{name}, best"]
            rows.append(
                at_most(
                    f"{name}, by the best statement",
                    ours / best,
                    MOST,
                    database=kind,
                    referrals=max(taken),
                    ours_ms=milliseconds(ours),
                    limit_ms=milliseconds(best),
                    queries_ms=milliseconds(many[f"{name}, queries"]),
                )
            )
            rows.append(
                at_most(
                    f"{name}, growth from {min(taken):,}",
                    ours / few[name],
                    MOST_GROWTH,
                    database=kind,
                    referrals=max(taken),
                    ours_ms=milliseconds(ours),
                    limit_ms=milliseconds(few[name]),
                )
            )
    return rows


def measure(kind: str, size: int) -> dict[str, float]:
    """Median seconds of each work as a whole, of its queries alone, and of the best statement."""
    works: dict[str, Callable[[], object]] = {}
    with data.ready(kind, size) as url, open_store(url) as store, bare(url) as ask:
        for name, (work, (statement, values)) in WORKS.items():
            works[name] = lambda work=work: store.read(work)  # type: ignore[misc]
            works[f"{name}, queries"] = asking(store, sent(store, work))
            works[f"{name}, best"] = lambda s=statement, v=values: ask(s, v)  # type: ignore[misc]
        with on_one_core():
            return in_turn(works, SECONDS)
