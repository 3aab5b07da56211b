"""The day's anchor of the audit, posted where config.yaml says."""

from __future__ import annotations

from datetime import datetime

from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.ports.store import UnitOfWork


def post_anchor(uow: UnitOfWork, config: Config, now: datetime) -> None:
    """Write down the day's anchor for its channel, once however many replicas ask."""
    channel, head = config.audit.anchor_channel, uow.audit.head()
    if channel is None or head is None:
        return
    subject = f"anchor {now.astimezone(config.zone(channel)).date()}"
    if not uow.claims.take(subject):
        return
    # Rounded: the number itself would tell of events that the channel does not see.
    data = {"anchor": head.rounded()}
    uow.outbox.add([Announcement(channel, Message.ANCHOR, subject, data)], now)
