"""What people do about page checks: answer what was found, and ask for a check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.actions.checks.planning import card_said, question_said
from bot.actions.recording.record import Acted, act
from bot.actions.recording.saving import note_for_leads
from bot.config import Config
from bot.domain.errors import NotPossible, Stale
from bot.domain.lifecycle.permissions import check_see, may_see
from bot.domain.lifecycle.referral import Referral, SeenVersion, State
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.pages.checks import ACTIONS, Answered, Checked, fresh_look, next_check
from bot.domain.people import Actor, Person
from bot.domain.platforms import platform_label
from bot.ports.store import UnitOfWork
from bot.sentences import checks as sentences

AGAIN_AFTER = timedelta(minutes=10)
"""Nobody can ask for another check of the same page before this time is over."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """The answer to a question changed nothing; `referral` is as it was."""

    referral: Referral
    answer: Answered


def answer_question(
    uow: UnitOfWork,
    number: int,
    reading: SeenVersion,
    answer: Answered,
    seen: SeenVersion,
    actor: Actor,
    config: Config,
) -> Acted | Dismissed:
    """Answer what people were asked about a reading, once. Raises a Refusal.

    `reading` is its number and short hash, `seen` the version that stood with the question. While the question is open the referral is
    in the state it was asked in, so what was noted on it meanwhile does not make an answer stale.
    """
    referral = check_see(uow.referrals.get(number, for_change=True), actor, f"R-{number}")
    seq, asked = reading.version, uow.checks.one(number, reading.version)
    if asked is None or asked.event != reading.event:
        raise Stale(sentences.no_longer_asked(referral.name, referral.state))
    look = uow.checks.get(number)
    open_ = look is not None and look.question == seq
    action = ACTIONS.get(answer)
    if not open_ and (action is None or seen.is_of(referral)):
        return _answered_already(uow, referral, seq, answer, actor.person)
    if action is not None:
        request = ActionRequest(action, None if open_ else seen)
        return act(uow, referral, request, actor, config)
    assert look is not None
    who, now = actor.person, actor.now
    if referral.state is State.HELD:
        raise NotPossible(sentences.release_first(referral.name))
    said = Checked(uow.checks.next_seq(number), now, by=who.id, answer=answer.value)
    uow.checks.record(number, said)
    plan = config.checks_for(referral.platform)
    due = next_check(referral, plan, now) if plan is not None else None
    uow.checks.put(number, replace(look, question=None), due)
    uow.outbox.add([card_said(referral), question_said(referral, seq, answer.value, who.id)], now)
    return Dismissed(referral, answer)


def _answered_already(
    uow: UnitOfWork, referral: Referral, seq: int, answer: Answered, who: Person
) -> Dismissed:
    """A repeated answer of the same person gets the first reply. Other answers are stale."""
    told = uow.checks.history(referral.number)
    last = next((one for one in told if one.seq > seq and one.answer), None)
    if last is None:
        raise Stale(sentences.no_longer_asked(referral.name, referral.state))
    if last.by == who.id and last.answer == answer.value:
        return Dismissed(referral, answer)
    name = uow.people.names({last.by})[last.by]
    raise Stale(sentences.answered_already(name, last.answer, referral.name, referral.state))


def ask_for_check(uow: UnitOfWork, number: int, actor: Actor, config: Config) -> bool:
    """Have a page looked at as soon as a replica sweeps; what is found is said under its card.

    False where a lead looks at it first: then the leads alone hear of it. Raises a Refusal.
    """
    referral = check_see(uow.referrals.get(number, for_change=True), actor, f"R-{number}")
    name, who, now = referral.name, actor.person, actor.now
    if config.checks_for(referral.platform) is None:
        label = platform_label(referral.platform)
        raise NotPossible(sentences.off_for(label))
    if referral.state in (State.HELD, State.WITHDRAWN):
        raise NotPossible(sentences.not_looked_at(name, referral.state))
    if not referral.canonical:
        raise NotPossible(sentences.address_erased(name))
    live = uow.referrals.live_for_page(referral.page_key)
    other = live if live is not None and live.number != number else None
    if other is not None and who.lead and other.state is State.HELD:
        raise NotPossible(sentences.page_on_hold(other.name))
    if other is not None and not may_see(other, actor):
        note_for_leads(uow, other, sentences.asked_for_check(name), actor, config)
        return False
    look = uow.checks.get(number)
    if look is None or look.state is not referral.state:
        look = fresh_look(referral)
    if look.checked_at is not None and now - look.checked_at < AGAIN_AFTER:
        raise NotPossible(sentences.checked_just_now(name))
    uow.checks.put(number, replace(look, asked_by=who.id), now)
    return True
