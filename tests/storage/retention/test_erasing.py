"""Erasing: nothing personal is left in any table or file, and everything that is counted stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from bot.domain.announcements import Announcement, Message
from bot.domain.figures.query import FigureQuery
from bot.domain.indicators.indicator import Indicator, IndicatorKind
from bot.domain.indicators.joining import KeptIndicator
from bot.domain.lifecycle.referral import PERSONAL, Action, Referral, State
from bot.domain.listing import Query, View
from bot.domain.pages.checks import Checked, fresh_look
from bot.domain.pages.status import Status
from bot.ports.store import UnitOfWork
from storage.database import SqlStore, open_store
from storage.retention.erasing import NoErasureKey
from tests.harness.without_slack.stored_events import (
    MONDAY,
    act,
    flag,
    flagged,
    later,
    record,
    refer,
    reject,
)
from tests.storage.databases import change, dump, rows, statements
from tests.storage.sql.test_races import at_once

KEY = "k" * 32
SECRET = "a telephone number 0044 20"


@pytest.fixture
def erasing(store_url: str) -> Iterator[SqlStore]:
    """A store that may erase."""
    with open_store(store_url, KEY) as opened:
        yield opened


def erase(store: SqlStore, *numbers: int, why: str = "time") -> None:
    """Erase these, whatever they are."""

    def work(unit: UnitOfWork) -> None:
        found = unit.referrals.many(numbers)
        unit.erasing.erase([found[number] for number in numbers], later(days=400), why)

    store.write(work)


def closed(store: SqlStore, **said: object) -> Referral:
    """A page that was closed, with something personal in every place."""
    one = flag(store, note=SECRET, **said)
    refer(store, one.number)
    return act(store, one.number, Action.CLOSE)


def verified(store: SqlStore) -> list[str]:
    """What `audit verify` finds wrong."""
    faults = store.read(lambda unit: unit.audit.verify())[1]
    return [f"{one.referral}/{one.seq}: {one.what}" for one in faults]


def get(store: SqlStore, number: int) -> Referral:
    """As it is stored."""
    found = store.read(lambda unit: unit.referrals.get(number))
    assert found is not None
    return found


def last(store: SqlStore, key: str) -> Referral | None:
    """The page's latest."""
    return store.read(lambda unit: unit.referrals.last_for_page(key))


def test_nothing_personal_is_left_in_any_table(erasing: SqlStore, store_url: str) -> None:
    one = closed(erasing, flagger="UFLAGGER")
    act(erasing, 1, Action.UNDO, target=3, personal={"why": SECRET})
    act(erasing, 1, Action.REJECT, facts={"reason": "terms"}, personal={"words": SECRET})

    def beside(unit: UnitOfWork) -> None:
        unit.checks.put(1, fresh_look(get(erasing, 1)), later(days=1))
        unit.checks.record(1, Checked(1, MONDAY, status=Status.UP, reason="200", by="UASKER"))
        shared = KeptIndicator(Indicator(IndicatorKind.PHONE, "+447400123456"))
        unit.indicators.add({1: [shared]}, MONDAY)
        unit.cases.add([1], "Blue boats", MONDAY)
        unit.access_log.record("UREADER", f"url {one.url}", 1, MONDAY)
        data = {"card": "R-1", "seq": 1, "answer": "", "by": "UASKER"}
        unit.outbox.add([Announcement("C1", Message.QUESTION, "check R-1 1", data)], MONDAY)
        unit.outbox.add(
            [Announcement("C1", Message.LIST, "list 1-1", {"numbers": [1], "by": "UFLAGGER"})],
            MONDAY,
        )

    erasing.write(beside)
    erasing.write(lambda unit: unit.audit.seal(100))
    known = dump(store_url)
    words: tuple[str, ...] = (
        "groups/1",
        "facebook:group:1",
        SECRET,
        "UFLAGGER",
        "UASKER",
        "UREADER",
        "telephone",
    )
    words += ("+447400123456", "Blue boats", "blue boats")
    assert [word for word in words if word not in known] == []
    erase(erasing, 1)
    assert [word for word in words if word in dump(store_url)] == []
    assert verified(erasing) == []
    erasing.write(lambda unit: unit.audit.seal(100))
    assert verified(erasing) == []
    assert [word for word in words if word in dump(store_url)] == []


def test_what_is_counted_stays(erasing: SqlStore) -> None:
    before = closed(erasing, key="facebook:group:x")
    erase(erasing, 1, why="request")
    after = get(erasing, 1)
    personal = {name for name in PERSONAL if getattr(after, name) != getattr(before, name)}
    assert personal == {"url", "canonical", "page_key", "flagger", "owner", "note"}
    assert after.erased
    assert not after.page_key.startswith("facebook")
    kept = {"state", "platform", "kind", "category", "confidence", "basis", "referred_at"}
    kept |= {"outcome", "outcome_at", "first_outcome_at", "channel", "attempt", "flagged_at"}
    assert [name for name in kept if getattr(after, name) != getattr(before, name)] == []
    (*_, event) = erasing.read(lambda unit: unit.referrals.history(1))
    assert (event.action, event.seq, dict(event.facts)) == (Action.ERASE, 4, {"why": "request"})
    assert event.personal == {}


def test_the_bytes_leave_an_sqlite_file(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    with open_store(sqlite_url, KEY) as store:
        for number in range(1, 40):
            closed(store, key=f"facebook:group:secretpage{number}")
        store.truncate_log()
        words = (b"secretpage7", b"groups/7", SECRET.encode())
        assert all(word in path.read_bytes() for word in words)
        erase(store, *range(1, 40))
        store.truncate_log()
        files = [path, *path.parent.glob(f"{path.name}-*")]
        left = [(file.name, word) for file in files for word in words if word in file.read_bytes()]
        assert left == []


def test_without_a_key_nothing_is_erased(store: SqlStore) -> None:
    closed(store)
    with pytest.raises(NoErasureKey):
        erase(store, 1)
    assert not get(store, 1).erased


def test_a_page_that_comes_back_is_recognised_and_counted_once(erasing: SqlStore) -> None:
    closed(erasing, key="facebook:group:x")
    erase(erasing, 1)
    cohort = erasing.read(lambda unit: unit.figures.cohort(FigureQuery()))
    assert erasing.read(lambda unit: unit.referrals.last_for_page("facebook:group:y")) is None
    found = last(erasing, "facebook:group:x")
    assert found is not None
    assert (found.number, found.state) == (1, State.CLOSED)

    again = attempt(erasing, "facebook:group:x", 2, previous=1)
    refer(erasing, again.number)
    assert get(erasing, 1).page_key == "facebook:group:x"
    now = erasing.read(lambda unit: unit.figures.cohort(FigureQuery()))
    assert now.counts.referred == 2
    assert now.pages["referred"] == cohort.pages["referred"] == 1
    assert verified(erasing) == []
    act(erasing, 2, Action.CLOSE)
    erase(erasing, 2)
    assert get(erasing, 1).page_key == get(erasing, 2).page_key == "erased:1"
    assert verified(erasing) == []


def test_who_flagged_what_is_erased_is_erased_and_not_the_bot(erasing: SqlStore) -> None:
    closed(erasing)
    refer(erasing, flag(erasing).number)
    erase(erasing, 1)
    for as_of in (None, get(erasing, 2).flagged_at + timedelta(days=900)):
        query = FigureQuery(as_of=as_of)
        found = erasing.read(lambda unit, one=query: unit.figures.by_flagger(one))  # type: ignore[misc]
        assert {name: counts.referred for name, counts in found.items()} == {"erased": 1, "U1": 1}


def attempt(store: SqlStore, key: str, number: int, previous: int) -> Referral:
    """The page is flagged again."""
    event = flagged(number, key=key)
    event = replace(event, facts={**event.facts, "attempt": number, "previous": previous})

    def work(unit: UnitOfWork) -> Referral:
        assert unit.referrals.reserve_number() == number
        return record(unit, event)[0]

    return store.write(work)


def test_a_page_keeps_its_key_while_another_referral_needs_it(erasing: SqlStore) -> None:
    closed(erasing, key="facebook:group:x")
    attempt(erasing, "facebook:group:x", 2, previous=1)
    erase(erasing, 1)
    assert (get(erasing, 1).url, get(erasing, 1).page_key) == ("", "facebook:group:x")
    assert get(erasing, 2).url
    assert verified(erasing) == []
    act(erasing, 2, Action.WITHDRAW, facts={"reason": "mistake"})
    erase(erasing, 2)
    assert {get(erasing, n).page_key for n in (1, 2)} == {"erased:1"}


def test_another_key_recognises_nothing_and_says_how_much(
    erasing: SqlStore, store_url: str
) -> None:
    closed(erasing, key="facebook:group:x")
    erase(erasing, 1)
    with open_store(store_url, "another" * 5) as other:
        assert last(other, "facebook:group:x") is None
        assert other.read(lambda unit: unit.erasing.count_unrecognisable()) == 1
    with open_store(store_url) as none:
        assert last(none, "facebook:group:x") is None
    assert erasing.read(lambda unit: unit.erasing.count_unrecognisable()) == 0


def test_a_fingerprint_tells_nothing_without_the_key(erasing: SqlStore, store_url: str) -> None:
    closed(erasing, key="facebook:group:x")
    erase(erasing, 1)
    (fingerprint,) = rows(store_url, "SELECT * FROM page_fingerprints")
    tried = {
        sha256(text.encode()).hexdigest()
        for text in ("facebook:group:x", "page 1 facebook:group:x")
    }
    assert fingerprint.fingerprint not in tried
    assert len(fingerprint.fingerprint) == 64
    assert KEY not in repr(erasing._hasher)


def test_due_is_what_was_recorded_last_long_enough_ago(erasing: SqlStore) -> None:
    for day in (3, 1, 2):
        one = flag(erasing, at=MONDAY)
        act(erasing, one.number, Action.WITHDRAW, at=later(days=day), facts={"reason": "mistake"})
    flag(erasing)

    def due(days: float, limit: int = 10) -> list[int]:
        found = erasing.write(lambda unit: unit.erasing.due(later(days=days), None, limit))
        return [one.referral.number for one in found]

    assert due(0.9) == []
    assert due(2) == [2, 3]
    assert due(9, limit=2) == [2, 3]
    first = erasing.write(lambda unit: unit.erasing.due(later(days=9), None, 1))
    rest = erasing.write(lambda unit: unit.erasing.due(later(days=9), first[0], 10))
    assert [one.referral.number for one in rest] == [3, 1]
    erase(erasing, 3)
    assert due(9) == [2, 1]
    assert erasing.read(lambda unit: unit.erasing.count_by_state()) == {"withdrawn": 2, "erased": 1}


def test_two_replicas_erase_different_ones(postgres_url: str) -> None:
    with open_store(postgres_url, KEY) as one, open_store(postgres_url, KEY) as other:
        for _ in range(4):
            closed(one)

        def both(unit: UnitOfWork) -> list[int]:
            mine = unit.erasing.due(later(days=9), None, 2)
            others = other.write(lambda unit: unit.erasing.due(later(days=9), None, 9))
            return [len(mine), *(found.referral.number for found in others)]

        assert one.write(both) == [2, 3, 4]


def test_an_undo_of_finishing_takes_it_off_the_clock(erasing: SqlStore) -> None:
    closed(erasing)
    act(erasing, 1, Action.UNDO, target=3)
    assert erasing.write(lambda unit: unit.erasing.due(later(days=900), None, 9)) == ()


def test_searching_finds_an_erased_one_by_its_number_alone(erasing: SqlStore) -> None:
    closed(erasing)

    def found(words: str) -> int:
        query = Query(
            view=View.SEARCH, viewer="U1", lead=True, channel="C1", now=MONDAY, words=words
        )
        return erasing.read(lambda unit: unit.referrals.find(query)).total

    assert found("telephone") == found("R-1") == 1
    erase(erasing, 1)
    assert (found("telephone"), found("facebook"), found("R-1")) == (0, 0, 1)


def test_old_exports_name_nobody_and_young_ones_do(erasing: SqlStore, store_url: str) -> None:
    for day in (1, 2, 3):
        erasing.write(
            lambda unit, day=day: unit.access_log.record(  # type: ignore[misc]
                f"UREADER{day}", f"export {day}", 7 if day == 1 else None, later(days=day)
            )
        )
    assert erasing.write(lambda unit: unit.erasing.erase_old_reads(later(days=2))) == 2
    left = dump(store_url)
    assert "UREADER1" in left
    assert "UREADER2" not in left
    assert "UREADER3" in left
    assert verified(erasing) == []


def test_nothing_but_what_was_erased_may_go(erasing: SqlStore, store_url: str) -> None:
    closed(erasing)

    def beside(unit: UnitOfWork) -> None:
        unit.checks.record(1, Checked(1, MONDAY, status=Status.UP, reason="200", by="UASKER"))
        unit.access_log.record("UREADER", "url", 1, MONDAY)

    erasing.write(beside)
    change(store_url, "DELETE FROM personal_values WHERE referral <= 0")
    assert verified(erasing) == [
        "-1/1: “actor” went, but nothing was to be erased",
        "None/1: “actor”, “what” went, but nothing was to be erased",
    ]
    erase(erasing, 1)
    assert verified(erasing) == []
    change(store_url, "UPDATE referrals SET outcome = 'rejected' WHERE number = 1")
    (fault, *_) = verified(erasing)
    assert fault == "1/None: the referral is not what its events say: outcome"


def test_what_goes_without_being_erased_is_still_named(erasing: SqlStore, store_url: str) -> None:
    closed(erasing)
    change(store_url, "DELETE FROM personal_values WHERE referral = 1 AND name = 'note'")
    assert verified(erasing) == [
        "1/1: “note” went, but nothing was to be erased",
        "1/None: the referral is not what its events say: note, search",
    ]


def test_messages_in_slack_are_queued_once(erasing: SqlStore) -> None:
    closed(erasing)
    closed(erasing)

    def said(unit: UnitOfWork) -> None:
        unit.posts.put("R-1", "C1", "1.0")
        unit.posts.put("check R-1 2", "C1", "3.0")
        unit.checks.record(1, Checked(1, MONDAY, status=Status.UP, reason="200"))
        unit.checks.record(1, Checked(2, MONDAY, status=Status.GONE, reason="404"))
        unit.outbox.add(
            [
                Announcement("C1", Message.LINE, "R-1", {"seq": 2}),
                Announcement("C1", Message.LIST, "list 1-2", {"numbers": [1, 2], "by": "U1"}),
                Announcement("C1", Message.LINE, "R-2", {"seq": 2}),
            ],
            MONDAY,
        )

    erasing.write(said)
    for ts in ("4.0", "5.0", "6.0"):
        send_one(erasing, ts)
    # The list is a message of two; what is known of it survives the purge of the outbox.
    assert erasing.write(lambda unit: unit.outbox.purge_sent(-1)) == 3
    erase(erasing, 1)
    assert erasing.read(lambda unit: unit.erasing.count_to_redact()) == 4
    first = erasing.write(lambda unit: unit.erasing.take_to_redact(3))
    rest = erasing.write(lambda unit: unit.erasing.take_to_redact(3))
    assert [(one.message, one.ts, one.beside) for one in (*first, *rest)] == [
        (Message.CARD, "1.0", ()),
        (Message.QUESTION, "3.0", ()),
        (Message.LINE, "4.0", ()),
        (Message.LIST, "5.0", (1, 2)),
    ]
    assert erasing.write(lambda unit: unit.erasing.take_to_redact(3)) == ()


def send_one(store: SqlStore, ts: str) -> None:
    """The first message of the lane is sent."""
    (lane,) = store.write(lambda unit: unit.outbox.claim(60, 1, 1))
    ids = [row.id for row in lane.rows]
    store.write(lambda unit: unit.outbox.mark_sending(lane, ids, 1, 60))
    store.write(lambda unit: unit.outbox.mark_sent(lane, ids, channel="C1", ts=ts, settle=False))
    store.write(lambda unit: unit.outbox.release(lane))


def test_rejections_go_too(erasing: SqlStore) -> None:
    flag(erasing)
    refer(erasing, 1)
    reject(erasing, 1, personal={"words": SECRET})
    erase(erasing, 1)
    one = get(erasing, 1)
    assert (one.words, one.reason, one.state) == ("", "terms", State.REJECTED)
    assert verified(erasing) == []


# --- pages that come back ------------------------------------------------------------------------


def flags_again(key: str) -> Callable[[UnitOfWork], int]:
    """Flag a page as the next attempt; its attempt."""

    def work(unit: UnitOfWork) -> int:
        before = unit.referrals.last_for_page(key)
        event = flagged(unit.referrals.reserve_number(), key=key)
        if before:
            facts = {"attempt": before.attempt + 1, "previous": before.number}
            event = replace(event, facts={**event.facts, **facts})
        record(unit, event)
        return 2 if before else 1

    return work


def test_without_a_key_nobody_looks_for_erased_pages(store: SqlStore) -> None:
    with statements(store._engines.write) as seen:
        assert store.write(flags_again("facebook:group:a")) == 1
        attempt(store, "facebook:group:z", 2, previous=1)
    assert not any("page_fingerprints" in sql for sql, _ in seen)


def test_an_erased_page_is_recognised_among_several(erasing: SqlStore) -> None:
    closed(erasing, key="facebook:group:x")
    erase(erasing, 1)
    assert [erasing.write(flags_again(f"facebook:group:{name}")) for name in "wxy"] == [1, 2, 1]
    assert get(erasing, 1).page_key == "facebook:group:x"
    assert verified(erasing) == []


def test_a_flag_and_an_erasure_that_meet_leave_one_page(postgres_url: str) -> None:
    with open_store(postgres_url, KEY) as one, open_store(postgres_url, KEY) as other:
        for _ in range(5):
            number = len(one.read(lambda unit: unit.referrals.many(range(1, 99)))) + 1
            key = f"facebook:group:{number}"
            flag(one, key=key)
            act(one, number, Action.WITHDRAW, facts={"reason": "mistake"})

            def work(unit: UnitOfWork, number: int = number) -> None:
                found = unit.erasing.finished([number])
                unit.erasing.erase([each.referral for each in found], later(days=400), "time")

            both = (partial(one.write, work), partial(other.write, flags_again(key)))
            at_once(2, lambda which, both=both: both[which]())  # type: ignore[misc]
            first, second = get(one, number), get(one, number + 1)
            assert first.erased
            assert first.page_key == second.page_key == key
            assert rows(postgres_url, "SELECT * FROM page_fingerprints") == []
            act(one, number + 1, Action.WITHDRAW, facts={"reason": "mistake"})
        assert verified(one) == []


def test_two_that_erase_referrals_of_one_page_leave_no_key(postgres_url: str) -> None:
    with open_store(postgres_url, KEY) as one, open_store(postgres_url, KEY) as other:
        for first in (1, 3, 5, 7, 9):
            key = f"facebook:group:{first}"
            flag(one, key=key)
            act(one, first, Action.WITHDRAW, facts={"reason": "mistake"})
            attempt(one, key, first + 1, previous=first)
            act(one, first + 1, Action.WITHDRAW, facts={"reason": "mistake"})
            both = (partial(erase, one, first), partial(erase, other, first + 1))
            at_once(2, lambda which, both=both: both[which]())  # type: ignore[misc]
            names = {get(one, number).page_key for number in (first, first + 1)}
            assert names == {f"erased:{first}"}
        assert verified(one) == []
