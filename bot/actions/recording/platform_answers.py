"""A platform's answer, handed in as text: what it says of which referrals, and recording that.

Nothing is recorded before a person has seen what was understood and confirmed it. What they may not
see is not there for them: the leads are told, afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.actions.recording.bulk import Done, act_on_each, on_day, take_back
from bot.actions.recording.team import leads_to_tell
from bot.config import Config
from bot.domain.announcements import Announcement, Message, direct
from bot.domain.answers.matching import AnswerLine, Candidate, action_for, match
from bot.domain.answers.mentions import Kind
from bot.domain.answers.passages import Passage
from bot.domain.answers.phrases import Verdict
from bot.domain.batches import Picked
from bot.domain.errors import BadAnswer, NotFound
from bot.domain.lifecycle.permissions import may_see
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.lifecycle.requests import LONGEST_TEXT, ActionRequest, FromAnswer
from bot.domain.people import Actor
from bot.domain.platforms.sites import kinds
from bot.ports.platform_answers import PlatformAnswer
from bot.ports.store import UnitOfWork
from bot.sentences.recording import answers as sentences

MOST_HANDLES = 40
MOST_REFERENCES = 500


@dataclass(frozen=True, slots=True)
class Understood:
    """An answer that is kept to be looked at: its lines, and the referrals that they speak of.

    `hidden` are the referrals that it names and that this person may not see.
    """

    answer: PlatformAnswer
    lines: tuple[AnswerLine, ...]
    referrals: Mapping[int, Referral]
    hidden: tuple[int, ...] = ()


def hand_in(uow: UnitOfWork, text: str, actor: Actor, config: Config) -> Understood:
    """Read an answer and keep it, not recorded yet. Raises BadAnswer where it names nothing."""
    passages = _read(text, config)
    if not any(passage.mentions for passage in passages):
        raise BadAnswer(sentences.NAMES_NOTHING)
    named = _named(uow, passages)
    seen = {one.number: one for one in named if may_see(one, actor)}
    lines = match(passages, [_candidate(one) for one in seen.values()])
    shown = [line for line in lines if line.candidate]
    kept = [_to_json(line) for line in shown if line.candidate]
    answer = uow.platform_answers.add(text, actor.person.id, actor.place.id, kept, actor.now)
    hidden = tuple(one.number for one in named if one.number not in seen)
    return Understood(answer, lines, seen, hidden)


def _read(text: str, config: Config) -> tuple[Passage, ...]:
    """Read by the phrases of the platform that all pages in it are of, where there is one."""
    from bot.domain.answers.reading import read_answer  # A tenth of a start: its patterns.

    passages = read_answer(text, config.phrases_for(None), config.extra_hosts)
    platforms = {one.page.platform for each in passages for one in each.mentions if one.page}
    if len(platforms) != 1:
        return passages
    (platform,) = platforms
    return read_answer(text, config.phrases_for(platform), config.extra_hosts)


def _named(uow: UnitOfWork, passages: Sequence[Passage]) -> tuple[Referral, ...]:
    mentions = {one for passage in passages for one in passage.mentions}

    def of(kind: Kind, most: int | None = None) -> list[str]:
        return sorted({one.value for one in mentions if one.kind is kind})[:most]

    references = [one.text for one in mentions if one.kind is Kind.REFERENCE][:MOST_REFERENCES]

    handles = [
        f"{platform}:{name}:{handle}"
        for handle in of(Kind.HANDLE, MOST_HANDLES)
        for platform, name in kinds()
    ]
    return uow.referrals.named_in(
        [*of(Kind.PAGE), *handles],
        [int(value) for value in of(Kind.NUMBER)],
        {written for one in references for written in (one, one.upper(), one.lower())},
    )


def _candidate(referral: Referral) -> Candidate:
    named = (referral.reference, referral.acknowledged_reference, referral.decision_reference)
    references = frozenset(one.lower() for one in named if one)
    return Candidate(
        referral.number, referral.version, referral.page_key, referral.state, references
    )


def _to_json(line: AnswerLine) -> list[str | int]:
    assert line.candidate is not None
    return [line.candidate.number, line.candidate.version, line.passage[:LONGEST_TEXT]]


def tell_leads(uow: UnitOfWork, understood: Understood, actor: Actor, config: Config) -> None:
    """Tell the leads, in private, that an answer names what its reader may not see."""
    if not understood.hidden:
        return
    subject = f"answer {understood.answer.number}"
    data = {"by": actor.person.id, "numbers": list(understood.hidden)}
    uow.outbox.add(
        [
            Announcement(direct(lead), Message.ANSWERED, subject, data)
            for lead in leads_to_tell(uow, config)
        ],
        actor.now,
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the person confirmed: a verdict for each referral, and what holds for all of them."""

    verdicts: Mapping[int, Verdict]
    reason: str = ""
    reference: str = ""
    day: date | None = None


def record_answer(uow: UnitOfWork, uid: str, chosen: Chosen, actor: Actor, config: Config) -> Done:
    """Record what was confirmed, each referral wholly or not at all.

    Raises NotFound for an answer that is not of this database or was recorded already, BadAnswer
    where nothing is chosen or a rejection has no reason.
    """
    answer = uow.platform_answers.get(uid, for_change=True)
    if answer is None or answer.recorded_at is not None:
        raise NotFound(sentences.NOT_HERE if answer is None else sentences.RECORDED_ALREADY)
    if not chosen.verdicts:
        raise BadAnswer(sentences.CHOOSE_ONE)
    if Verdict.REJECTED in chosen.verdicts.values() and not chosen.reason:
        raise BadAnswer(sentences.CHOOSE_REASON, field="reason")
    lines = {int(number): (int(version), str(passage)) for number, version, passage in answer.lines}

    def make(referral: Referral, one: Picked) -> ActionRequest:
        evidence = FromAnswer(answer.number, answer.digest, lines[one.number][1])
        return _request(uow, referral, one, chosen, evidence, actor, config)

    picked = [Picked(number, lines[number][0]) for number in chosen.verdicts if number in lines]
    done = act_on_each(uow, picked, make, actor, config)
    uow.platform_answers.recorded(answer.number, list(done.versions), actor.now)
    return done


def _request(
    uow: UnitOfWork,
    referral: Referral,
    one: Picked,
    chosen: Chosen,
    evidence: FromAnswer,
    actor: Actor,
    config: Config,
) -> ActionRequest:
    verdict = chosen.verdicts[one.number]
    action = action_for(referral.state, verdict)
    if action is None:
        raise NotFound(sentences.cannot_be(referral.name, verdict, referral.state))
    answers = {"reference": chosen.reference} if chosen.reference else {}
    if action is Action.REJECT:
        answers |= {"reason": chosen.reason, "words": evidence.passage}
    elif action is Action.RESTRICT:
        answers |= {"restriction": evidence.passage}
    elif action is Action.OVERTURN:
        answers |= {"now": verdict.value}
    day = chosen.day.isoformat() if chosen.day else ""
    at = on_day(uow, referral, day, action, actor.now, config)
    return ActionRequest(action, one.seen, answers, at, evidence)


def undo_answer(uow: UnitOfWork, uid: str, actor: Actor, config: Config) -> Done:
    """Take back what was recorded of an answer, where nothing happened to the referral since."""
    answer = uow.platform_answers.get(uid)
    if answer is None:
        raise NotFound(sentences.NOT_HERE)
    histories = uow.referrals.histories(uow.platform_answers.referrals_of(answer.number))
    decided = {
        number: event.seq
        for number, events in histories.items()
        for event in events
        if event.facts.get("answer") == answer.number
    }
    return take_back(uow, decided, actor, config)


def open_text(uow: UnitOfWork, number: int, actor: Actor) -> tuple[PlatformAnswer, ...]:
    """The answers that decided a referral, for who handed them in and for leads; that is an event."""
    mine = [
        answer
        for answer in uow.platform_answers.of_referral(number)
        if answer.text and (actor.person.lead or answer.given_by == actor.person.id)
    ]
    if mine:
        uow.access_log.record(actor.person.id, "the platform's answer", number, actor.now)
    return tuple(mine)
