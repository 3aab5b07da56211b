"""What Slack refused for good: who is told of it, and how it is sent again."""

from __future__ import annotations

from datetime import datetime

from bot.actions.recording.team import leads_to_tell
from bot.config import Config
from bot.domain.announcements import Announcement, Message, direct
from bot.domain.errors import NotAllowed
from bot.domain.people import Actor
from bot.ports.outbox import OutboxRow
from bot.ports.store import UnitOfWork
from bot.sentences import parked


def tell_leads(
    uow: UnitOfWork, row: OutboxRow, what: str, reason: str, now: datetime, config: Config
) -> None:
    """Tell the leads, once a day for a lane and reason, and anew after it was sent again.

    `what` says which message was refused, `reason` is Slack's error. `now` is business time.
    """
    if row.message is Message.PARKED:
        return  # of what cannot be told, nothing is told: no end of it otherwise
    again = uow.settings.get(_sent_again(row.lane)) or ""
    if not uow.claims.take(f"parked {row.lane} {reason} {now.date()} {again}".rstrip()):
        return
    data = {"lane": row.lane, "what": what, "reason": reason}
    uow.outbox.add(
        [
            Announcement(direct(lead), Message.PARKED, f"parked {row.id}", data)
            for lead in leads_to_tell(uow, config)
        ],
        now,
    )


def send_again(uow: UnitOfWork, lane: str, actor: Actor) -> int:
    """Have what Slack refused of a lane sent once more; how many messages wait again.

    Raises NotAllowed for anybody but leads.
    """
    if not actor.person.lead:
        raise NotAllowed(parked.ONLY_LEADS)
    return put_back(uow, lane, actor.now)


def send_all_again(uow: UnitOfWork, now: datetime) -> dict[str, int]:
    """The same for every lane, by whoever runs the bot: how many messages of each."""
    done: dict[str, int] = {}
    while lanes := sorted({row.lane for row, _ in uow.outbox.parked()}):
        done |= {lane: put_back(uow, lane, now) for lane in lanes}
    return done


def put_back(uow: UnitOfWork, lane: str, now: datetime) -> int:
    """Put what is parked of a lane back into it; how many messages."""
    uow.settings.put(_sent_again(lane), now.isoformat())
    return uow.outbox.send_again(lane)


def place_of(uow: UnitOfWork, lane: str) -> str:
    """A lane's name for people: `#team`, or who is written to."""
    place = uow.places.get(lane)
    if place is not None:
        return f"#{place.name}"
    user = lane.removeprefix("@")
    return uow.people.names({user}).get(user, lane)


def _sent_again(lane: str) -> str:
    return f"sent again {lane}"
