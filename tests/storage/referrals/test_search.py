"""Search: every word that was typed is found wherever it stands, and nothing else is."""

from __future__ import annotations

import dataclasses
from random import Random

import pytest

from bot.domain.lifecycle.referral import Action
from bot.domain.listing import EVERYTHING, Listing, Query, View
from storage.database import SqlStore
from storage.referrals import lists
from storage.sql.referral_rows import searchable
from tests.harness.without_slack.stored_events import act, flag, flagged, later, record

QUERY = Query(View.SEARCH, "U1", lead=False, channel="C1", now=later(30))


def found(store: SqlStore, asked: str, *, offset: int = 0, size: int = 10) -> Listing:
    """A page of what an analyst in C1 finds."""
    query = dataclasses.replace(QUERY, words=asked, offset=offset, size=size)
    return store.read(lambda work: work.referrals.find(query))


def numbers(store: SqlStore, asked: str) -> list[int]:
    """Their numbers, and as many as it says."""
    listing = found(store, asked)
    assert (listing.total, listing.more) == (len(listing.referrals), False)
    return [one.number for one in listing.referrals]


SEARCHES = {
    "R-2": [2],
    "r-2": [2],
    "R-99": [],
    "R-2 sure": [2],
    "R-2 vessel": [],
    "vessel": [1],
    "VESSEL": [1],
    "essel": [1],
    "überfahrt": [1],
    "ÜBERFAHRT groups/1": [1],
    "U\N{COMBINING DIAERESIS}berfahrt": [1],
    "facebook.com/groups/2": [2],
    "https://facebook.com/groups/2": [2],
    "youtube": [3],
    "crossing": [3, 2],
    "facebook crossing": [2],
    "facebook crossing facebook": [2],
    "100%": [2],
    "%": [2],
    "0%s": [],
    "_": [],
    "b_g": [],
    "\\": [3],
    "c:\\boats": [3],
    "//": [3, 2, 1],
    "/%": [],
    "'; --": [],
    "": [3, 2, 1],
}


def test_search_finds_all_words_wherever_they_stand(store: SqlStore) -> None:
    flag(store, note="Überfahrt, big vessel", category="vessels")
    flag(store, note="100% sure")
    flag(store, platform="youtube", note="C:\\boats")
    assert {asked: numbers(store, asked) for asked in SEARCHES} == SEARCHES


IN_THE_MIDDLE = {
    "قارب": "والقارب",
    "ارب": "والقارب",
    "渡": "偷渡",
    "渡 护照": "偷渡护照",
    "042": "exampledemo0042",
    "demo": "0042demo",
    "esse": "vessel",
    "page-two": "https://example.org/page-two/",
    "two/": "https://example.org/page-two/",
    "ﬁsh": "fish",
    "STRASS": "Hauptstraße",
    "รือ": "เรือ",
}


@pytest.mark.parametrize("asked", IN_THE_MIDDLE)
def test_the_middle_of_a_word_is_found_in_every_script(store: SqlStore, asked: str) -> None:
    flag(store, note="of another thing")
    flag(store, note=IN_THE_MIDDLE[asked])
    assert numbers(store, asked) == [2]


def test_a_long_search_says_that_there_is_more(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNTED", 3)
    for place in range(7):
        flag(store, channel="C2" if place == 3 else "C1", private=place == 3)

    def page(offset: int) -> tuple[list[int], int, bool]:
        listing = found(store, "facebook", offset=offset, size=3)
        return [one.number for one in listing.referrals], listing.total, listing.more

    assert page(0) == ([7, 6, 5], 3, True)
    assert page(3) == ([3, 2, 1], 6, False)
    assert page(6) == ([], 6, False)


def test_a_search_comes_in_pages_with_the_total(store: SqlStore) -> None:
    for _ in range(5):
        flag(store, note="rare")
    for offset, expected in ((0, [5, 4]), (4, [1]), (6, [])):
        listing = found(store, "rare", offset=offset, size=2)
        assert ([one.number for one in listing.referrals], listing.total) == (expected, 5)


def test_what_changed_is_found_under_its_new_words_alone(store: SqlStore) -> None:
    flag(store, note="harbour", category="crossing")
    assert numbers(store, "harbour crossing") == [1]
    act(store, 1, Action.DESCRIBE, facts={"category": "documents"})
    assert numbers(store, "harbour documents") == [1]
    assert numbers(store, "crossing") == []


def test_random_texts_are_found_as_if_every_one_were_read(store: SqlStore) -> None:
    chance = Random(7)
    parts = ("boat", "12", "قارب", "price", "偷渡", "12boat", "-", "www", "Straße", "%", "_", "\\")
    typed = (*parts, "oat", "ric", "رب", "渡", "boat-12", "strass", "groups/1", "Boat/", "%%")

    def note() -> str:
        return " ".join(
            chance.choice("-/ ").join(chance.choices(parts, k=chance.randint(1, 3)))
            for _ in range(3)
        )

    said = {number: note() for number in range(1, 31)}
    for number, written in said.items():
        event = flagged(number, note=written)
        store.write(lambda work, event=event: record(work, event))  # type: ignore[misc]
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


def by_reference(store: SqlStore, said: str) -> list[list[int]]:
    """What a pasted answer, a search and a list's word find by it."""
    words = dataclasses.replace(QUERY, narrowed=dataclasses.replace(EVERYTHING, reference=said))
    return [
        [one.number for one in store.read(lambda work: work.referrals.named_in((), (), {said}))],
        numbers(store, said),
        [one.number for one in store.read(lambda work: work.referrals.find(words)).referrals],
    ]


def test_each_reference_finds_its_referral(store: SqlStore) -> None:
    flag(store)
    act(store, 1, Action.REFER, facts={"reference": "OURS-1"})
    act(store, 1, Action.ACKNOWLEDGE, facts={"reference": "THEIRS-2"})
    act(store, 1, Action.CLOSE, facts={"reference": "LAST-3"})
    assert by_reference(store, "OURS-1") == [[1], [1], [1]]
    assert by_reference(store, "THEIRS-2") == [[1], [1], [1]]
    assert by_reference(store, "LAST-3") == [[1], [1], []]
