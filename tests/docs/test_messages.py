"""docs/messages.md has every sentence of the catalogue, as the code says it."""

from __future__ import annotations

import pytest

from bot.sentences.counting import listed, plural, verb
from tests.docs.messages import FILE, constants, functions, modules, text


def test_the_file_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "run: make docs"


def test_every_sentence_is_in_it() -> None:
    written = FILE.read_text(encoding="utf-8")
    names = [name for one in modules() for name in (*functions(one), *constants(one))]
    assert names
    assert [name for name in names if f"`{name}`" not in written] == []


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (1200, "1,200 pages")]
)
def test_plurals(count: int, said: str) -> None:
    assert plural(count, "page") == said


def test_what_takes_no_s() -> None:
    assert plural(2, "reply", "replies") == "2 replies"
    assert (verb(1, "was", "were"), verb(2, "was", "were")) == ("was", "were")


def test_long_lists_are_counted() -> None:
    assert listed("abc") == "a, b, c"
    assert listed(map(str, range(12)), 3) == "0, 1, 2 and 9 more"
