"""A row that can be taken → the events of its referral, by the same decisions as people's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.actions.recording.flag import flag_event
from bot.actions.recording.keeping_nothing import QUOTED
from bot.domain.errors import Refusal
from bot.domain.importing.columns import Column, Columns, simple
from bot.domain.importing.dates import When
from bot.domain.importing.rows import Faulty, Planned, RowFault
from bot.domain.importing.steps import Happening
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.decisions import decide
from bot.domain.lifecycle.history import follow
from bot.domain.lifecycle.referral import Action, Event, Referral, State
from bot.domain.lifecycle.requests import ActionRequest, Rules
from bot.domain.people import Actor, Person, Place, as_typed
from bot.domain.times import say_day
from bot.sentences import importing as sentences
from bot.sentences import refusals

_LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)
_DESCRIBES = ("category", "confidence", "basis", "clause", "reference")


@dataclass(frozen=True, slots=True)
class RowToEvents:
    """What all referrals of one import share: who imports, the channel, and how rows are read."""

    columns: Columns
    who: Person
    place: Place
    rules: Rules
    digest: str = ""
    """The file they come from; each first event has it."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Names, as `simple` has them, to Slack user ids."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Channels by id and by name."""
    zones: Mapping[str, str] = field(default_factory=dict)
    """Their time zones, by id; any other channel's is that of `rules`."""

    def convert(
        self, planned: Planned, number: int, previous: Referral | None, now: datetime
    ) -> tuple[Referral, tuple[Event, ...]]:
        """The referral as it stands after all that happened, and its events. Raises Faulty."""
        actor = Actor(self.who, self.place_of(planned), now)
        flagged_at = self._flagged_at(planned, now)
        opening = self._opening(planned, number, previous, flagged_at, actor)
        referral = follow(None, opening)
        events = [opening]
        keeps = self._keeps_texts(planned)
        floor = flagged_at
        for place, step in enumerate(planned.happened):
            at = self._at(planned, step, floor, self._ceiling(planned, place + 1), now)
            answers = {n: text for n, text in step.answers.items() if keeps or n not in QUOTED}
            request = ActionRequest(step.action, None, answers, at)
            try:
                event = decide(request, referral, events, actor, self.rules)
            except Refusal as refused:
                raise self._faulty(planned, step.column, refused.sentence) from None
            events.append(event)
            referral = follow(referral, event)
            if spec_of(event.action).dated:
                floor = at
        return referral, tuple(events)

    def place_of(self, planned: Planned) -> Place:
        """The channel it belongs to: its own where that is known here."""
        return self.places.get(planned.channel.casefold().lstrip("#"), self.place)

    def person(self, name: str) -> str | None:
        """The Slack user id of a name in the file; None where nobody here is known by it."""
        return self.people.get(simple(name)) if name else ""

    def _flagged_at(self, planned: Planned, now: datetime) -> datetime:
        flagged = self._instant(planned, planned.flagged, Column.FLAGGED_AT, None, now)
        ceiling = self._ceiling(planned, 0)
        return min(flagged, ceiling) if ceiling and planned.flagged.time is None else flagged

    def _ceiling(self, planned: Planned, place: int) -> datetime | None:
        """The first time of day that is known of the same day after this step (0: the flag).

        A day without a time is a day: it is not later than what has a time on it.
        """
        zone = self.rules.zone
        whens = [planned.flagged, *(step.when for step in planned.happened)]
        timed = (one for one in whens[place + 1 :] if one.time is not None)
        if (following := next(timed, None)) is None:
            return None
        at = following.instant(zone, _LONG_AGO, None)
        return at if at.astimezone(zone).date() == whens[place].day else None

    def _keeps_texts(self, planned: Planned) -> bool:
        return planned.description.get("category") not in self.rules.nothing_kept

    def _opening(
        self,
        planned: Planned,
        number: int,
        previous: Referral | None,
        flagged_at: datetime,
        actor: Actor,
    ) -> Event:
        described = {} if planned.referred else planned.description
        facts = {name: described[name] for name in _DESCRIBES if name in described}
        event = flag_event(
            number,
            planned.page,
            planned.note if self._keeps_texts(planned) else "",
            {**facts, **({"import": self.digest} if self.digest else {})},
            actor,
            self.zones.get(actor.place.id, self.rules.zone.key),
            previous=previous,
            happened_at=flagged_at,
        )
        people = {
            name: user
            for name, told in (("flagger", planned.flagged_by), ("owner", planned.owner))
            if (user := as_typed(told) if (known := self.person(told)) is None else known)
        }
        return replace(event, personal={**event.personal, **people})

    def _at(
        self,
        planned: Planned,
        step: Happening,
        floor: datetime,
        ceiling: datetime | None,
        now: datetime,
    ) -> datetime:
        refers = step.action is Action.REFER
        at = self._instant(planned, step.when, step.column, None if refers else floor, now)
        if ceiling is not None and step.when.time is None:
            at = min(at, ceiling)
        if not refers and at < floor:
            before = say_day(floor.astimezone(self.rules.zone))
            raise self._faulty(planned, step.column, refusals.before_the_last_step(before))
        return at

    def _instant(
        self,
        planned: Planned,
        when: When,
        column: Column,
        not_before: datetime | None,
        now: datetime,
    ) -> datetime:
        at = when.instant(self.rules.zone, now, not_before)
        if at > now + timedelta(minutes=1):
            raise self._faulty(planned, column, sentences.IN_THE_FUTURE)
        return min(at, now)

    def _faulty(self, planned: Planned, column: Column, what: str) -> Faulty:
        said = self.columns.name_of(column)
        return Faulty((RowFault(planned.line, said, "", what),))


def reappearance(
    previous: Referral, planned: Planned, started: datetime, number: int, who: Person, now: datetime
) -> Event | None:
    """The event by which an earlier referral of the page says that the page came back, if it did.

    Where the file itself has days on which pages came back, only those count.
    """
    if planned.reappeared_said or previous.reappeared_at is not None:
        return None
    if previous.state not in (State.CLOSED, State.GONE):
        return None
    ended = previous.outcome_at or previous.vanished_at
    if ended is None or started < ended:
        return None
    return Event(
        referral=previous.number,
        seq=previous.version + 1,
        action=Action.REAPPEAR,
        happened_at=started,
        recorded_at=now,
        facts={"next": number},
        personal={"actor": who.id},
    )
