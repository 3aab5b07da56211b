"""What the core needs from outside, as protocols. `storage` and `handlers` implement them.

All calls are synchronous and happen inside one transaction of a `Store`. Instants are aware.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.domain.announcements import Announcement, Message
from bot.domain.comparisons import Submission
from bot.domain.exports import ExportQuery
from bot.domain.figures_query import FigureQuery
from bot.domain.listing import Listing, Query
from bot.domain.page_checks import Checked, Look
from bot.domain.page_status import PageToCheck, Reading
from bot.domain.people import Place
from bot.domain.referral import Event, Referral
from bot.domain.statistics import (
    Cohort,
    Counts,
    Decided,
    Flow,
    Ground,
    Overdue,
    Standing,
    Team,
)
from bot.domain.times import Period

T = TypeVar("T")


class Clock(Protocol):
    """Business time. Leases, time-outs and signatures never use it."""

    def now(self) -> datetime:
        """The current instant, in UTC, aware."""


class Prober(Protocol):
    """Looks whether a page is there. The one port that is asynchronous: no transaction is open."""

    async def probe(self, page: PageToCheck) -> Reading:
        """Ask about a page, within the time-outs that were set; it raises nothing for what the
        page, the network or the proxy may do: that is a reading that is unsure, with the reason."""


class Referrals(Protocol):
    """Referrals and their events."""

    def reserve_number(self) -> int:
        """The number of the next referral; numbers are never used twice."""

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

    def last_for_page(self, page_key: str) -> Referral | None:
        """The page's latest referral (highest number), live or not."""

    def history(self, number: int) -> tuple[Event, ...]:
        """All events of a referral, oldest first."""

    def record(
        self,
        referral: Referral,
        event: Event,
        remind_at: datetime | None,
        *,
        keep_reminder: bool = False,
    ) -> None:
        """Append the event and put the referral as it now stands, to be reminded of at an instant.

        With `keep_reminder` its reminder stays as it was planned, reminded of or snoozed.

        `referral.version` is `event.seq`; seq 1 inserts. Raises Conflict if the stored version is
        not `event.seq - 1`, PageAlreadyLive if another live referral has the page's key.
        """

    def of_pages(
        self, keys: Iterable[str], *, to_add: bool = False
    ) -> dict[str, tuple[Referral, ...]]:
        """All referrals of these pages, by key, each by number; pages that have none are left out.

        With `to_add` nobody else adds whole referrals (see `add`) before the commit.
        """

    def add(
        self, standing: Sequence[tuple[Referral, datetime | None]], events: Sequence[Event]
    ) -> None:
        """Record new referrals with all that happened to them: as `record` for each of `events`,
        but at once.

        `standing` are the referrals as all their events leave them, with their next reminders.
        Raises PageAlreadyLive if another live referral has the key of one's page.
        """

    def find(self, query: Query) -> Listing:
        """A list as one person may see it."""

    def export(self, query: ExportQuery) -> Iterator[Referral]:
        """What one person may take away, by number, read as it is asked for."""

    def keyed_before(self, version: int, after: int, limit: int) -> tuple[Referral, ...]:
        """Referrals whose key older rules made, by number, from the one after `after`."""

    def rekey(self, keys: Mapping[int, str], version: int) -> None:
        """Put referrals under these keys of the rules `version`; their events stay as they are."""

    def platforms(self) -> tuple[str, ...]:
        """The platforms that referrals were flagged on."""


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A referral that somebody is to be reminded of now."""

    referral: Referral
    times: int
    """How often its owner was reminded of what it waits for now."""
    last_at: datetime | None
    escalated: bool


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

    def live(self, after: int, limit: int) -> tuple[DueReminder, ...]:
        """Live referrals by number, to plan them anew when the config changed."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message that waits to be sent."""

    id: int
    lane: str
    message: Message
    subject: str
    data: Mapping[str, Any]
    key: str
    """Opaque; goes into the Slack message's metadata, so that it can be recognised there."""
    state: str
    """waiting, sending, in doubt"""
    attempts: int
    after_ts: str
    """The last `ts` Slack gave for this lane before the row's attempt; where a read-back begins."""
    doubt_ends_in: float
    """Seconds, in database time, until the attempt in doubt can no longer arrive; at least 0."""
    created_at: datetime
    """Business time at which it was written down."""


@dataclass(frozen=True, slots=True)
class LaneLease:
    """A lane that this process alone may send on until the lease ends."""

    lane: str
    fence: int
    rows: tuple[OutboxRow, ...]
    """In order; the first may be `sending` (a dead sender's) or `in doubt`."""


class LostLease(Exception):
    """Another process has the lane or the check meanwhile; nothing was changed."""


@dataclass(frozen=True, slots=True)
class ClaimedCheck:
    """A check that this process alone may make until its lease ends."""

    referral: int
    fence: int


class Checks(Protocol):
    """Which pages are to be looked at when, and what was found; leases are in database time."""

    def get(self, number: int) -> Look | None:
        """What is known of a referral's page; None where it was never planned to be looked at."""

    def put(self, number: int, look: Look, due_at: datetime | None) -> None:
        """Keep what is known, and when to look next (None: no more).

        Whoever had claimed the check has it no longer.
        """

    def claim(self, now: datetime, lease_seconds: float, most: int) -> tuple[ClaimedCheck, ...]:
        """Take checks that are due and not leased, oldest first; what others hold is left."""

    def hold(self, claim: ClaimedCheck, lease_seconds: float | None = None) -> Look:
        """Lock a claimed check until the commit, and renew its lease.

        Raises LostLease if it was put, or claimed by another, since it was claimed.
        """

    def record(self, number: int, checked: Checked) -> None:
        """Append a reading or an answer (`checked.seq` is not used) to what is recorded of it."""

    def next_seq(self, number: int) -> int:
        """The number that `record` will give; the caller has locked the referral."""

    def history(self, number: int) -> tuple[Checked, ...]:
        """All readings and answers of a referral, oldest first."""

    def one(self, number: int, seq: int) -> Checked | None:
        """One of them."""

    def planned(self, after: int, limit: int) -> tuple[tuple[int, datetime | None], ...]:
        """Referrals whose page is to be looked at, and when, or asked about; by number from after
        `after`."""

    def missing(
        self, since: datetime, after: int, limit: int, platforms: Collection[str] | None
    ) -> tuple[int, ...]:
        """Referrals to these platforms (None: all) that wait, or ended after `since`, and of which
        nothing is planned as they stand; by number from after `after`."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A referral that is finished and not erased, and when its last event was recorded."""

    referral: Referral
    at: datetime


@dataclass(frozen=True, slots=True)
class RedactMessage:
    """A message in Slack that still says what was erased."""

    referral: int
    channel: str
    ts: str
    message: Message
    beside: tuple[int, ...] = ()
    """All referrals that a list message names."""


class Erasing(Protocol):
    """Retention: what is personal in finished referrals goes, and what is counted stays."""

    def due(
        self, before: datetime, after: Finished | None, limit: int, *, lock: bool = True
    ) -> tuple[Finished, ...]:
        """What is finished and was last recorded by `before`, oldest first, from after `after`.

        With `lock` until the commit; what another replica holds is left.
        """

    def these(self, numbers: Collection[int], *, lock: bool = True) -> tuple[Finished, ...]:
        """Those of these that are finished and not erased, by number; with `lock` until the commit."""

    def undecided(self, page_keys: Collection[str]) -> dict[str, Referral]:
        """Of these pages, those with a referral that is held or appealed: page key → that one."""

    def others(self, page_keys: Collection[str]) -> dict[str, list[int]]:
        """Of these pages, the referrals that are not erased: page key → numbers."""

    def erase(self, several: Sequence[Referral], at: datetime, why: str) -> None:
        """Erase what is personal in these, which the caller has locked, each with an event.

        Their key goes once the page has no referral that is not erased. `why` is "time" or
        "request". What stands in Slack is queued.
        """

    def erase_old_reads(self, before: datetime) -> int:
        """Erase who exported what, where that was recorded by `before`; how many values went."""

    def to_redact(self, limit: int) -> tuple[RedactMessage, ...]:
        """Take up to `limit` messages that still have to be changed in Slack."""

    def left_to_redact(self) -> int:
        """How many messages still have to be changed in Slack."""

    def unrecognisable(self) -> int:
        """How many erased pages nobody can recognise: they were erased with another key."""

    def standing(self) -> dict[str, int]:
        """How many referrals are finished and not erased, by state; under "erased", how many are."""


class Outbox(Protocol):
    """Messages to be sent, in lanes. Times here are database time, never business time."""

    def add(self, announcements: Iterable[Announcement], at: datetime) -> None:
        """Write messages down, in order; `at` is business time, for the record."""

    def claim(self, lease_seconds: float, most: int, lanes_at_most: int) -> tuple[LaneLease, ...]:
        """Take up to `lanes_at_most` lanes that have messages, are not leased and need not wait.

        Each comes with its first `most` rows. What another process is taking is left to it.
        """

    def sending(self, lane: LaneLease, rows: Sequence[int], arrives_within: float) -> None:
        """Before the call: these rows go out as one; until `arrives_within` s they may arrive."""

    def doubt(self, lane: LaneLease, rows: Sequence[int]) -> None:
        """It is not known whether these rows arrived."""

    def sent(
        self, lane: LaneLease, rows: Sequence[int], *, channel: str, ts: str, settle: bool
    ) -> None:
        """Slack has them. With `settle`, `(channel, ts)` becomes the post of their subject."""

    def put_back(self, lane: LaneLease, rows: Sequence[int]) -> None:
        """They did not go out: they wait again, at their place."""

    def park(self, lane: LaneLease, rows: Sequence[int], reason: str) -> None:
        """Slack refused for good; the rows leave the lane and are kept with the reason."""

    def release(self, lane: LaneLease, wait_seconds: float = 0.0) -> None:
        """Give the lease back; nobody takes the lane for `wait_seconds`."""

    def extend(self, lane: LaneLease, lease_seconds: float) -> None:
        """Keep the lane for longer. All calls raise LostLease if the fence has moved on."""

    def take_over(self) -> None:
        """End all leases: only where this process is known to be alone (SQLite)."""

    def waiting(self) -> int:
        """How many rows wait."""

    def next_in(self) -> float | None:
        """Seconds until a lane with rows may be taken; 0 if now, None if none waits."""

    def parked(self, limit: int = 100) -> tuple[tuple[OutboxRow, str], ...]:
        """What Slack refused for good, newest first, with the reason."""

    def send_again(self, lane: str) -> int:
        """Put what is parked of a lane back at its end, in order; how many rows."""

    def purge_sent(self, older_than_seconds: float) -> int:
        """Forget what was sent long ago; how many rows went."""


class Posts(Protocol):
    """Where in Slack a subject's message stands."""

    def get(self, subject: str) -> tuple[str, str] | None:
        """(channel, ts) of the subject's message, if it was posted."""

    def put(self, subject: str, channel: str, ts: str) -> None:
        """Remember, or replace, where it stands."""

    def forget(self, subject: str) -> None:
        """It was deleted in Slack."""


class Answers(Protocol):
    """What was answered to a request that Slack may send again."""

    def get(self, key: str) -> str | None:
        """The answer given, within the last day of database time."""

    def put(self, key: str, answer: str) -> None:
        """Remember it. Raises Conflict if another transaction just did."""

    def purge(self) -> int:
        """Forget answers older than a day; how many went."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What Slack said of a person when it was last asked."""

    id: str
    name: str
    email: str = ""
    admin: bool = False
    guest: bool = False
    external: bool = False
    deactivated: bool = False

    @property
    def full_member(self) -> bool:
        """Whether they are an active member of this workspace, and no guest: only they may lead."""
        return not (self.guest or self.external or self.deactivated)


class People(Protocol):
    """The people Slack told of."""

    def get(self, user: str) -> KnownPerson | None:
        """What is known of a person."""

    def many(self, users: Iterable[str]) -> dict[str, KnownPerson]:
        """Several at once; unknown ones are left out."""

    def put(self, person: KnownPerson) -> None:
        """Remember, or replace."""

    def admins(self) -> tuple[str, ...]:
        """The user ids of the admins who are full members: no guests, none of other workspaces."""

    def all(self) -> tuple[KnownPerson, ...]:
        """Everybody Slack told of, by id."""


class Places(Protocol):
    """The channels the bot is used in."""

    def get(self, channel: str) -> Place | None:
        """What is known of a channel."""

    def put(self, place: Place) -> None:
        """Remember, or replace."""

    def all(self) -> tuple[Place, ...]:
        """All of them, by name."""


class Claims(Protocol):
    """What is done once, however many replicas run."""

    def take(self, name: str) -> bool:
        """True for the first transaction that commits this name, ever; False for all others."""


class Settings(Protocol):
    """Single facts about this database, such as `demo`."""

    def get(self, name: str) -> str | None:
        """Its value."""

    def put(self, name: str, value: str) -> None:
        """Set it."""


class Reads(Protocol):
    """Reads of sensitive data and exports: events in a stream of their own."""

    def record(self, actor: str, what: str, referral: int | None, at: datetime) -> None:
        """Write down that `actor` was shown `what` (`url`, `notice`, `export …`)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that the audit found wrong."""

    referral: int | None
    seq: int | None
    what: str


class Audit(Protocol):
    """The hash chain over all events."""

    def seal(self, limit: int) -> int:
        """Append hashes of events not yet in the chain, under one lock; how many."""

    def verify(self) -> tuple[int, tuple[Fault, ...]]:
        """Recompute every hash and every referral: events looked at, and what is wrong."""


class Figures(Protocol):
    """Counts for statistics and digests; `bot.domain.recount` says what each must come to."""

    def cohort(self, query: FigureQuery) -> Cohort:
        """What became of the pages referred in a period; `query.as_of` replays the events."""

    def by_ground(self, query: FigureQuery) -> dict[Ground, Cohort]:
        """The cohort of each ground; `query` asks for none of its own. Events are replayed once."""

    def flow(self, query: FigureQuery) -> Flow:
        """What happened in a period; `query.as_of` replays the events."""

    def totals(self, channel: str | None = None) -> dict[str, Counts]:
        """What became of all that was ever referred, by platform."""

    def weekly(
        self, weeks: Sequence[Period], channel: str | None = None
    ) -> tuple[dict[str, Decided], ...]:
        """First outcomes by platform in each of these periods."""

    def submissions(
        self, period: Period, platform: str, channel: str | None = None
    ) -> tuple[Submission, ...]:
        """What each submission of one platform came to among the outcomes of a period."""

    def overdue(
        self,
        limits: Mapping[str, int],
        limit_days: int,
        now: datetime,
        *,
        channel: str | None = None,
        shown_in: str = "",
        name: int = 3,
    ) -> Overdue:
        """What waits for longer than its platform's limit in days, with the `name` oldest.

        A private place's referrals are counted, but named only where `shown_in` is that place.
        """

    def since_when(self, channel: str | None = None) -> tuple[datetime | None, datetime | None]:
        """When the first page was flagged, and when what has waited longest was referred."""

    def team(self, since: datetime, now: datetime) -> Team:
        """What became, by now, of the pages referred since then, in short."""

    def standings(self) -> Mapping[Standing, int]:
        """How many referrals stand where."""

    def under_appeal(self) -> int:
        """How many referrals are under appeal."""

    def by_place(self, query: FigureQuery) -> dict[str, Counts]:
        """The cohort by the channel that a page was flagged in."""

    def by_flagger(self, query: FigureQuery) -> dict[str, Counts]:
        """The cohort by who flagged; for leads."""

    def corrected(self, period: Period, since: datetime, channel: str | None = None) -> int:
        """How many referrals' first outcomes in the period differ from what they were `since`.

        Counts those whose outcome was recorded late, taken back, changed, or moved in or out.
        """

    def first_at(self, channel: str | None = None) -> datetime | None:
        """When the first page was flagged."""

    def said(self, channel: str) -> Mapping[str, Any] | None:
        """The last digest's figures for a channel, as they were said."""

    def keep_said(self, channel: str, key: str, ended: datetime, data: Mapping[str, Any]) -> None:
        """Keep a digest's figures as they are said; `ended` is when its period did."""

    def decided(self, platform: str, category: str, since: datetime, most: int) -> tuple[int, int]:
        """(rejected, decided) of the newest decisions since then, `most` at most."""


class UnitOfWork(Protocol):
    """One transaction: all of it commits, or none."""

    @property
    def referrals(self) -> Referrals: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def checks(self) -> Checks: ...
    @property
    def erasing(self) -> Erasing: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def people(self) -> People: ...
    @property
    def places(self) -> Places: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def reads(self) -> Reads: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def figures(self) -> Figures: ...


class Store(Protocol):
    """Where transactions happen. Calls block: the edges make them in a worker thread."""

    def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in a writing transaction and commit.

        On Conflict, a lost race for a unique key, a deadlock or a serialisation failure the whole
        of `work` is run again, a few times; so it must do nothing but use its unit of work.
        Raises StorageUnavailable if nothing could be recorded.
        """

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` on one snapshot; nothing is written."""
