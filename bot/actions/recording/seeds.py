"""An empty database → the seeds' story, marked as demo data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.errors import Refusal
from bot.domain.lifecycle.history import follow
from bot.domain.lifecycle.referral import Event, Referral, State
from bot.domain.listing import Filter, Query, View
from bot.domain.pages.urls import parse_page
from bot.domain.people import THE_BOT, Place
from bot.domain.reminders import first_reminder
from bot.domain.seed_story import Cast, addresses, story
from bot.ports.store import UnitOfWork
from bot.sentences.operations import database

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

    Nothing is posted. Raises Refusal on a database that has referrals, which is left as it is.
    """
    if uow.referrals.get(1) is not None or uow.referrals.platforms():
        raise Refusal(database.DEMO_NEEDS_EMPTY)
    uow.settings.put(DEMO, now.isoformat())
    uow.places.put(place)
    pages = [parse_page(address) for address in addresses()]
    numbers: dict[int, int] = {}
    standing: dict[int, Referral] = {}
    events: list[Event] = []
    for told in story(now, config.zone(cast.channel), cast, pages):
        if told.seq == 1:
            numbers[told.referral] = uow.referrals.reserve_number()
        event = replace(told, referral=numbers[told.referral])
        standing[event.referral] = follow(standing.get(event.referral), event)
        events.append(event)
        progress(len(events))
    plans = [(one, config.plan_for(one.channel, one.platform)) for one in standing.values()]
    uow.referrals.bulk_insert([(one, first_reminder(one, plan)) for one, plan in plans], events)
    return len(events)


def post_open_cards(uow: UnitOfWork, place: Place, now: datetime) -> None:
    """Post the cards of what is flagged in this place and waits to be referred, oldest first."""
    flagged_only = Filter(states=(State.FLAGGED,))
    query = Query(View.QUEUE, THE_BOT.id, True, place.id, now, narrowed=flagged_only, size=1000)
    flagged = sorted(one.number for one in uow.referrals.find(query).referrals)
    uow.outbox.add([Announcement(place.id, Message.CARD, f"R-{n}") for n in flagged], now)
