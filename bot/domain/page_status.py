"""A probe's answer → gone, up or unsure, with the reason. Nothing here reaches the network.

A reading proposes and never decides, so it is careful: what may have another cause (a login wall,
a busy platform, a refusal, a proxy's own error) is unsure, never gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Literal

Asked = Literal["status", "page"]


class Status(StrEnum):
    """What a page was found to be."""

    GONE = "gone"
    UP = "up"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class PageToCheck:
    """A page to look at: its platform's id, its page key (`youtube:video:…`, `web:…`) and its
    canonical URL."""

    platform: str
    key: str
    url: str


@dataclass(frozen=True, slots=True)
class Question:
    """One address to ask with GET: `status` is a platform's public status address, which does not
    touch the page; `page` is the page itself."""

    url: str
    kind: Asked


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is None where nothing did, and `fault` then says why in plain words
    ("timed out", "address not allowed"); `body` is the text of the bytes read (the first 64 KiB),
    `sha256` their hash as hexadecimal digits, "" where there were none. `redirects` are the
    addresses that were asked before `final_url`, in order."""

    question: Question
    final_url: str
    status: int | None = None
    body: str = ""
    sha256: str = ""
    fault: str = ""
    redirects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer means. `reason` is short and for people ("404", "asks to log in", "timed
    out"); `code` is the HTTP status, None where nothing came back; `sha256` is of the bytes read."""

    status: Status
    reason: str
    code: int | None
    sha256: str
    asked: Asked


def questions(page: PageToCheck) -> tuple[Question, ...]:
    """What to ask of a page, in this order, until an answer is not unsure."""
    return (Question(page.url, "page"),)


def read(page: PageToCheck, answer: Answer) -> Reading:
    """What one answer says about a page."""
    status, reason = _verdict(answer)
    return Reading(status, reason, answer.status, answer.sha256, answer.question.kind)


def _verdict(answer: Answer) -> tuple[Status, str]:
    if answer.fault or answer.status is None:
        return Status.UNSURE, answer.fault or "no answer"
    code = answer.status
    if code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Status.GONE, str(code)
    if code == HTTPStatus.OK:
        return Status.UP, "200"
    return Status.UNSURE, str(code)
