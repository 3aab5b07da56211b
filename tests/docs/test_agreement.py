"""Numbers and the words after them agree, in every sentence of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import get_type_hints

import pytest

from tests.docs.messages import functions, modules, samples_of

COUNTS = (0, 1, 2, 1_000)
NOUNS = [
    "page",
    "referral",
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "rejection",
    "correction",
    "appeal",
    "row",
    "line",
    "platform",
    "message",
    "lead",
    "channel",
    "event",
    "file",
    "notice",
    "decision",
    "step",
    "change",
    "time",
    "hour",
    "minute",
    "second",
    "value",
    "character",
    "category",
    "button",
    "reason",
    "person",
    "attempt",
    "card",
    "reminder",
    "column",
    "cell",
    "form",
    "export",
    "digest",
    "place",
    "entry",
    "reply",
    "address",
    "check",
    "name",
    "note",
    "setting",
    "key",
    "step",
    "lane",
    "field",
    "user",
    "member",
    "update",
    "outcome",
    "flag",
]
_PLURALS = {"person": "people", "entry": "entries", "category": "categories", "reply": "replies"}
_PLURALS |= {"address": "addresses"}
PLURALS = {noun: _PLURALS.get(noun, f"{noun}s") for noun in NOUNS}
NO_COUNTS = {"year", "latest", "this_year", "port"}
_ALONE = r"(?<!Line )(?<!Entry )(?<![\w.,:/\-–“#])"
_SINGULAR = "|".join(PLURALS)
_SEVERAL = "|".join(PLURALS.values())
_ADJECTIVE = r"(?:(?:earlier|more|other|different|new|open|whole) )?"
FAULTS = {
    "one of several": re.compile(rf"{_ALONE}1 {_ADJECTIVE}(?:{_SEVERAL})\b(?! of )"),
    "several of one": re.compile(
        rf"{_ALONE}(?:0|[2-9]|[1-9]\d{{1,2}}(?:,\d{{3}})*|[2-9],\d{{3}}|1,\d{{3}}) {_ADJECTIVE}(?:{_SINGULAR})\b(?!['-])"
    ),
    "one are": re.compile(rf"{_ALONE}1 (?:were|are|have|wait|need|go|come)\b"),
    "several is": re.compile(
        rf"(?<!of ){_ALONE}(?:0|[2-9]|[1-9]\d{{1,2}}(?:,\d{{3}})*|[2-9],\d{{3}}|1,\d{{3}}) (?:was|is|has|waits|needs|goes|comes)\b"
    ),
    "one noun are": re.compile(rf"(?<!of ){_ALONE}1 (?:{_SINGULAR}) (?:were|are|have|wait)\b"),
    "several nouns is": re.compile(
        rf"(?<!of ){_ALONE}(?:0|[2-9]|[1-9]\d{{1,2}}(?:,\d{{3}})*|[2-9],\d{{3}}|1,\d{{3}}) (?:{_SEVERAL}) (?:was|is|has|waits)\b"
    ),
    "thousands without a comma": re.compile(rf"{_ALONE}1000 {_ADJECTIVE}(?:{_SEVERAL})\b"),
}


def counted() -> Iterator[tuple[str, Callable[..., str]]]:
    for module in modules():
        for name, function in functions(module).items():
            if int in get_type_hints(function).values():
                yield f"{module.__name__.removeprefix('bot.sentences.')}.{name}", function


def said(function: Callable[..., str]) -> Iterator[str]:
    """With each count alone, all others at each of their samples, and with all counts alike."""
    samples = samples_of(function)
    hints = get_type_hints(function)
    numbers = [one for one in samples if hints[one] is int and one not in NO_COUNTS]
    first = {one: several[0] for one, several in samples.items()}
    others = [{one: value} for one in samples if one not in numbers for value in samples[one]]
    for count in COUNTS:
        for each in [dict.fromkeys(numbers, count), *({one: count} for one in numbers)]:
            for other in others or [{}]:
                yield function(**first | other | each)


def faults(sentence: str) -> list[str]:
    return [name for name, pattern in FAULTS.items() if pattern.search(sentence)]


@pytest.mark.parametrize(
    ("name", "function"), list(counted()), ids=lambda one: one if isinstance(one, str) else "words"
)
def test_the_words_agree_with_the_number(name: str, function: Callable[..., str]) -> None:
    wrong = {sentence: found for sentence in said(function) if (found := faults(sentence))}
    assert wrong == {}, name


@pytest.mark.parametrize(
    "sentence",
    [
        "1 were closed",
        "12 (1 pages)",
        "Over these 1 weeks: 3 of 4",
        "0 referral waits",
        "2 was closed",
        "1,000 page",
        "1 referrals",
        "1 page are open",
        "2 pages is open",
        "1000 pages",
    ],
)
def test_what_does_not_agree_is_found(sentence: str) -> None:
    assert faults(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "1 was closed",
        "12 (1 page)",
        "Over these 2 weeks",
        "R-1 pages",
        "8 of 1,000 pages",
        "2.1 pages",
    ],
)
def test_what_agrees_is_not(sentence: str) -> None:
    assert faults(sentence) == []
