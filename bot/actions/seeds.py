"""An empty database → the seeds' story, marked as demo data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.errors import Refusal
from bot.domain.history import follow
from bot.domain.page_urls import parse_page
from bot.domain.people import Place
from bot.domain.referral import Referral, State
from bot.domain.reminders import first_reminder
from bot.domain.seed_story import Cast, addresses, story
from bot.ports import UnitOfWork

DEMO = "demo"


def is_demo(uow: UnitOfWork) -> bool:
    """Whether this database has demo data in it."""
    return uow.settings.get(DEMO) is not None


def tell_seeds(
    uow: UnitOfWork,
    now: datetime,
    config: Config,
    cast: Cast,
    place: Place,
    *,
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Fill an empty database with the story, ending at `now`; how many events it has.

    The pages that are flagged and not yet referred get their cards. Raises Refusal on a database
    that has referrals, which is left as it is.
    """
    if uow.referrals.get(1) is not None or uow.referrals.platforms():
        raise Refusal("This database has referrals already; demo data goes into an empty one only.")
    uow.settings.put(DEMO, now.isoformat())
    uow.places.put(place)
    pages = [parse_page(address) for address in addresses()]
    numbers: dict[int, int] = {}
    standing: dict[int, Referral] = {}
    done = 0
    for told in story(now, config.zone(cast.channel), cast, pages):
        if told.seq == 1:
            numbers[told.referral] = uow.referrals.reserve_number()
        event = replace(told, referral=numbers[told.referral])
        before = standing.get(event.referral)
        after = follow(before, event)
        standing[event.referral] = after
        plan = config.plan_for(after.channel, after.platform)
        uow.referrals.record(after, event, first_reminder(after, plan))
        done += 1
        progress(done)
    open_flags = [one for one in standing.values() if one.state is State.FLAGGED]
    cards = [Announcement(place.id, Message.CARD, one.name) for one in open_flags]
    uow.outbox.add(cards, now)
    return done
