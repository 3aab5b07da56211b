"""Text → pages → referrals: what `/flag`, its form and the message shortcut do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.actions.recording.evidence import keep_files
from bot.actions.recording.saving import by_rota, hold_for_leads, note_for_leads, save, step
from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.errors import BadAnswer
from bot.domain.evidence import Arrived
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.permissions import may_see
from bot.domain.lifecycle.referral import (
    Action,
    Event,
    Fact,
    Referral,
    State,
    changed,
    clean,
)
from bot.domain.lifecycle.requests import accept
from bot.domain.pages.earlier import earlier_keys
from bot.domain.pages.urls import SLACK_CUTS_AT, UrlProblem, find_pages
from bot.domain.people import Actor
from bot.domain.platforms import Page
from bot.ports.store import UnitOfWork
from bot.sentences import cards, refusals
from bot.sentences.recording import evidence as kept

MOST_URLS = 20
CARDS_UP_TO = 5


class Result(StrEnum):
    """What became of one page."""

    RECORDED = "recorded"
    REAPPEARED = "reappeared"
    KNOWN = "known"  # a live referral of the page exists: shown
    ENDED = "ended"  # its last referral was rejected or restricted: appeal, or refer again
    REVIEW = (
        "review"  # a lead looks first: on hold, of another place, or sent to the leads by config
    )


@dataclass(frozen=True, slots=True)
class FlagRequest:
    """What a person typed or chose; `answers` may have category, confidence and basis."""

    text: str
    note: str | None = None
    """The note; None takes the words around the addresses."""
    answers: Mapping[str, str] = field(default_factory=dict)
    cut_at: int = SLACK_CUTS_AT
    """The length at which the text may have been cut; a message's own where it is whole."""
    files: tuple[Arrived, ...] = ()
    """Files that came with it, as evidence of each page."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """One page and what became of it; `referral` only where this person may see it."""

    page: Page
    result: Result
    referral: Referral | None = None
    evidence: str = ""
    """What became of the files that came with it."""


@dataclass(frozen=True, slots=True)
class FlagReport:
    """The whole answer: pages in order, and what was not taken.

    An address that stands where Slack cuts a text off is among the problems.
    """

    flagged: tuple[Flagged, ...]
    problems: tuple[UrlProblem, ...]


def flag(uow: UnitOfWork, request: FlagRequest, actor: Actor, config: Config) -> FlagReport:
    """Record the pages that a text names.

    Raises BadAnswer where nothing can be taken: no address, more than 20, an impossible answer.
    Addresses that cannot be taken, beside others that can, are in `problems`.
    """
    found = find_pages(request.text, config.extra_hosts, request.cut_at)
    pages = found.pages
    if len(pages) > MOST_URLS:
        raise BadAnswer(refusals.too_many_addresses(len(pages), MOST_URLS), field="page")
    if not pages:
        said = dict.fromkeys(problem.sentence for problem in found.problems)
        raise BadAnswer(" ".join(list(said)[:5]), field="page")
    note = clean(found.rest if request.note is None else request.note)
    facts = _described(request.answers, config)
    why = config.keeps_nothing(request.answers.get("category"))
    if note and why is not None:
        raise BadAnswer(kept.leave_empty(why), field="note")
    uow.places.met(actor.place)
    news = [
        _flag_one(
            *(uow, page, note, facts, request.files, actor, config),
            quiet=len(pages) > CARDS_UP_TO,
        )
        for page in pages
    ]
    if len(pages) > CARDS_UP_TO:
        _announce_list(uow, news, actor)
    return FlagReport(tuple(news), found.problems)


def _described(answers: Mapping[str, str], config: Config) -> dict[str, Fact]:
    return {
        one.name: accept(one, answers[one.name], config.rules)
        for one in spec_of(Action.FLAG).fields
        if not one.personal and answers.get(one.name)
    }


def _flag_one(
    uow: UnitOfWork,
    page: Page,
    note: str,
    facts: Mapping[str, Fact],
    files: tuple[Arrived, ...],
    actor: Actor,
    config: Config,
    *,
    quiet: bool,
) -> Flagged:
    last = uow.referrals.last_for_page(page.key, lambda: earlier_keys(page))
    live = last if last is None or last.live else uow.referrals.live_for_page(page.key)
    if live is not None:
        return _already_live(uow, page, live, note, files, actor, config)
    reappeared = last is not None and last.state in (State.CLOSED, State.GONE)
    known = last is not None and may_see(last, actor)
    if last is not None and last.state in (State.REJECTED, State.RESTRICTED) and not last.erased:
        if known:
            return _shown(uow, page, Result.ENDED, last, files, actor, config)
        return _flagged_again(uow, page, last, note, files, actor, config)
    number = uow.referrals.reserve_number()
    zone = config.zone(actor.place.id).key
    opening = flag_event(number, page, note, facts, actor, zone, previous=last)
    review = config.reviews_first(page.platform) and not actor.person.lead
    if last is not None and reappeared:
        # Under review the number of the new referral is for leads only.
        after = step(last, Action.REAPPEAR, actor, facts={} if review else {"next": number})
        save(uow, last, after, config)
    if review:
        held = hold_for_leads(uow, opening, config)
        if files:
            held = keep_files(uow, held, files, actor, config, with_flag=True).referral
        return _with_a_lead(uow, page, held, files, actor)
    new = by_rota(uow, save(uow, None, opening, config, quiet=quiet), actor.now, config)
    told = ""
    if files:
        taken = keep_files(uow, new, files, actor, config, with_flag=True)
        new, told = taken.referral, taken.sentence()
    if last is not None and not known:
        return Flagged(page, Result.RECORDED, changed(new, attempt=1, previous=None), told)
    return Flagged(page, Result.REAPPEARED if reappeared else Result.RECORDED, new, told)


def _shown(
    uow: UnitOfWork,
    page: Page,
    result: Result,
    referral: Referral,
    files: tuple[Arrived, ...],
    actor: Actor,
    config: Config,
) -> Flagged:
    """What was there already: only the files are new."""
    if not files:
        return Flagged(page, result, referral)
    taken = keep_files(uow, referral, files, actor, config)
    return Flagged(page, result, taken.referral, taken.sentence())


def flag_event(
    number: int,
    page: Page,
    note: str,
    facts: Mapping[str, Fact],
    actor: Actor,
    zone: str,
    *,
    previous: Referral | None = None,
    happened_at: datetime | None = None,
) -> Event:
    """The first event of a referral. `zone` is its channel's; `happened_at` is `now` unless said."""
    return Event(
        referral=number,
        seq=1,
        action=Action.FLAG,
        happened_at=happened_at or actor.now,
        recorded_at=actor.now,
        facts={
            "platform": page.platform,
            "kind": page.kind,
            "key_version": page.key_version,
            "channel": actor.place.id,
            "private": actor.place.private,
            "zone": zone,
            "attempt": previous.attempt + 1 if previous else 1,
            "previous": previous.number if previous else None,
            **facts,
        },
        personal={
            "actor": actor.person.id,
            "url": page.typed,
            "canonical": page.canonical,
            "page_key": page.key,
            **({"note": note} if note else {}),
            **({"warning": " ".join(page.warnings)} if page.warnings else {}),
        },
    )


def _flagged_again(
    uow: UnitOfWork,
    page: Page,
    referral: Referral,
    note: str,
    files: tuple[Arrived, ...],
    actor: Actor,
    config: Config,
) -> Flagged:
    keeps = config.keeps_nothing(referral.category) is None
    text = f"{cards.FLAGGED_AGAIN} {note if keeps else ''}".strip()
    noted = note_for_leads(uow, referral, text, actor, config)
    if files and keeps:
        keep_files(uow, noted, files, actor, config, again=True)
    return _with_a_lead(uow, page, referral, files, actor)


def _with_a_lead(
    uow: UnitOfWork, page: Page, referral: Referral, files: tuple[Arrived, ...], actor: Actor
) -> Flagged:
    if referral.flagger != actor.person.id:
        uow.referrals.sent_to_leads(referral.number, actor.person.id, page.typed, actor.now)
    return Flagged(page, Result.REVIEW, evidence=kept.came_with(len(files)) if files else "")


def _already_live(
    uow: UnitOfWork,
    page: Page,
    live: Referral,
    note: str,
    files: tuple[Arrived, ...],
    actor: Actor,
    config: Config,
) -> Flagged:
    if may_see(live, actor):
        return _shown(uow, page, Result.KNOWN, live, files, actor, config)
    return _flagged_again(uow, page, live, note, files, actor, config)


def _announce_list(uow: UnitOfWork, news: list[Flagged], actor: Actor) -> None:
    numbers = [
        one.referral.number
        for one in news
        if one.referral and one.result in (Result.RECORDED, Result.REAPPEARED)
    ]
    if numbers:
        subject = f"list {numbers[0]}-{numbers[-1]}"
        data = {"numbers": numbers, "by": actor.person.id}
        uow.list_messages.add(actor.place.id, subject, numbers)
        uow.outbox.add([Announcement(actor.place.id, Message.LIST, subject, data)], actor.now)
