"""What storage's tests are told in: flagged pages, and what happens to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, Event, Fact, Referral
from bot.ports.store import UnitOfWork
from storage.database import SqlStore

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def later(days: float = 0, minutes: float = 0) -> datetime:
    """So long after MONDAY."""
    return MONDAY + timedelta(days=days, minutes=minutes)


def flagged(
    number: int = 1,
    *,
    key: str = "",
    channel: str = "C1",
    private: bool = False,
    flagger: str = "U1",
    platform: str = "facebook",
    category: str = "crossing",
    note: str = "",
    at: datetime = MONDAY,
) -> Event:
    """The event that flags a page."""
    url = f"https://{platform}.com/groups/{number}"
    return Event(
        referral=number,
        seq=1,
        action=Action.FLAG,
        happened_at=at,
        recorded_at=at,
        facts={
            "platform": platform,
            "kind": "group",
            "channel": channel,
            "private": private,
            "key_version": 1,
            "category": category,
        },
        personal={
            "actor": flagger,
            "url": url,
            "canonical": url,
            "page_key": key or f"{platform}:group:{number}",
            "note": note,
        },
    )


def record(
    work: UnitOfWork, *events: Event, remind_at: datetime | None = None
) -> tuple[Referral, tuple[Event, ...]]:
    """Record events after those that are stored; the referral and its whole history."""
    number = events[0].referral
    history = work.referrals.history(number)
    for event in events:
        history += (event,)
        work.referrals.record(replay(history), event, remind_at)
    return replay(history), history


def flag(store: SqlStore, **said: object) -> Referral:
    """Flag one page in a transaction of its own."""

    def work(unit: UnitOfWork) -> Referral:
        number = unit.referrals.reserve_number()
        return record(unit, flagged(number, **said))[0]  # type: ignore[arg-type]

    return store.write(work)


def act(
    store: SqlStore,
    number: int,
    action: Action,
    *,
    at: datetime | None = None,
    actor: str = "U1",
    facts: dict[str, Fact] | None = None,
    personal: dict[str, str] | None = None,
    target: int | None = None,
    remind_at: datetime | None = None,
) -> Referral:
    """Do something to a referral in a transaction of its own."""

    def work(unit: UnitOfWork) -> Referral:
        current = unit.referrals.get(number, for_change=True)
        assert current is not None
        when = at or MONDAY + timedelta(minutes=current.version)
        event = Event(
            referral=number,
            seq=current.version + 1,
            action=action,
            happened_at=when,
            recorded_at=when,
            facts=facts or {},
            personal={"actor": actor, **(personal or {})},
            target=target,
        )
        return record(unit, event, remind_at=remind_at)[0]

    return store.write(work)


def refer(store: SqlStore, number: int, *, confidence: str = "high", **said: object) -> Referral:
    """Refer a flagged page."""
    facts: dict[str, Fact] = {"category": "crossing", "confidence": confidence, "basis": "law"}
    return act(store, number, Action.REFER, facts=facts, **said)  # type: ignore[arg-type]


def reject(store: SqlStore, number: int, **said: object) -> Referral:
    """The platform rejected it."""
    return act(store, number, Action.REJECT, facts={"reason": "terms"}, **said)  # type: ignore[arg-type]
