"""Event → saved: the referral as it now stands, its event and what is announced, together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from bot.actions.checks.planning import keep_planned
from bot.actions.joining.keeping import keep
from bot.actions.recording.team import leads_to_tell
from bot.config import Config
from bot.domain.announcements import Announcement, announce, for_leads
from bot.domain.lifecycle.history import follow, replay
from bot.domain.lifecycle.referral import Action, Event, Fact, Referral, State
from bot.domain.people import NOWHERE, THE_BOT, Actor
from bot.domain.reminders import first_reminder, waits_for
from bot.ports.store import UnitOfWork
from bot.sentences import cards

Tell = Callable[[Iterable[Announcement], datetime], None]
"""What takes announcements; the outbox, or what sums several up."""


def save(
    uow: UnitOfWork,
    before: Referral | None,
    event: Event,
    config: Config,
    *,
    quiet: bool = False,
    tell: Tell | None = None,
) -> Referral:
    """Record one event and announce it; the referral after it.

    `quiet` announces nothing, where a list message or another card says it already; `tell` takes
    what is announced, in the outbox's place. Raises
    Conflict or PageAlreadyLive, on which the store runs the whole work again.
    """
    if event.action in (Action.UNDO, Action.REDATE):
        after = replay((*uow.referrals.history(event.referral), event))
        if before is not None:
            # Newer rules may have keyed the page anew since its events were written down.
            after = replace(
                after, uid=before.uid, page_key=before.page_key, key_version=before.key_version
            )
    else:
        after = follow(before, event)
    plan = config.plan_for(after.channel, after.platform)
    remind_at = first_reminder(after, plan)
    # What changes neither state nor dates leaves the reminders as they are planned, or snoozed.
    stays = (
        before is not None
        and before.state is after.state
        and remind_at == first_reminder(before, plan)
    )
    after = uow.referrals.record(after, event, remind_at, keep_reminder=stays)
    keep(uow, before, after, event, config)
    if before is not None and before.state is State.HELD and after.state is not State.HELD:
        uow.referrals.looked_at(after.number)
    checked = config.checks_for(after.platform) is not None
    asked = keep_planned(uow, before, after, event, config) if checked else ()
    if before is not None and _lines_change(before, after):
        uow.outbox.add(uow.reminders.that_list(after.number), event.recorded_at)
    if before is not None:
        (tell or uow.outbox.add)(_list_anew(uow, before, after), event.recorded_at)
    if not quiet:
        leads = leads_to_tell(uow, config) if for_leads(after, event) else ()
        said = announce(before, after, event, leads)
        (tell or uow.outbox.add)((*said, *asked), event.recorded_at)
    return after


_IN_A_LIST = attrgetter(
    *("state", "erased", "url", "flagged_at", "referred_at", "outcome_at", "reason"),
    *("appealed_at", "appeal_result", "vanished_at", "withdrawn_reason", "closed_later_at"),
)
"""What a list message says of a referral."""


def _list_anew(uow: UnitOfWork, before: Referral, after: Referral) -> tuple[Announcement, ...]:
    """Draws the list message anew that names it. While it is held its line stays as it was, or
    is left out of a list that is not posted yet."""
    if _IN_A_LIST(before) == _IN_A_LIST(after):
        return ()
    anew = uow.list_messages.that_names(after.number)
    if anew is None:
        return ()
    if after.state is not State.HELD:
        return (anew,)
    if uow.posts.get(anew.subject) is None:
        uow.list_messages.leave_out(after.number)
    return ()


def _lines_change(before: Referral, after: Referral) -> bool:
    """Whether reminders that list it say something else now: not of a hold, of which only leads hear."""
    if State.HELD in (before.state, after.state) and after.live:
        return False
    return waits_for(before) is not waits_for(after) or before.owner != after.owner


def step(
    referral: Referral,
    action: Action,
    actor: Actor,
    *,
    facts: Mapping[str, Fact] | None = None,
    personal: Mapping[str, str] | None = None,
) -> Event:
    """The next event of a referral, happening now, and never before what it follows."""
    at = max(actor.now, referral.last_at)
    return Event(
        referral=referral.number,
        seq=referral.version + 1,
        action=action,
        happened_at=at,
        recorded_at=at,
        facts=facts or {},
        personal={"actor": actor.person.id, **(personal or {})},
    )


def by_rota(uow: UnitOfWork, new: Referral, now: datetime, config: Config) -> Referral:
    """A new referral as its channel's rota has it: this week's owner, where somebody else flagged it.

    Its card says so: no message does. Who has left, or may not use the bot, gets none.
    """
    owner = config.owner_for(new.channel, now)
    if not owner or owner == new.owner:
        return new
    known = uow.people.get(owner)
    if known is not None and (known.deactivated or (known.guest and not config.guests)):
        return new
    bot = Actor(THE_BOT, NOWHERE, now)
    assigned = step(new, Action.ASSIGN, bot, personal={"owner": owner})
    return save(uow, new, assigned, config, quiet=True)


def hold_for_leads(uow: UnitOfWork, opening: Event, config: Config) -> Referral:
    """Record a new referral that a lead looks at first; only the leads hear of it."""
    flagged = save(uow, None, opening, config, quiet=True)
    flagged = by_rota(uow, flagged, opening.recorded_at, config)
    bot = Actor(THE_BOT, NOWHERE, opening.recorded_at)
    why = {"reason": cards.LEAD_LOOKS_FIRST}
    return save(
        uow,
        flagged,
        step(flagged, Action.HOLD, bot, personal=why),
        config,
    )


def note_for_leads(
    uow: UnitOfWork, referral: Referral, text: str, actor: Actor, config: Config
) -> Referral:
    """Note, on a referral that this person cannot see, what they wanted to do with its page."""
    note = step(referral, Action.NOTE, actor, personal={"note": text, "again": "yes"})
    return save(uow, referral, note, config)
