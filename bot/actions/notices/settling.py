"""What becomes of a notice that was handed over: looked at again, sent, in doubt, not taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.actions.recording.bulk import Done, act_on_each
from bot.config import Config
from bot.domain.announcements import Announcement, Message, direct
from bot.domain.batches import EACH_AT_MOST, Picked
from bot.domain.errors import NotFound, NotPossible
from bot.domain.lifecycle.permissions import check_see
from bot.domain.lifecycle.referral import Action, Referral, State
from bot.domain.lifecycle.requests import ActionRequest, OfNotice
from bot.domain.people import Actor, Person, Place
from bot.ports.notices import Notice, Progress
from bot.ports.store import UnitOfWork
from bot.sentences import notices

ATTACHED = "attached"
"""Among a notice's answers: the pieces of evidence that go with it, with commas."""
OWN = ("category", "confidence")
"""Among the answers: what several pages need not have in common."""
LANE = "notice:"
"""How the lanes of the outbox begin on which notices wait: one for each platform."""


def put_in_outbox(uow: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Have it sent, once more if it was tried before. Its cards show that."""
    data = {"notice": notice.number, "try": uow.notices.begun(notice.number)}
    lane = f"{LANE}{notice.platform}"
    uow.outbox.add([Announcement(lane, Message.NOTICE, notice.reference, data)], now)
    redraw(uow, notice, now)


def redraw(uow: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Have the cards of its referrals say how far it is. Those of held ones stay (rule 4)."""
    several = uow.referrals.many(notice.referrals).values()
    shown = [one for one in several if one.state is not State.HELD]
    message = Message.CARD if len(shown) <= EACH_AT_MOST else Message.REDRAW
    uow.outbox.add([Announcement(one.channel, message, one.name) for one in shown], now)


def tell(uow: UnitOfWork, notice: Notice, text: str, now: datetime) -> None:
    """Tell who pressed the button, in private."""
    if notice.sent_by:
        lane, data = direct(notice.sent_by), {"text": text}
        uow.outbox.add([Announcement(lane, Message.NOTICE_TOLD, notice.reference, data)], now)


def was_sent(
    uow: UnitOfWork, notice: Notice, now: datetime, config: Config, message_id: str = ""
) -> None:
    """It went out. Its text is kept, but where nothing of such pages is."""
    uow.notices.became(notice.number, Progress.SENT, message_id=message_id, sent_at=now)
    of = [one.category for one in uow.referrals.many(notice.referrals).values()]
    if any(config.keeps_nothing(one) for one in (notice.answers.get("category"), *of)):
        uow.notices.forget(notice.number)


def mark_referred(uow: UnitOfWork, notice: Notice, actor: Actor, config: Config) -> Done:
    """Record of each of its referrals that it was referred, with the notice's reference.

    One that cannot be marked is left as it is, and named.
    """
    of, alone = OfNotice(notice.number, notice.digest), len(notice.referrals) == 1
    answers = {name: value for name, value in notice.answers.items() if name != ATTACHED}

    def make(referral: Referral, one: Picked) -> ActionRequest:
        recorded = recorded_of(referral, answers, alone=alone)
        return ActionRequest(Action.REFER, None, recorded, notice=of)

    picked = [Picked(number, version) for number, version in notice.referrals.items()]
    return act_on_each(uow, picked, make, actor, config)


def recorded_of(
    referral: Referral, answers: Mapping[str, str], *, alone: bool
) -> Mapping[str, str]:
    """What a notice's answers say of one of its pages. In a notice about several, what a page is
    about and how sure the team is stay as they are, where they are known."""
    own = set() if alone else {name for name in OWN if getattr(referral, name)}
    return {name: value for name, value in answers.items() if name not in own}


def look_again(
    uow: UnitOfWork, number: int, nth: int, now: datetime, *, begun: bool = False
) -> Notice | None:
    """The notice, locked, right before it is sent for the `nth` time; None if it is not to be sent.

    Where a referral was held, withdrawn, erased or changed since the person saw the text, who
    pressed the button is told. What is told is the same for all of these (safety rule 4). With
    `begun` an earlier call may have arrived: then it is in doubt.
    """
    notice = uow.notices.get(number, for_change=True)
    if notice is None or notice.tries != nth:
        return None
    if notice.progress is not Progress.WAITING:
        return None
    if notice.text and all(
        _as_seen(uow.referrals.get(one, for_change=True), version)
        for one, version in sorted(notice.referrals.items())
    ):
        return notice
    if begun:
        not_taken(uow, number, Progress.DOUBT, notices.STOPPED_SENDING, "", now)
        return None
    uow.notices.became(number, Progress.STOPPED)
    names = [f"R-{one}" for one in sorted(notice.referrals)]
    tell(uow, notice, notices.stopped(notice.reference, names), now)
    redraw(uow, notice, now)
    return None


def _as_seen(referral: Referral | None, version: int) -> bool:
    return (
        referral is not None
        and referral.version == version
        and referral.state is State.FLAGGED
        and not referral.erased
    )


def sent(uow: UnitOfWork, number: int, message_id: str, now: datetime, config: Config) -> None:
    """It was taken: its referrals are marked as referred, by who pressed the button."""
    notice = uow.notices.get(number, for_change=True)
    if notice is None or notice.progress is Progress.SENT:
        return
    was_sent(uow, notice, now, config, message_id)
    _refer_all(uow, notice, _who(uow, notice, now, config), config)


def _refer_all(uow: UnitOfWork, notice: Notice, actor: Actor, config: Config) -> None:
    done = mark_referred(uow, notice, actor, config)
    if done.refused:
        tell(uow, notice, notices.sent_but_changed(notice.reference, [*done.refused]), actor.now)


def not_taken(
    uow: UnitOfWork, number: int, progress: Progress, why: str, message_id: str, now: datetime
) -> None:
    """It is in doubt, or was refused for good: the card says so, and who pressed is told."""
    notice = uow.notices.get(number, for_change=True)
    if notice is None or notice.progress is not Progress.WAITING:
        return
    uow.notices.became(number, progress, why=why, message_id=message_id)
    names = [f"R-{one}" for one in sorted(notice.referrals)]
    say = notices.in_doubt if progress is Progress.DOUBT else notices.refused
    tell(uow, notice, say(notice.reference, names, why), now)
    redraw(uow, notice, now)


def arrived(uow: UnitOfWork, number: int, on: int, actor: Actor, config: Config) -> Notice:
    """A person says that the notice in doubt arrived. `on` is the referral whose card they pressed."""
    notice = _unsure(uow, number, on, actor)
    was_sent(uow, notice, actor.now, config)
    _refer_all(uow, notice, actor, config)
    return notice


def send_again(uow: UnitOfWork, number: int, on: int, actor: Actor) -> Notice:
    """A person has it sent once more, knowing that it may arrive twice where it was in doubt.

    The referrals are sent as they now stand, where the person sees them.
    """
    notice = _unsure(uow, number, on, actor)
    several = uow.referrals.many(notice.referrals)
    changed = [
        f"R-{one}"
        for one, version in sorted(notice.referrals.items())
        if one not in several or several[one].version != version
    ]
    if changed:
        raise NotPossible(notices.prepare_anew(changed))
    put_in_outbox(uow, notice, actor.now)
    return notice


def _unsure(uow: UnitOfWork, number: int, on: int, actor: Actor) -> Notice:
    notice = uow.notices.get(number, for_change=True)
    if notice is None or on not in notice.referrals:
        raise NotFound(notices.NO_NOTICE)
    for one in notice.referrals:
        check_see(uow.referrals.get(one), actor, f"R-{one}")
    if notice.progress not in (Progress.DOUBT, Progress.REFUSED):
        raise NotPossible(notices.settled(notice.reference, notice.progress))
    return notice


def _who(uow: UnitOfWork, notice: Notice, now: datetime, config: Config) -> Actor:
    """Who pressed the button, as Slack last told of them."""
    known = uow.people.get(notice.sent_by)
    person = (
        Person(known.id, known.name, known.leads(config.leads))
        if known
        else Person(notice.sent_by, notice.sent_by)
    )
    place = uow.places.get(notice.channel) or Place(notice.channel, notice.channel, private=True)
    return Actor(person, place, now)
