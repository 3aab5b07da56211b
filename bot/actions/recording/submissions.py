"""Several referrals as one submission to each platform, and finding them by its reference."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.batches import Picked, Selection
from bot.domain.errors import NotFound, Refusal
from bot.domain.lifecycle.permissions import check_press, may_see
from bot.domain.lifecycle.referral import Referral, State
from bot.domain.lifecycle.submissions import Submission, submissions
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences import refusals
from bot.sentences.recording import submissions as sentences


def to_refer(
    uow: UnitOfWork, picked: Sequence[Picked], actor: Actor
) -> tuple[Selection, tuple[Referral, ...]]:
    """What of these still waits to be referred, kept as a selection at the versions that stand.

    Raises NotFound for what is of another database or waits no longer, as all of it does.
    """
    found = uow.referrals.many(one.number for one in picked)
    waiting: list[Referral] = []
    refused: Refusal = NotFound(sentences.NOTHING_TO_REFER)
    for one in picked:
        referral = found.get(one.number)
        if referral is None or referral.uid != one.uid:
            raise NotFound(refusals.of_another_database(f"R-{one.number}"))
        try:
            check_press(referral, actor)
        except Refusal as refusal:
            refused = refusal
            continue
        if referral.state is State.FLAGGED and may_see(referral, actor):
            waiting.append(referral)
    if not waiting:
        raise refused
    waiting.sort(key=lambda one: (one.platform, one.number))
    return uow.batches.add([Picked.of(one) for one in waiting], actor.person.id, actor.now), tuple(
        waiting
    )


def chosen(uow: UnitOfWork, uid: str, actor: Actor) -> tuple[Referral, ...]:
    """The referrals of a selection that this person made. Raises NotFound."""
    batch = uow.batches.get(uid)
    if batch is None or batch.given_by != actor.person.id:
        raise NotFound(sentences.NOTHING_TO_REFER)
    found = uow.referrals.many(one.number for one in batch.picked)
    return tuple(found[one.number] for one in batch.picked if may_see(found[one.number], actor))


def of_reference(uow: UnitOfWork, reference: str, actor: Actor) -> tuple[Submission, ...]:
    """The submissions with this reference, one for each platform, as this person may see them.

    Raises NotFound, whether there is none or all of it is hidden.
    """
    typed = reference.strip()
    named = {typed, typed.upper()}
    seen = [
        one
        for one in uow.referrals.named_in((), (), named)
        if {one.reference, one.acknowledged_reference} & named and may_see(one, actor)
    ]
    if not seen:
        raise NotFound(sentences.not_found(typed[:80]))
    return submissions(seen)
