"""Transactions: what one of them offers, and where they happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.ports.batches import Batches
from bot.ports.evidence import Pieces
from bot.ports.figures import Figures
from bot.ports.history import AccessLog, Audit
from bot.ports.indicators import Cases, Indicators
from bot.ports.notices import Notices
from bot.ports.outbox import ListMessages, Outbox, Posts
from bot.ports.page_checks import Checks
from bot.ports.people import People, Places
from bot.ports.platform_answers import PlatformAnswers
from bot.ports.publications import Publications
from bot.ports.referrals import Owned, Referrals, Reminders
from bot.ports.retention import Erasing

T = TypeVar("T")


class Answers(Protocol):
    """What was answered to a request that Slack may send again."""

    def get(self, key: str) -> str | None:
        """The answer given, within the last day of database time."""

    def put(self, key: str, answer: str) -> None:
        """Remember it. Raises Conflict if another transaction just did."""

    def purge(self) -> int:
        """Forget answers older than a day; how many went."""


class Claims(Protocol):
    """What is done once, however many replicas run."""

    def take(self, name: str) -> bool:
        """True for the first transaction that commits this name, ever; False for all others, which wait
        for one that may be the first."""


class Settings(Protocol):
    """Single facts about this database, such as `demo`."""

    def get(self, name: str) -> str | None:
        """Its value."""

    def put(self, name: str, value: str) -> None:
        """Set it."""


class UnitOfWork(Protocol):
    """One transaction: all of it commits, or none."""

    @property
    def referrals(self) -> Referrals: ...
    @property
    def owned(self) -> Owned: ...
    @property
    def indicators(self) -> Indicators: ...
    @property
    def cases(self) -> Cases: ...
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
    def list_messages(self) -> ListMessages: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def platform_answers(self) -> PlatformAnswers: ...
    @property
    def evidence(self) -> Pieces: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def batches(self) -> Batches: ...
    @property
    def people(self) -> People: ...
    @property
    def places(self) -> Places: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def access_log(self) -> AccessLog: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def publications(self) -> Publications: ...


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

    def probe(self) -> None:
        """Raises StorageUnavailable unless the database answers and takes what is written."""
