"""Search: what it finds, at any moment, however frequent the words are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import pytest
from sqlalchemy import create_engine, insert, inspect, text

from bot.domain.history import replay
from bot.domain.listing import Listing, Query, View
from bot.domain.referral import Action
from storage import searching, words
from storage.database import SqlStore, open_store
from storage.engines import parse_address
from storage.migrating import upgrade
from storage.referral_rows import searchable, to_values
from storage.tables import referrals
from tests.storage.databases import rows
from tests.storage.stories import act, flag, flagged, later, record


def found(store: SqlStore, asked: str, *, offset: int = 0, size: int = 10) -> Listing:
    """A page of what an analyst in C1 finds."""
    query = Query(View.SEARCH, "U1", False, "C1", later(30), words=asked, offset=offset, size=size)
    return store.read(lambda work: work.referrals.find(query))


def numbers(store: SqlStore, asked: str) -> list[int]:
    """Their numbers, and as many as it says."""
    listing = found(store, asked)
    assert (listing.total, listing.more) == (len(listing.referrals), False)
    return [one.number for one in listing.referrals]


def learn(store: SqlStore, limit: int = 1000) -> int:
    """Take what is new into the index."""
    return store.write(lambda work: work.referrals.learn_words(limit))


@pytest.fixture
def all_frequent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two referrals make a word frequent, and one is looked at first."""
    monkeypatch.setattr(words, "FEW", 1)
    monkeypatch.setattr(searching, "_FIRST_LOOK", 1)
    yield from _forgotten()


def _forgotten() -> Iterator[None]:
    """Statements are kept; these were made with another limit."""
    for kept in (words._count, searching._counted):
        kept.cache_clear()
    yield
    for kept in (words._count, searching._counted):
        kept.cache_clear()


SEARCHES = {
    "R-2": [2],
    "r-2": [2],
    "R-99": [],
    "vessel": [1],
    "VESSEL": [1],
    "überfahrt": [1],
    "ÜBERFAHRT groups/1": [1],
    "facebook.com/groups/2": [2],
    "youtube": [3],
    "crossing": [3, 2],
    "facebook crossing": [2],
    "100%": [2],
    "%": [2],
    "_": [],
    "\\": [],
    "'; --": [],
    "": [3, 2, 1],
}


def tell(store: SqlStore) -> None:
    """What there is to be found."""
    flag(store, note="Überfahrt, big vessel", category="vessels")
    flag(store, note="100% sure")
    flag(store, platform="youtube")


@pytest.mark.parametrize("learned", [0, 2, 3])
def test_search_finds_all_words_wherever_they_stand(store: SqlStore, learned: int) -> None:
    tell(store)
    if learned:
        assert learn(store, learned) == learned
    assert {asked: numbers(store, asked) for asked in SEARCHES} == SEARCHES


@pytest.mark.usefixtures("all_frequent")
def test_it_finds_the_same_where_every_word_is_frequent(store: SqlStore) -> None:
    tell(store)
    learn(store)
    assert {asked: numbers(store, asked) for asked in SEARCHES} == SEARCHES


BEGINNINGS = {
    "قارب": "والقارب",
    "مركب": "مركب",
    "渡": "偷渡",
    "渡 护照": "偷渡护照",
    "0042": "exampledemo0042",
    "demo": "0042demo",
    "vesse": "vessel",
    "page-two": "https://example.org/page-two/",
    "two/": "https://example.org/page-two/",
    "ﬁsh": "fish",
}


def test_a_word_is_found_from_wherever_one_may_begin_to_type_it(store: SqlStore) -> None:
    for note in BEGINNINGS.values():
        flag(store, note=note)
    learn(store)
    for number, asked in enumerate(BEGINNINGS, 1):
        assert number in numbers(store, asked), asked
    assert numbers(store, "essel") == []


@pytest.mark.usefixtures("all_frequent")
def test_pages_of_a_frequent_word(store: SqlStore) -> None:
    for place in range(7):
        flag(store, channel="C2" if place == 3 else "C1", private=place == 3)
    learn(store)

    def page(offset: int) -> tuple[list[int], int, bool]:
        listing = found(store, "facebook", offset=offset, size=3)
        return [one.number for one in listing.referrals], listing.total, listing.more

    assert page(0) == ([7, 6, 5], 3, True)
    assert page(3) == ([3, 2, 1], 6, False)
    assert page(6) == ([], 6, False)


def test_pages_of_a_rare_word(store: SqlStore) -> None:
    for _ in range(5):
        flag(store, note="rare")
    learn(store)
    for offset, expected in ((0, [5, 4]), (4, [1]), (6, [])):
        listing = found(store, "rare", offset=offset, size=2)
        assert ([one.number for one in listing.referrals], listing.total) == (expected, 5)


def test_what_changed_is_found_under_its_new_words_alone(store: SqlStore, store_url: str) -> None:
    flag(store, note="harbour", category="crossing")
    for learned in (False, True):
        if learned:
            assert learn(store) == 2
        act(store, 1, Action.DESCRIBE, facts={"category": "vessels" if learned else "documents"})
        assert numbers(store, "harbour documents") == ([] if learned else [1])
    assert numbers(store, "vessels") == [1]
    assert learn(store) == 1
    assert learn(store) == 0
    assert numbers(store, "vessels") == [1]
    assert {"vessels", "harbour"} <= stored(store_url)
    assert not {"documents", "crossing"} & stored(store_url)


def test_what_was_erased_leaves_the_index(store: SqlStore, store_url: str) -> None:
    flag(store, note="harbour")
    flag(store, note="beach")
    learn(store)
    erased = text("UPDATE referrals SET search = '' WHERE number = 1")
    with store._writing() as connection:
        connection.execute(erased)
    learn(store)
    assert not {"harbour", "1"} & stored(store_url)
    assert "beach" in stored(store_url)
    assert rows(store_url, "SELECT was FROM unsearched") == []


def stored(url: str) -> set[str]:
    """The words in the index."""
    return {str(word) for (word,) in rows(url, "SELECT word FROM search_words")}


def test_random_texts_are_found_as_if_every_one_were_read(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "FEW", 4)
    monkeypatch.setattr(searching, "_FIRST_LOOK", 3)
    chance = Random(7)
    parts = ("boat", "12", "قارب", "price", "偷渡", "12boat", "-", "www", "Straße", "%")
    typed = (*parts, "bo", "pric", "رب", "渡", "boat-12", "strass", "groups/1", "Boat/")

    def note() -> str:
        return " ".join(
            chance.choice("-/ ").join(chance.choices(parts, k=chance.randint(1, 3)))
            for _ in range(3)
        )

    said = {number: note() for number in range(1, 31)}
    for _ in _forgotten():
        for number, written in said.items():
            event = flagged(number, note=written)
            store.write(lambda work, event=event: record(work, event))  # type: ignore[misc]
            if number == 25:
                learn(store)
        for _ in range(60):
            asked = " ".join(chance.choices(typed, k=chance.randint(1, 2)))
            expected = [
                number
                for number, written in sorted(said.items(), reverse=True)
                if all(in_text(word, number, written) for word in searchable(asked).split())
            ]
            listing = found(store, asked, size=100)
            assert [one.number for one in listing.referrals] == expected, asked


def in_text(word: str, number: int, note: str) -> bool:
    """Whether a referral of `flagged` has the word, by reading all of its text."""
    url = f"https://facebook.com/groups/{number}"
    return word in searchable(f"R-{number} {url} {url} {note} facebook crossing")


def test_what_was_there_before_the_index_is_found_at_once(bare_url: str) -> None:
    engine = create_engine(parse_address(bare_url))
    _at(engine.begin, "0003")
    with engine.begin() as connection:
        then = {column["name"] for column in inspect(connection).get_columns("referrals")}
        row = {"remind_times": 0, "escalated": False} | to_values(
            replay([flagged(1, note="harbour")])
        )
        values = {name: value for name, value in row.items() if name in then}
        connection.execute(insert(referrals).values(values))
    with open_store(bare_url) as store:
        _at(engine.begin, "head")
        assert numbers(store, "harbour") == [1]
        assert learn(store) == 1
        assert numbers(store, "harbour") == [1]
    engine.dispose()


def _at(begin: Callable[[], object], revision: str) -> None:
    with begin() as connection:  # type: ignore[attr-defined]
        upgrade(connection, revision)
