"""Preparing a notice: what it says of its referrals, and handing it over to be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.actions.notices.settling import (
    ATTACHED,
    mark_referred,
    put_in_outbox,
    recorded_of,
    was_sent,
)
from bot.actions.recording.bulk import Done
from bot.actions.recording.evidence import list_evidence, open_piece
from bot.actions.recording.record import check_fresh, check_open
from bot.config import Config
from bot.domain.errors import BadAnswer, NotPossible, Refusal
from bot.domain.evidence import Piece
from bot.domain.indicators.joining import Among
from bot.domain.lifecycle.decisions import decide
from bot.domain.lifecycle.permissions import check_see, may_see
from bot.domain.lifecycle.referral import Action, Referral, SeenVersion, State
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.notice import Draft, PageInNotice, address_of, grounds_of
from bot.domain.people import Actor
from bot.domain.platforms import OTHER, platform_label
from bot.ports.notices import NewNotice, Notice, Progress, Way
from bot.ports.store import UnitOfWork
from bot.sentences import notices, refusals

SHOWN = frozenset({Progress.WAITING, Progress.DOUBT, Progress.REFUSED})
"""How far a notice is of which a card speaks."""
LARGEST_ATTACHED = 15 * 1024 * 1024
"""Bytes of all files that go with one mail: many servers refuse more than 25 MB, of which a third goes
for the encoding."""
ANSWERS = ("category", "confidence", "basis", "clause")
"""What is said in the form and recorded when the page is marked as referred."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person filled in so far; `answers` are those of ANSWERS."""

    language: str
    answers: Mapping[str, str]
    reasons: str = ""
    reference: str = ""
    """The platform's own, where a person sent the notice."""
    attached: tuple[str, ...] = ()
    """The pieces of evidence that go with it, as `piece_id` names them."""
    say_among: bool = False
    """Whether the notice says how many pages give the same: who says so has looked at them."""

    @classmethod
    def known(cls, referrals: Sequence[Referral], config: Config) -> Typed:
        """What is known of all of these before anybody fills in anything."""
        own = config.reporting_for(referrals[0].platform).language
        answers = {name: _shared([getattr(one, name) for one in referrals]) for name in ANSWERS}
        reasons = _shared([one.note for one in referrals])
        return cls(own or config.notice.language, answers, reasons)


def _shared(values: Sequence[object]) -> str:
    """What all of them say; empty where they differ."""
    return str(values[0] or "") if len(set(values)) == 1 else ""


def way_for(platform: str, config: Config) -> Way:
    """How a notice to this platform goes out."""
    reporting = config.reporting_for(platform)
    if reporting.mail:
        return Way.MAIL
    return Way.WEBHOOK if reporting.webhook else Way.HAND


def open_notice(
    uow: UnitOfWork, versions: Mapping[int, SeenVersion], actor: Actor, config: Config
) -> tuple[Referral, ...]:
    """The referrals whose notice this person opens; that they are shown the addresses is an event.

    `versions` is number → the version that was seen. Raises NotFound, NotPossible or Stale.
    """
    referrals = check(uow, versions, actor, config)
    for one in referrals:
        uow.access_log.record(actor.person.id, "notice", one.number, actor.now)
    return referrals


def check(
    uow: UnitOfWork,
    versions: Mapping[int, SeenVersion],
    actor: Actor,
    config: Config,
    *,
    for_change: bool = False,
) -> tuple[Referral, ...]:
    """The referrals, if one notice about all of them may be sent by this person now; with
    `for_change` other writers are kept out until the commit."""
    if len(versions) == 1:
        ((number, seen),) = versions.items()
        return (_check_one(uow, number, seen, actor, config, for_change=for_change),)
    several, refused = _looked_at(uow, versions, actor, config, for_change=for_change)
    if refused:
        raise NotPossible(notices.cannot_be_in_it(refused))
    _check_addressee(several, config)
    return several


def which_can(
    uow: UnitOfWork, versions: Mapping[int, SeenVersion], actor: Actor, config: Config
) -> tuple[tuple[Referral, ...], Mapping[str, str]]:
    """Those of a selection that one notice can be about, and why the others cannot: `R-12` → why.

    That this person is shown the addresses is an event. Raises NotPossible where there are none, or
    where they are of several platforms.
    """
    several, refused = _looked_at(uow, versions, actor, config)
    if not several:
        raise NotPossible(notices.cannot_be_in_it(refused))
    _check_addressee(several, config)
    for one in several:
        uow.access_log.record(actor.person.id, "notice", one.number, actor.now)
    return several, refused


def _looked_at(
    uow: UnitOfWork,
    versions: Mapping[int, SeenVersion],
    actor: Actor,
    config: Config,
    *,
    for_change: bool = False,
) -> tuple[tuple[Referral, ...], dict[str, str]]:
    several, refused = list[Referral](), dict[str, str]()
    for number in sorted(versions):
        try:
            several.append(
                _check_one(uow, number, versions[number], actor, config, for_change=for_change)
            )
        except Refusal as refusal:
            refused[f"R-{number}"] = refusal.sentence
    return tuple(several), refused


def _check_addressee(several: Sequence[Referral], config: Config) -> None:
    if len({addressee(one, config) for one in several}) != 1:
        raise NotPossible(notices.ONE_PLATFORM)


def _check_one(
    uow: UnitOfWork,
    number: int,
    seen: SeenVersion,
    actor: Actor,
    config: Config,
    *,
    for_change: bool,
) -> Referral:
    found = uow.referrals.get(number, for_change=for_change)
    referral = check_see(found, actor, f"R-{number}")
    if referral.erased:
        raise NotPossible(refusals.nothing_kept(referral.name))
    events = uow.referrals.history(number)
    check_fresh(uow, referral, events, seen, actor.person, config)
    if referral.state is not State.FLAGGED:
        raise NotPossible(notices.not_flagged(referral.name, referral.state))
    check_open(uow, referral, events, Action.REFER, actor, config)
    for notice in uow.notices.of_referral(number):
        if notice.progress is Progress.WAITING:
            raise NotPossible(notices.on_its_way(referral.name, notice.reference))
    return referral


def addressee(referral: Referral, config: Config) -> str:
    """To whom a notice is: the platform or, of any other site, its host."""
    own = config.platforms.get(referral.platform)
    if referral.platform == OTHER and not (own and own.label):
        return urlsplit(referral.canonical).hostname or platform_label(OTHER)
    return (own and own.label) or platform_label(referral.platform)


def piece_id(piece: Piece) -> str:
    """What names a piece of evidence in a form and in a notice: its referral's number, and its key."""
    return f"{piece.referral}:{piece.key}"


def may_attach(
    uow: UnitOfWork, referrals: Sequence[Referral], actor: Actor, config: Config
) -> tuple[Piece, ...]:
    """The pieces of evidence that this person may have go with the notice."""
    if not config.evidence.on or way_for(referrals[0].platform, config) is not Way.MAIL:
        return ()
    return tuple(
        piece for one in referrals for piece in list_evidence(uow, one.number, actor).pieces
    )


def _attach(
    uow: UnitOfWork, referrals: Sequence[Referral], typed: Typed, actor: Actor, config: Config
) -> list[str]:
    """Take these pieces out of the store, each an event. Raises BadAnswer where they are too much."""
    if not typed.attached:
        return []
    offered = {piece_id(one): one for one in may_attach(uow, referrals, actor, config)}
    chosen = [offered[one] for one in typed.attached if one in offered]
    if len(chosen) < len(typed.attached):
        raise BadAnswer(notices.FILE_GONE, field=ATTACHED)
    if sum(one.size for one in chosen) > LARGEST_ATTACHED:
        raise BadAnswer(notices.too_much(LARGEST_ATTACHED), field=ATTACHED)
    return [piece_id(open_piece(uow, one.referral, one.key, actor)) for one in chosen]


def draft_of(
    referrals: Sequence[Referral],
    typed: Typed,
    reference: str,
    config: Config,
    among: Among | None = None,
) -> Draft:
    """What the notice is made of; `among`: what all of these pages give."""
    category = typed.answers.get("category")
    illegal, terms = grounds_of(typed.answers.get("basis"))
    about = next((one for one in config.categories if one.id == category), None)
    return Draft(
        platform=addressee(referrals[0], config),
        pages=[PageInNotice(one.name, address_of(one)) for one in referrals],
        reference=notices.our_reference(reference, [one.name for one in referrals]),
        what=config.category_in(category, typed.language),
        illegal=illegal,
        terms=terms,
        clause=typed.answers.get("clause", "").strip(),
        reasons=typed.reasons.strip(),
        sender=config.notice.name or config.team,
        email=config.notice.email,
        sender_optional=about is not None and about.sender == "optional",
        among=among.pages if among and typed.say_among else None,
    )


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A notice that a person has sent or is having sent; `done` is what was recorded by that."""

    notice: Notice
    done: Done | None = None


def hand_over(
    uow: UnitOfWork,
    versions: Mapping[int, SeenVersion],
    text: str,
    typed: Typed,
    reference: str,
    actor: Actor,
    config: Config,
) -> HandedOver:
    """Keep the notice as it was seen, and send it, or record that this person has sent it.

    Raises what `check` raises, and BadAnswer where the referral could not be marked as referred.
    """
    referrals = check(uow, versions, actor, config, for_change=True)
    if uow.notices.with_reference(reference) is not None:
        raise NotPossible(notices.SENT_ALREADY)
    answers = {name: value for name, value in typed.answers.items() if value}
    way = way_for(referrals[0].platform, config)
    answers["reference"] = (typed.reference.strip() if way is Way.HAND else "") or reference
    attached = _attach(uow, referrals, typed, actor, config)
    for one in referrals:  # what could not be recorded afterwards is not sent
        recorded = recorded_of(one, answers, alone=len(referrals) == 1)
        request = ActionRequest(Action.REFER, SeenVersion.of(one), recorded)
        decide(
            request, one, uow.referrals.history(one.number), actor, config.rules_for(one.channel)
        )
    notice = uow.notices.add(
        NewNotice(
            reference,
            referrals[0].platform,
            typed.language,
            way,
            text,
            actor.person.id,
            actor.place.id,
            answers | ({ATTACHED: ",".join(attached)} if attached else {}),
            {one.number: one.version for one in referrals},
        ),
        actor.now,
    )
    if way is Way.HAND:
        was_sent(uow, notice, actor.now, config)
        done = mark_referred(uow, notice, actor, config)
        if done.refused:
            raise NotPossible(notices.cannot_be_in_it(done.refused))
        return HandedOver(notice, done)
    put_in_outbox(uow, notice, actor.now)
    return HandedOver(notice)


def latest(uow: UnitOfWork, referral: Referral) -> Notice | None:
    """The notice of which its card speaks: one on its way, in doubt, or not taken."""
    if referral.state is not State.FLAGGED:
        return None
    several = uow.notices.of_referral(referral.number)
    return several[-1] if several and several[-1].progress in SHOWN else None


def kept(uow: UnitOfWork, number: int, actor: Actor) -> tuple[Notice, ...]:
    """The notices of a referral as they were sent; that they are shown is an event."""
    check_see(uow.referrals.get(number), actor, f"R-{number}")
    several = [one for one in uow.notices.of_referral(number) if one.text]
    seen = tuple(one for one in several if _sees_all(uow, one, actor))
    if seen:
        uow.access_log.record(actor.person.id, "notice", number, actor.now)
    return seen


def _sees_all(uow: UnitOfWork, notice: Notice, actor: Actor) -> bool:
    """A text that names what this person may not see is not shown to them."""
    return all(may_see(one, actor) for one in uow.referrals.many(notice.referrals).values())
