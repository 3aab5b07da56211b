"""What an answer says about a page."""

from __future__ import annotations

import pytest

from bot.domain.page_status import Answer, PageToCheck, Reading, Status, questions, read

SITE = PageToCheck("web", "web:https://example.org/boats", "https://example.org/boats")


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        (200, Status.UP, "200"),
        (404, Status.GONE, "404"),
        (410, Status.GONE, "410"),
        (401, Status.UNSURE, "401"),
        (403, Status.UNSURE, "403"),
        (429, Status.UNSURE, "429"),
        (500, Status.UNSURE, "500"),
        (503, Status.UNSURE, "503"),
    ],
)
def test_a_status_code_is_read(code: int, status: Status, reason: str) -> None:
    (question,) = questions(SITE)
    answer = Answer(question, SITE.url, code, "<html></html>", "ab")
    assert read(SITE, answer) == Reading(status, reason, code, "ab", "page")


def test_nothing_came_back() -> None:
    (question,) = questions(SITE)
    answer = Answer(question, SITE.url, fault="timed out")
    assert read(SITE, answer) == Reading(Status.UNSURE, "timed out", None, "", "page")
