"""Queue page, a person's part of Home, a card's advice: beside the same statements, and at 10,000.

Ours is the whole of the work on one snapshot, from the question to what is shown; the limit is its
own statements on the bare driver, in one transaction. Growth is ours with the most referrals by
ours with the fewest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.actions.figures.home import TeamAtHome, at_home
from bot.actions.recording.look import advice_for
from bot.actions.recording.narrowing import query_of
from bot.config import Config
from bot.domain.listing import Asked, View
from bot.domain.people import Actor, Person, Place
from bot.ports.store import UnitOfWork
from storage.database import open_store
from tests.benchmarks import data, histories
from tests.benchmarks.histories import NOW
from tests.benchmarks.measuring import (
    MILLI,
    Row,
    bare,
    in_one_transaction,
    in_turn,
    sent,
)

SIZES = (10_000, 1_000_000)
MOST, MOST_GROWTH = 4.0, 1.5
ANALYST = Person("U07", "Analyst")
CHANNEL = Place("C1", "team-c1", False)
CONFIG = Config()
TEAM = TeamAtHome()
FLAGGED = replace(histories.histories(0, 1)[0].referral, platform="facebook", category="crossing")
"""A page of the most frequent platform and category."""


def queue(uow: UnitOfWork) -> object:
    """The first page of a channel's queue, with the names it shows."""
    found = uow.referrals.find(query_of(Asked(View.QUEUE), Actor(ANALYST, CHANNEL, NOW), CONFIG))
    return found, uow.people.names({one.owner for one in found.referrals})


def home(uow: UnitOfWork) -> object:
    """What is theirs and what may be undone; the team's figures were read before."""
    return at_home(uow, ANALYST, Place("", "", True), NOW, CONFIG, TEAM, 15)


def advice(uow: UnitOfWork) -> object:
    """What a card says before a page is referred."""
    return advice_for(uow, FLAGGED, NOW, CONFIG)


WORKS: dict[str, Callable[[UnitOfWork], object]] = {
    "queue page": queue,
    "a person's part of Home": home,
    "a card's advice": advice,
}


def run(kind: str) -> list[Row]:
    """Two rows for each list: by the same statements, and by ours with few referrals."""
    few, many = (measure(kind, size) for size in SIZES)
    rows = []
    for name in WORKS:
        ours = many[name] * MILLI
        same, before = many[f"{name}, statements"] * MILLI, few[name] * MILLI
        rows.append(Row(f"{name}, by the same statements", kind, ours, same, "ms", MOST))
        rows.append(Row(f"{name}, by that at 10,000", kind, ours, before, "ms", MOST_GROWTH))
    return rows


def measure(kind: str, size: int) -> dict[str, float]:
    """Median seconds of each work as a whole, and of its statements on the bare driver."""
    taken: dict[str, float] = {}
    with data.ready(kind, size) as url, open_store(url) as store, bare(url) as ask:
        store.read(home)  # the team's figures, which are kept for a minute
        for name, work in WORKS.items():
            same = in_one_transaction(ask, sent(store, work), sqlite=store.is_sqlite)
            ours = partial(store.read, work)
            taken |= in_turn({name: ours, f"{name}, statements": same})
    return taken
