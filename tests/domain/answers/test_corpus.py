"""Answers of platforms in the forms that were seen in public, and what should be understood of each.

The texts are our own. No wrong outcome is proposed for any line, and at least four in five lines that
say an outcome are understood.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.domain.answers.mentions import marked
from bot.domain.answers.passages import settled
from bot.domain.answers.reading import read_answer

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Answer:
    language: str
    form: str
    text: str
    expected: tuple[tuple[str, str], ...]  # outcome or "unclear", and what it is of


def answers() -> Iterator[Answer]:
    for path in sorted(CORPUS.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("%%% ")[1:]:
            form, _, rest = part.partition("\n")
            text, _, told = rest.partition("\n===\n")
            lines = [line.partition(": ")[::2] for line in told.splitlines() if line.strip()]
            each = tuple((outcome, one) for outcome, names in lines for one in names.split())
            yield Answer(path.stem, form, text, each)


ALL = list(answers())


SHAPES = {
    "HTML": re.compile(r"<(?:p|table|td|br|div|blockquote)\b", re.IGNORECASE),
    "JSON": re.compile(r"\A\s*[\[{]"),
    "quoted": re.compile(
        r"^>|wrote:|schrieb|a écrit|original message|^from:", re.IGNORECASE | re.MULTILINE
    ),
    "table": re.compile(r"\t|\|.*\||^[^,\n]+,http[^,\n]+,", re.MULTILINE),
    "record": re.compile(r"^[\w ]{2,30}: .+\n[\w ]{2,30}: .+", re.MULTILINE),
    "list": re.compile(r"^\W*(?:\d+[.)] )?(?:https?://|hxxps?://|@|t\.me/)\S+\s*\n", re.MULTILINE),
}


def shape(text: str) -> str:
    """The form that an answer has; what has none is prose."""
    return next((name for name, sign in SHAPES.items() if sign.search(text)), "prose")


@cache
def proposed(answer: Answer) -> list[tuple[str, str, str]]:
    """What it is of, what is expected, what is proposed."""
    found = settled(read_answer(answer.text))
    rows = []
    for expected, name in answer.expected:
        mention = marked(name, 0)[1][0]
        outcome = found.get((mention.kind, mention.value), "not found")
        rows.append((name, expected, outcome or "unclear"))
    return rows


def test_there_are_enough() -> None:
    assert len(ALL) >= 60
    assert {answer.language for answer in ALL} >= {"english", "german", "french"}


@pytest.mark.parametrize("language", sorted({answer.language for answer in ALL}))
def test_no_outcome_is_wrong(language: str) -> None:
    wrong = [
        f"{answer.form}: {name}: {outcome}, not {expected}"
        for answer in ALL
        if answer.language == language
        for name, expected, outcome in proposed(answer)
        if outcome not in {expected, "unclear"}
    ]
    assert wrong == []


def test_four_in_five_lines_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    right, lines = Counter[str](), Counter[str]()
    decided = understood = 0
    for answer in ALL:
        for _, expected, outcome in proposed(answer):
            for one in (answer.language, shape(answer.text)):
                lines[one] += 1
                right[one] += outcome == expected
            decided += expected != "unclear"
            understood += expected != "unclear" and outcome == expected
    with capsys.disabled():
        each = ", ".join(f"{name} {right[name]}/{lines[name]}" for name in sorted(lines))
        print(f"\nanswers: {len(ALL)}; lines right: {each}; outcomes {understood}/{decided}")
    assert all(right[one] >= 0.8 * lines[one] for one in lines)
    assert understood >= 0.8 * decided


@pytest.mark.parametrize(
    "text",
    ["we have removed " * 2_500, "a, " * 13_000, "R-1 " * 8_000, "wurde " * 6_000, "<p>" * 10_000],
    ids=lambda text: text[:15],
)
def test_what_is_no_text_proposes_nothing(text: str) -> None:
    assert not any(outcome for passage in read_answer(text) for outcome in passage.outcomes)
