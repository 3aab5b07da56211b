"""What is finished and old enough → erased: the sweep, the command, and what stands in Slack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.errors import NotFound, NotPossible
from bot.domain.lifecycle.referral import Referral, State
from bot.domain.retention import why_it_stays
from bot.ports.retention import Finished
from bot.ports.store import UnitOfWork
from bot.sentences.operations import retention as sentences

AT_ONCE = 50
"""Referrals in one transaction, few enough that other writers get their turn."""
LOOKED_AT_ONCE = 1000
"""Referrals at a time where nothing is written and so nobody is kept waiting."""
REDACTED_AT_ONCE = 20
"""Messages changed in Slack at a time: a channel takes one a second, and new messages go first."""
BY_TIME, BY_REQUEST = "time", "request"
_DECIDED = frozenset({State.REJECTED, State.RESTRICTED})


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of one batch of the referrals that are due."""

    erased: tuple[Referral, ...] = ()
    """As they were."""
    stay: tuple[tuple[Referral, str], ...] = ()
    """With why."""
    oldest: datetime | None = None
    """When the first of what is erased was recorded last."""
    last: Finished | None = None
    """Where the next batch begins; None after the last."""


@dataclass(slots=True)
class Total:
    """The numbers of several batches together."""

    erased: Counter[str] = field(default_factory=Counter)
    """By state."""
    stay: Counter[str] = field(default_factory=Counter)
    """By reason, without the referrals' numbers."""
    oldest: datetime | None = None
    """When the first that is erased was recorded last."""

    @property
    def looked_at(self) -> int:
        """All of them."""
        return self.erased.total() + self.stay.total()

    def add(self, batch: Batch) -> None:
        """Take a batch in."""
        self.erased.update(one.state.value for one in batch.erased)
        self.stay.update("appeal window" if "until" in why else "page" for _, why in batch.stay)
        self.oldest = self.oldest or batch.oldest


def look_due(
    uow: UnitOfWork, now: datetime, config: Config, after: Finished | None = None
) -> Batch:
    """The same as `erase_due`, but nothing is erased."""
    return _judged(uow, now, config, after, LOOKED_AT_ONCE, lock=False)


def erase_due(
    uow: UnitOfWork, now: datetime, config: Config, after: Finished | None = None
) -> Batch:
    """Erase some of what is due, from after `after`; call it again while there is a `last`.

    Several replicas may run this at once: each takes what no other has taken.
    """
    batch = _judged(uow, now, config, after, AT_ONCE, lock=True)
    uow.erasing.erase(batch.erased, now, BY_TIME)
    return batch


def _judged(
    uow: UnitOfWork,
    now: datetime,
    config: Config,
    after: Finished | None,
    most: int,
    *,
    lock: bool,
) -> Batch:
    before = config.retention.before(now)
    if before is None:
        return Batch()
    found = uow.erasing.due(before, after, most, lock=lock)
    reasons = _reasons(uow, [one.referral for one in found], now, config)
    return Batch(
        tuple(one.referral for one in found if not reasons[one.referral.number]),
        tuple((one.referral, why) for one in found if (why := reasons[one.referral.number])),
        next((one.at for one in found if not reasons[one.referral.number]), None),
        found[-1] if len(found) == most else None,
    )


def _reasons(
    uow: UnitOfWork, several: Sequence[Referral], now: datetime, config: Config
) -> dict[int, str]:
    if not several:
        return {}
    undecided = uow.erasing.undecided({one.page_key for one in several})
    told = uow.referrals.histories(one.number for one in several if one.state in _DECIDED)
    return {
        one.number: why_it_stays(
            one,
            told.get(one.number, ()),
            undecided.get(one.page_key),
            now,
            config.rules_for(one.channel),
        )
        for one in several
    }


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """Referrals that somebody asked to have erased, and what they should know of it."""

    referrals: tuple[Referral, ...]
    others: tuple[str, ...]
    """Sentences about other referrals of the same pages, which are not erased with them."""


def asked_for(
    uow: UnitOfWork,
    numbers: Collection[int],
    now: datetime,
    config: Config,
    *,
    lock: bool = False,
) -> ErasureRequest:
    """The referrals, if all may be erased now. Raises NotFound or NotPossible with what stays."""
    left = {one.referral.number for one in uow.erasing.finished(numbers, lock=lock)}
    known = uow.referrals.many(numbers)
    missing = [f"R-{number}" for number in sorted(set(numbers) - known.keys())]
    if missing:
        raise NotFound(sentences.no_such_referrals(missing))
    several = [known[number] for number in sorted(known)]
    stays = [why for why in _reasons(uow, several, now, config).values() if why]
    stays += [
        sentences.erased_already(one.name)
        for one in several
        if one.erased and one.number not in left
    ]
    if stays:
        raise NotPossible(sentences.nothing_erased(stays))
    others = uow.erasing.not_erased({one.page_key for one in several})
    beside = {
        key: [f"R-{number}" for number in all_ if number not in known]
        for key, all_ in others.items()
    }
    notes = [
        sentences.same_page_stays(names, [one.name for one in several if one.page_key == key])
        for key, names in beside.items()
        if names
    ]
    return ErasureRequest(tuple(several), tuple(notes))


def erase_asked(
    uow: UnitOfWork, numbers: Collection[int], now: datetime, config: Config
) -> ErasureRequest:
    """Erase these now, whatever their age. Raises NotFound or NotPossible; then erases none."""
    asked = asked_for(uow, numbers, now, config, lock=True)
    uow.erasing.erase(asked.referrals, now, BY_REQUEST)
    return asked


def erase_old_reads(uow: UnitOfWork, now: datetime, config: Config) -> int:
    """Erase who exported what, where that is old enough; how many values went."""
    before = config.retention.before(now)
    return uow.erasing.erase_old_reads(before) if before is not None else 0


def redact_messages(uow: UnitOfWork, now: datetime) -> int:
    """Queue changes to messages in Slack that still say what was erased; how many.

    This is done only while little else waits to be sent, so that no new message waits for it.
    """
    if uow.outbox.count_pending() >= REDACTED_AT_ONCE:
        return 0
    found = uow.erasing.take_to_redact(REDACTED_AT_ONCE)
    uow.outbox.add(
        [
            Announcement(
                one.channel,
                Message.ERASED,
                f"R-{one.referral}",
                {
                    "channel": one.channel,
                    "ts": one.ts,
                    "was": one.message.value,
                    "numbers": list(one.beside),
                },
            )
            for one in found
        ],
        now,
    )
    return len(found)
