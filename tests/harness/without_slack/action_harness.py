"""The actions without Slack: a real store, and a clock that only the test moves.

```python
harness.flags_one(page(1))
harness.does(Action.REFER, 1)
harness.later(days=8)
```
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.actions.figures.digest import Posted, post_digests, prepare_digests
from bot.actions.recording.flag import Flagged, FlagReport, FlagRequest, flag
from bot.actions.recording.look import Seen, look
from bot.actions.recording.record import Acted, act
from bot.actions.recording.remind import Swept, remind, snooze
from bot.config import Config
from bot.config.reading import config_of
from bot.domain.announcements import Announcement, Message
from bot.domain.lifecycle.permissions import check_see
from bot.domain.lifecycle.referral import Action, Event, Referral, SeenVersion
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import NOWHERE, Actor, KnownPerson, Person, Place
from bot.ports.outbox import OutboxRow
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.harness.without_slack.examples import ANALYST, ANSWERS, DESK, LEAD, LEAD2, MONDAY, SECOND

T = TypeVar("T")


def config(**said: object) -> Config:
    """A team with two leads."""
    return config_of({"leads": [LEAD.id, LEAD2.id], **said})


def page(n: int = 1) -> str:
    """The address of a page of its own."""
    return f"https://www.facebook.com/groups/{1000 + n}"


def act_on(
    uow: UnitOfWork, number: int, request: ActionRequest, actor: Actor, config: Config
) -> Acted:
    """`act`, on the referral that has this number."""
    referral = check_see(uow.referrals.get(number, for_change=True), actor, f"R-{number}")
    return act(uow, referral, request, actor, config)


@dataclass
class ActionHarness:
    """What people do in Slack, without Slack."""

    store: SqlStore
    config: Config = field(default_factory=config)
    now: datetime = MONDAY

    def later(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Let time pass."""
        self.now += timedelta(days=days, hours=hours, minutes=minutes)

    def actor(self, who: Person, place: Place | None = None) -> Actor:
        """This person, there, now; on Home where no place is named."""
        return Actor(who, place or NOWHERE, self.now)

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Look into the store."""
        return self.store.read(work)

    def knows(self, *people: KnownPerson) -> None:
        """What Slack told of people."""
        for person in people:
            self.store.write(lambda uow, one=person: uow.people.put(one))  # type: ignore[misc]

    def flags(
        self,
        text: str | None = None,
        who: Person = SECOND,
        place: Place = DESK,
        *,
        note: str | None = None,
        answers: Mapping[str, str] | None = None,
    ) -> FlagReport:
        """`/flag text`."""
        request = FlagRequest(page() if text is None else text, note, answers or {})
        return self.store.write(lambda uow: flag(uow, request, self.actor(who, place), self.config))

    def flags_one(
        self, text: str | None = None, who: Person = SECOND, place: Place = DESK
    ) -> Flagged:
        """`/flag` with one address."""
        (only,) = self.flags(text, who, place).flagged
        return only

    def does(
        self,
        action: Action,
        number: int = 1,
        who: Person = SECOND,
        *,
        place: Place | None = DESK,
        seen: int | None = None,
        at: datetime | None = None,
        **answers: str,
    ) -> Acted:
        """A button or a form, a minute later."""
        self.later(minutes=1)
        on = None if seen is None else SeenVersion(seen)
        request = ActionRequest(action, on, {**ANSWERS.get(action, {}), **answers}, at)
        return self.store.write(
            lambda uow: act_on(uow, number, request, self.actor(who, place), self.config)
        )

    def to(self, number: int, *actions: Action, who: Person = LEAD) -> Referral:
        """Take several actions; the referral after them."""
        for action in actions:
            self.does(action, number, who, place=None, at=None, seen=None)
        return self.referral(number)

    def looks(self, number: int = 1, who: Person = SECOND, place: Place | None = DESK) -> Seen:
        """`/referrals R-1`."""
        return self.read(lambda uow: look(uow, number, self.actor(who, place), self.config))

    def sweeps(self) -> Swept:
        """The reminders' sweep."""
        return self.store.write(lambda uow: remind(uow, self.now, self.config))

    def posts_digests(self) -> Posted:
        """The digests' sweep."""
        prepared = self.read(lambda uow: prepare_digests(uow, self.now, self.config))
        if not prepared.digests and not prepared.too_late:
            return Posted((), ())
        return self.store.write(lambda uow: post_digests(uow, prepared, self.now))

    def snoozes(
        self, number: int = 1, days: str = "1", who: Person = SECOND, place: Place | None = None
    ) -> datetime:
        """Snooze, on a line of a reminder."""
        return self.store.write(lambda uow: snooze(uow, number, days, self.actor(who, place)))

    def referral(self, number: int = 1) -> Referral:
        """As it is stored."""
        found = self.read(lambda uow: uow.referrals.get(number))
        assert found is not None
        return found

    def exists(self, number: int) -> bool:
        """Whether there is such a referral at all."""
        return self.read(lambda uow: uow.referrals.get(number)) is not None

    def history(self, number: int = 1) -> list[Event]:
        """All events of a referral."""
        return list(self.read(lambda uow: uow.referrals.history(number)))

    def actions(self, number: int = 1) -> list[str]:
        """What was done to it, in order."""
        return [str(event.action) for event in self.history(number)]

    def sent(self) -> list[Announcement]:
        """Deliver what waits in the outbox; what it says, in order."""
        rows: list[OutboxRow] = []
        while lanes := self.store.write(lambda uow: uow.outbox.claim(60, 1000, 1)):
            (lane,) = lanes
            ids = [row.id for row in lane.rows]
            self.store.write(
                lambda uow, lane=lane, ids=ids: uow.outbox.mark_sending(  # type: ignore[misc]
                    lane, ids, 1, 60
                )
            )
            self.store.write(
                lambda uow, lane=lane, ids=ids: uow.outbox.mark_sent(  # type: ignore[misc]
                    lane, ids, channel="C", ts="1.0", settle=False
                )
            )
            self.store.write(lambda uow, lane=lane: uow.outbox.release(lane))  # type: ignore[misc]
            rows += lane.rows
        rows.sort(key=lambda row: row.id)
        return [Announcement(row.lane, row.message, row.subject, row.data) for row in rows]

    def said(self) -> list[tuple[str, Message, str]]:
        """What was sent since the last time: lane, kind, subject."""
        return [(one.lane, one.message, one.subject) for one in self.sent()]


def known(person: Person, **told: bool) -> KnownPerson:
    """What Slack tells of a person."""
    return replace(KnownPerson(person.id, person.name), **told)  # type: ignore[arg-type]


TEAM = (known(SECOND), known(ANALYST), known(LEAD, admin=True), known(LEAD2, admin=True))
