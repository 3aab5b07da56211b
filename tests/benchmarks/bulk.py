"""One action on 200 referrals: beside the same one by one, and beside 3 seconds, at 10,000 referrals."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bot.actions.recording.bulk import record_batch
from bot.config import Config
from bot.domain.batches import Picked
from bot.domain.lifecycle.referral import Action
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor, Person, Place
from bot.ports.store import UnitOfWork
from storage.database import SqlStore, open_store
from tests.benchmarks import data
from tests.benchmarks.histories import NOW
from tests.benchmarks.measuring import MILLI, Row, bare, on_one_core
from tests.harness.without_slack.action_harness import act_on

SIZE = 10_000
MANY = 200
MOST_SECONDS = 3.0
MOST = 0.9
WHO = Actor(Person("U00", "Lead", lead=True), Place("C0", "team-c0", False), NOW)
CONFIG = Config()
_WAITING = "SELECT number FROM referrals WHERE state = 'referred' ORDER BY number LIMIT :many"


def run(kind: str) -> list[Row]:
    """Milliseconds for 200, in one transaction and in as many."""
    with data.scratch(kind, SIZE) as url, on_one_core():
        with bare(url) as ask:
            found = [number for (number,) in ask(_WAITING, {"many": 2 * MANY})]
        with open_store(url) as store:
            alone = _one_by_one(store, found[:MANY])
            together = _together(store, found[MANY:])
    assert len(found) == 2 * MANY, "too few wait for an answer"
    return [
        Row("200 at once, by one after the other", kind, together, alone, "ms", MOST),
        Row("200 at once, by 3 seconds", kind, together, MOST_SECONDS * MILLI, "ms", 1.0),
    ]


def _one_by_one(store: SqlStore, numbers: Sequence[int]) -> float:
    began = time.perf_counter()
    for number in numbers:
        store.write(lambda uow, n=number: act_on(uow, n, ActionRequest(Action.CLOSE), WHO, CONFIG))  # type: ignore[misc]
    return (time.perf_counter() - began) * MILLI


def _together(store: SqlStore, numbers: Sequence[int]) -> float:
    def select(uow: UnitOfWork) -> str:
        found = uow.referrals.many(numbers)
        return uow.batches.add([Picked.of(one) for one in found.values()], WHO.person.id, NOW).uid

    uid = store.write(select)
    began = time.perf_counter()
    done = store.write(lambda uow: record_batch(uow, uid, numbers, Action.CLOSE, {}, WHO, CONFIG))
    took = (time.perf_counter() - began) * MILLI
    assert (done.count, done.refused) == (len(numbers), {}), done.refused
    return took
