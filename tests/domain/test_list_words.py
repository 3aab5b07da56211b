"""What stands behind `/referrals`, in any order → the list that is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest

from bot.domain.called import called
from bot.domain.errors import BadAnswer
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.wording import Names
from bot.domain.lifecycle.referral import State
from bot.domain.list_words import CalledPeople, is_list, of_submission, read_list
from bot.domain.listing import Asked, Filter, View
from bot.domain.people import KnownPerson

UTC_ZONE = ZoneInfo("UTC")
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
CALLED = called(
    [
        KnownPerson("UANA", "Ana Silva", "a.silva@example.org", real_name="Ana Maria Silva"),
        KnownPerson("UBEN", "Ben Lee", "ben@example.org"),
        KnownPerson("UBEN2", "Ben Okri", deactivated=True),
        KnownPerson("UKIT", "kit", "kit@example.org", real_name="Chris Marlowe"),
        KnownPerson("UKIT2", "kit", "kit.w@example.org", real_name="Chris Marlowe"),
        KnownPerson("UKIT3", "kit", real_name="Chris Marlowe"),
        KnownPerson("UKIM", "Kim"),
        KnownPerson("UKIM2", "Kim Novak"),
    ]
)
PEOPLE = CalledPeople("UME", lambda: CALLED)
NAMES = Names(
    {"facebook": "facebook", "youtube": "youtube", "vk": "vk"},
    {"vessels": "vessels", "offers of crossing": "crossing", "crossing": "crossing"},
)
YOUTUBE = FigureQuery(platforms=("youtube",))
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def read(text: str) -> Asked:
    return read_list(text, PEOPLE, NAMES, UTC_ZONE, NOW)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("mine", Asked(View.MINE, Filter(owner="UME"))),
        ("owner me", Asked(View.MINE, Filter(owner="UME"))),
        ("overdue", Asked(View.OVERDUE)),
        ("certain", Asked(View.CERTAIN)),
        ("held", Asked(View.HELD)),
        ("unowned", Asked(View.QUEUE, Filter(unowned=True))),
        ("rejected", Asked(View.ALL, Filter((State.REJECTED,)))),
        ("Rejected, restricted", Asked(View.ALL, Filter((State.REJECTED, State.RESTRICTED)))),
        ("platform youtube", Asked(View.QUEUE, Filter(figures=YOUTUBE))),
        ("platform you", Asked(View.QUEUE, Filter(figures=YOUTUBE))),
        (
            "platform facebook, youtube overdue",
            Asked(View.OVERDUE, Filter(figures=FigureQuery(platforms=("facebook", "youtube")))),
        ),
        (
            "category offers of crossing",
            Asked(View.QUEUE, Filter(figures=FigureQuery(categories=("crossing",)))),
        ),
        ("by @ana", Asked(View.OPEN, Filter(by="UANA"))),
        ("by ANA  silva", Asked(View.OPEN, Filter(by="UANA"))),
        ("by ana maria silva", Asked(View.OPEN, Filter(by="UANA"))),
        ("by “Ana Maria Silva”", Asked(View.OPEN, Filter(by="UANA"))),
        ("by A.Silva@example.org", Asked(View.OPEN, Filter(by="UANA"))),
        ("by a.silva", Asked(View.OPEN, Filter(by="UANA"))),
        ("by uana", Asked(View.OPEN, Filter(by="UANA"))),
        ("by <@UANA|ana>", Asked(View.OPEN, Filter(by="UANA"))),
        ("by kit.w@example.org", Asked(View.OPEN, Filter(by="UKIT2"))),
        ("by UKIT3", Asked(View.OPEN, Filter(by="UKIT3"))),
        ("by kim", Asked(View.OPEN, Filter(by="UKIM"))),  # a whole name before a part of another
        ("by Ana Silva rejected", Asked(View.ALL, Filter((State.REJECTED,), by="UANA"))),
        ("owner <@UX1|x>", Asked(View.OPEN, Filter(owner="UX1"))),
        ("owner @ben lee", Asked(View.OPEN, Filter(owner="UBEN"))),
        ("by me unowned", Asked(View.OPEN, Filter(by="UME", unowned=True))),
        ("R-1211 R-1212", Asked(View.ALL, Filter(numbers=(1211, 1212)))),
        ("r1, r2 r-3", Asked(View.ALL, Filter(numbers=(1, 2, 3)))),
        ("12 13", Asked(View.ALL, Filter(numbers=(12, 13)))),
        ("1, 2 and 3", Asked(View.ALL, Filter(numbers=(1, 2, 3)))),
        ("R-1 R-1 or R-2", Asked(View.ALL, Filter(numbers=(1, 2)))),
        ("R-3 to R-1, R-9", Asked(View.ALL, Filter(numbers=(1, 2, 3, 9)))),
        ("r1–3 overdue", Asked(View.OVERDUE, Filter(numbers=(1, 2, 3)))),
        ("R-1-R-3", Asked(View.ALL, Filter(numbers=(1, 2, 3)))),
        ("R-1..R-2", Asked(View.ALL, Filter(numbers=(1, 2)))),
        ("MINE and Overdue", Asked(View.OVERDUE, Filter(owner="UME"))),
        ("mine mine", Asked(View.MINE, Filter(owner="UME"))),
        ("open", Asked(View.OPEN)),
        ("all mine", Asked(View.ALL, Filter(owner="UME"))),
        ("overdue all", Asked(View.OVERDUE)),
        ("open platform youtube", Asked(View.OPEN, Filter(figures=YOUTUBE))),
        ("platform youtube and mine", Asked(View.MINE, Filter(owner="UME", figures=YOUTUBE))),
        ("rejected or closed", Asked(View.ALL, Filter((State.REJECTED, State.CLOSED)))),
        ("owner: nobody", Asked(View.QUEUE, Filter(unowned=True))),
        ('by "Ana Silva"', Asked(View.OPEN, Filter(by="UANA"))),
        ("overdue submission FB-7", Asked(View.OVERDUE, Filter(reference="FB-7"))),
        (
            'submission "R-1 to 3, search" mine',
            Asked(View.ALL, Filter(owner="UME", reference="R-1 to 3, search")),
        ),
        (
            "mine search R-1 to R-3, mine",
            Asked(View.SEARCH, Filter(owner="UME"), "R-1 to R-3, mine"),
        ),
        (
            "rejected since 1 March 2026",
            Asked(View.ALL, Filter((State.REJECTED,), figures=FigureQuery(since=MARCH))),
        ),
        (
            "mine search small boats",
            Asked(View.SEARCH, Filter(owner="UME"), "small boats"),
        ),
        (
            "referred certain",
            Asked(View.ALL, Filter((State.REFERRED,), figures=FigureQuery(confidence="certain"))),
        ),
        (
            "overdue certain",
            Asked(View.OVERDUE, Filter(figures=FigureQuery(confidence="certain"))),
        ),
    ],
)
def test_words(text: str, asked: Asked) -> None:
    assert read(text) == asked
    assert is_list(text)


def test_their_order_says_nothing() -> None:
    parts = ("overdue", "platform youtube", "by @ana", "mine", "since 1 March 2026")
    figures = FigureQuery(since=MARCH, platforms=("youtube",))
    expected = Asked(View.OVERDUE, Filter(owner="UME", by="UANA", figures=figures))
    assert {read(" ".join(one)) for one in permutations(parts)} == {expected}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mine please", "“please” is not understood. Accepted, in any order"),
        ("overdu platform youtube", "“overdu” is not understood. Did you mean “overdue”?"),
        ("mine rejectd", "Did you mean “rejected”?"),
        ("overdue platform", "Say what follows “platform”"),
        ("overdue platform yutub", "“yutub” isn't one of the platforms"),
        ("by", "Say who: `by @somebody`"),
        ("owner @ana sylva by @zed", "nobody called “zed”"),
        ("by @anna", "nobody called “anna”. Did you mean “ana”?"),
        (
            "owner ben",
            "Several people are called “ben”: Ben Lee, Ben Okri. Write one of these, or mention the "
            "person.",
        ),
        (
            "by Chris  Marlowe",
            "called “Chris Marlowe”: kit@example.org (kit), kit.w@example.org (kit), UKIT3 (kit).",
        ),
        ("rejected since 31 April 2026", "“31 April 2026” isn't a date"),
        ("rejected since 3/4/2026", "may be"),
        ("mine since tomorow", "isn't a date"),
        ("overdue youtube", "“youtube” is not understood. Did you mean “platform youtube”?"),
        ("mine vesels", "Did you mean “category vessels”?"),
        ("mine owner @ana", "“owner” can name one person only."),
        ("by me by @ana", "“by” can name one person only."),
        ("unowned mine", "Nothing is both “mine” and “unowned”. Leave one of them out."),
        ("owner ana unowned", "Nothing is both “owner” and “unowned”."),
        ("held overdue", "Nothing is both “held” and “overdue”."),
        ("overdue rejected", "Nothing is both “overdue” and “rejected”."),
        ("flagged held", "Nothing is both “held” and “flagged”."),
        ("mine or overdue", "All words hold at once"),
        ("overdue search", "Say what to search for"),
        ("overdue submission", "Say which submission"),
        ("by <@U1>, <@U2>", "Say `by` or `owner` before a person"),
        ("R-1 to R-301", "These are 301 numbers; a list takes up to 300."),
        ("R-1 to R-200 R-301 to R-500", "These are 400 numbers"),
    ],
)
def test_what_is_wrong_is_named(text: str, said: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        read(text)
    assert said in refused.value.sentence


@pytest.mark.parametrize("reference", ["FB-77", "2026/11 a, b", 'the "late" ones', "mine"])
def test_the_words_of_a_submission_name_it(reference: str) -> None:
    assert read(of_submission(reference)) == Asked(View.ALL, Filter(reference=reference))


@pytest.mark.parametrize("text", ["", "hello", "R12 is it", "2026", "boats", "R2026-11"])
def test_what_is_no_list(text: str) -> None:
    assert is_list(text) == (text == "R12 is it")
