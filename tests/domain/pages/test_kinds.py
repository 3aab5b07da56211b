"""Each kind of mistake by its cases, beside the rules."""

from __future__ import annotations

import pytest

from bot.domain.pages.urls import find_pages
from tests.domain.pages.kinds import KINDS, REFUSED

FIRST_FIVE = list(KINDS)[:5]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_its_cases(kind: str) -> None:
    assert len(KINDS[kind]) >= (10 if kind in FIRST_FIVE else 5)


@pytest.mark.parametrize("case", [case for cases in KINDS.values() for case in cases])
def test_what_is_typed_names_these_pages(case: tuple[str, ...]) -> None:
    typed, *keys = case
    found = find_pages(typed)
    assert [page.key for page in found.pages] == keys
    assert found.problems == ()


@pytest.mark.parametrize("typed", REFUSED)
def test_what_names_no_page_is_refused_with_why(typed: str) -> None:
    found = find_pages(typed)
    assert found.pages == ()
    assert REFUSED[typed] in found.problems[0].sentence


def test_what_slack_made_a_link_of_is_never_cut() -> None:
    for link in ("<https://news.example/e,t.me/f>", "<https://news.example/e,t.me/f|a label>"):
        (page,) = find_pages(link).pages
        assert page.key == "web:https://news.example/e,t.me/f"
