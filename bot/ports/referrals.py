"""Referrals, their events and reminders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.announcements import Announcement
from bot.domain.exports import ExportQuery
from bot.domain.lifecycle.referral import Event, Referral
from bot.domain.listing import Listing, Query
from bot.domain.numbers import Mark


class Referrals(Protocol):
    """Referrals and their events."""

    def reserve_number(self) -> int:
        """The number of the next referral: R-1 first, and none is used twice."""

    def mark(self) -> Mark:
        """This database's id, and the highest number that was given out or left out (0: none)."""

    def newest(self) -> tuple[int, str]:
        """Number and uid of the newest referral that everybody has seen; where there is none, 0 and what
        identifies the database."""

    def has(self, number: int, uid: str) -> bool:
        """Whether `newest` of this database can ever have been these two."""

    def skip_to(self, number: int) -> None:
        """Leave numbers out: the next is this one, unless it is higher already."""

    def get(self, number: int, *, for_change: bool = False) -> Referral | None:
        """The referral as it stands; `for_change` keeps other writers out until the commit."""

    def many(self, numbers: Iterable[int]) -> dict[int, Referral]:
        """Several at once, by number; unknown numbers are left out."""

    def histories(self, numbers: Iterable[int]) -> dict[int, tuple[Event, ...]]:
        """All events of several referrals, each oldest first."""

    def changed_since(self, numbers: Iterable[int], since: datetime) -> frozenset[int]:
        """Which of these referrals had something recorded at `since` or later."""

    def live_for_page(self, page_key: str) -> Referral | None:
        """The page's one live referral, if any."""

    def last_for_page(
        self, page_key: str, earlier: Callable[[], Iterable[str]] = tuple
    ) -> Referral | None:
        """The page's latest referral (highest number), live or not; one that was erased is found
        by the keys that earlier rules gave the page, too."""

    def history(self, number: int) -> tuple[Event, ...]:
        """All events of a referral, oldest first."""

    def record(
        self,
        referral: Referral,
        event: Event,
        remind_at: datetime | None,
        *,
        keep_reminder: bool = False,
    ) -> Referral:
        """Append the event and put the referral as it now stands, to be reminded of at an instant.

        The referral as it is stored: a new one has its `uid` now.

        With `keep_reminder` its reminder stays as it was planned, reminded of or snoozed. A change of state
        begins the count of reminders anew.

        `referral.version` is `event.seq`; seq 1 inserts. Raises Conflict if the stored version is
        not `event.seq - 1`, PageAlreadyLive if another live referral has the page's key.
        """

    def by_page_key(
        self, keys: Mapping[str, Sequence[str]], *, to_add: bool = False
    ) -> dict[str, tuple[Referral, ...]]:
        """All referrals of these pages, by key, each by number; pages that have none are left out.

        Each page key comes with those of earlier rules, by which erased ones are known.

        With `to_add` nobody else adds whole referrals (see `bulk_insert`) before the commit.
        """

    def bulk_insert(
        self, standing: Sequence[tuple[Referral, datetime | None]], events: Sequence[Event]
    ) -> None:
        """Record new referrals with all that happened to them: as `record` for each of `events`,
        but at once.

        `standing` are the referrals as all their events leave them, with their next reminders.
        Raises PageAlreadyLive if another live referral has the key of one's page.
        """

    def named_in(
        self, keys: Iterable[str], numbers: Iterable[int], references: Iterable[str]
    ) -> tuple[Referral, ...]:
        """What a text may speak of, by number: all referrals of these pages, with these numbers, and
        of these references, letter by letter."""

    def described_last(self, user: str, before: int) -> Referral | None:
        """The latest that they flagged before that number and that has a category; among the last
        500 alone."""

    def find(self, query: Query) -> Listing:
        """A list as one person may see it."""

    def sent_to_leads(self, number: int, person: str, url: str, at: datetime) -> None:
        """Keep that this person flagged its page as `url`, and that a lead looks at it first.

        They find it in MINE for as long as the referral is hidden from them and not over. Their own
        are found there for as long as they are on hold.
        """

    def looked_at(self, number: int) -> None:
        """A lead has looked at its page: who flagged it again waits no longer."""

    def export(self, query: ExportQuery) -> Iterator[Referral]:
        """What one person may take away, by number, read as it is asked for."""

    def keyed_before(self, version: int, after: int, limit: int) -> tuple[Referral, ...]:
        """Referrals whose key older rules made, by number, from the one after `after`."""

    def rekey(self, keys: Mapping[int, str], version: int) -> None:
        """Put referrals under these keys of the rules `version`; what else is read
        anew is an event of each."""

    def platforms(self) -> tuple[str, ...]:
        """The platforms that referrals were flagged on, by name."""


class Owned(Protocol):
    """What is open, and whose."""

    def by(self, user: str) -> tuple[Referral, ...]:
        """What is open, or still to be appealed, and this person's; by number."""

    def open_by_owner(self) -> dict[str, int]:
        """How much of that each person has."""

    def left_behind_by(self) -> tuple[str, ...]:
        """Who is deactivated and owns some of that; by id."""

    def open_by_owner_and_platform(self) -> dict[tuple[str, str], int]:
        """How much that is live and not on hold each person has at each platform; "" for nobody."""

    def unowned(self, viewer: str, lead: bool, most: int) -> tuple[tuple[Referral, ...], int]:
        """What is live and nobody's who is here, as one person sees it on Home: the first, and how many."""

    def own_since(self, user: str, since: datetime) -> tuple[int, int, int]:
        """How much this person's was flagged, referred and first decided since then."""


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A referral that somebody is to be reminded of now."""

    referral: Referral
    times: int
    """How often its owner was reminded of what it waits for now."""
    last_at: datetime | None
    escalated: bool
    snoozed_until: datetime | None = None
    """Until when a person put it off; known of `live` ones alone."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """How far a referral has been reminded of, and when it is next."""

    number: int
    at: datetime
    times: int
    again_at: datetime | None
    escalated: bool


class Reminders(Protocol):
    """Who is to be reminded when: one instant a referral, kept beside it."""

    def due(self, now: datetime, limit: int) -> tuple[DueReminder, ...]:
        """What is due, oldest first, locked until the commit; what another replica holds is left."""

    def reminded(self, several: Sequence[Reminded]) -> None:
        """Note that these reminders were written down, and when the next are due."""

    def snooze(self, number: int, until: datetime) -> None:
        """Nothing is said of the referral before `until`."""

    def keep(self, messages: Sequence[Announcement], at: datetime) -> None:
        """Keep reminders that are written down at `at`, so that they can be drawn anew."""

    def that_list(self, number: int) -> tuple[Announcement, ...]:
        """The reminders that were kept and list this referral, to be drawn anew."""

    def forget(self, before: datetime) -> None:
        """Forget the reminders that were written down before then: they stay as they are."""

    def live(self, after: int, limit: int) -> tuple[DueReminder, ...]:
        """Live referrals by number, locked until the commit: to plan them anew when the config changed."""
