"""Categories of which nothing is kept: no text of such a page is taken, and what there was goes."""

from __future__ import annotations

from dataclasses import replace

from bot.config import Config
from bot.domain.errors import BadAnswer
from bot.domain.lifecycle.referral import NOTHING_KEPT, Event, Referral
from bot.domain.lifecycle.requests import ActionRequest
from bot.ports.store import UnitOfWork
from bot.sentences.recording import evidence as sentences

QUOTED = ("note", "words")
"""What people type that may be a page's own text."""


def without_texts(
    event: Event, request: ActionRequest, referral: Referral, config: Config
) -> Event:
    """The event as it may be recorded. Raises BadAnswer at a text that somebody typed.

    What a platform's answer quotes is left out. Where the category is new, the event says that what was
    kept until then goes.
    """
    category = event.facts.get("category") or referral.category
    why = config.keeps_nothing(str(category or ""))
    if why is None:
        return event
    for name in QUOTED:
        if event.personal.get(name) and request.evidence is None:
            raise BadAnswer(sentences.leave_empty(why), field=name)
    personal = {n: text for n, text in event.personal.items() if n not in (*QUOTED, "passage")}
    is_new = config.keeps_nothing(referral.category) is None
    facts = {**event.facts, **({NOTHING_KEPT: True} if is_new else {})}
    return replace(event, facts=facts, personal=personal)


def forget_texts(uow: UnitOfWork, event: Event) -> None:
    """Let go of what was kept before such an event: notes, quotations, texts of notices, files."""
    if event.facts.get(NOTHING_KEPT):
        uow.erasing.forget_texts(event.referral, event.recorded_at)
        uow.evidence.drop(event.referral, event.recorded_at)
        for notice in uow.notices.of_referral(event.referral):
            uow.notices.forget(notice.number)
