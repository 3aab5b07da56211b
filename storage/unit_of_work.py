"""One transaction, as `bot.ports.UnitOfWork`: each subject has a class of its own."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage.answers import SqlAnswers
from storage.audit import SqlAudit
from storage.checks import SqlChecks
from storage.claims import SqlClaims, SqlSettings
from storage.outbox import SqlOutbox
from storage.people import SqlPeople, SqlPlaces
from storage.posts import SqlPosts
from storage.reads import SqlReads
from storage.referrals import SqlReferrals
from storage.reminders import SqlReminders
from storage.transaction import Transaction

if TYPE_CHECKING:
    from storage.erasing import SqlErasing
    from storage.statistics import SqlFigures


class SqlUnitOfWork:
    """Everything done through it commits together, or not at all.

    What is a property and not kept knows nothing of shared transactions: each time it is asked for,
    what waits to be written is written.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self.referrals = SqlReferrals(transaction)
        """Referrals and their events."""
        self.outbox = SqlOutbox(transaction)
        """Messages to be sent."""
        self.answers = SqlAnswers(transaction)
        """What was answered to a request that may come again."""
        self.people = SqlPeople(transaction)
        """The people Slack told of."""
        self.places = SqlPlaces(transaction)
        """The channels the bot is used in."""

    @property
    def _connection(self) -> Connection:
        return self._transaction.connection

    def remember(self) -> None:
        """See `bot.ports.UnitOfWork.remember`."""
        self._transaction.remembers = True

    @property
    def reminders(self) -> SqlReminders:
        """Who is to be reminded when."""
        return SqlReminders(self._connection)

    @cached_property
    def checks(self) -> SqlChecks:
        """Which pages are to be looked at when."""
        return SqlChecks(self._transaction)

    @property
    def erasing(self) -> SqlErasing:
        """Retention."""
        from storage.erasing import SqlErasing

        return SqlErasing(self._transaction)

    @cached_property
    def posts(self) -> SqlPosts:
        """Where in Slack a subject's message stands."""
        return SqlPosts(self._transaction)

    @property
    def claims(self) -> SqlClaims:
        """What is done once."""
        return SqlClaims(self._connection)

    @cached_property
    def settings(self) -> SqlSettings:
        """Single facts about this database."""
        return SqlSettings(self._transaction)

    @cached_property
    def reads(self) -> SqlReads:
        """Reads of sensitive data."""
        return SqlReads(self._transaction)

    @property
    def audit(self) -> SqlAudit:
        """The hash chain."""
        return SqlAudit(self._connection)

    @property
    def figures(self) -> SqlFigures:
        """Counts for statistics and digests."""
        from storage.statistics import SqlFigures

        return SqlFigures(self._connection)
