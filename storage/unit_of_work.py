"""One transaction, as `bot.ports.store.UnitOfWork`: each subject has a class of its own."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from storage.batches import SqlBatches
from storage.evidence.rows import SqlEvidence
from storage.figures.publications import SqlPublications
from storage.figures.statistics import SqlFigures
from storage.history.access_log import SqlAccessLog
from storage.history.audit import SqlAudit
from storage.list_messages import SqlListMessages
from storage.named_values import SqlAnswers, SqlClaims, SqlSettings
from storage.notices import SqlNotices
from storage.outbox.messages import SqlOutbox, SqlPosts
from storage.page_checks import SqlChecks
from storage.people import SqlPeople, SqlPlaces
from storage.platform_answers import SqlPlatformAnswers
from storage.referrals.indicators import SqlCases, SqlIndicators
from storage.referrals.records import SqlReferrals
from storage.referrals.reminders import SqlReminders
from storage.retention.erasing import SqlErasing
from storage.retention.page_fingerprints import KeyedHasher


class SqlUnitOfWork:
    """Everything done through it commits together, or not at all."""

    def __init__(self, connection: Connection, hasher: KeyedHasher | None = None) -> None:
        """`hasher` recognises erased pages; None where the environment has no key for that."""
        self._connection = connection
        self._hasher = hasher

    @cached_property
    def referrals(self) -> SqlReferrals:
        """Referrals and their events."""
        return SqlReferrals(self._connection, self._hasher)

    @cached_property
    def indicators(self) -> SqlIndicators:
        """What joins referrals."""
        return SqlIndicators(self._connection)

    @cached_property
    def cases(self) -> SqlCases:
        """Sets of referrals with a name."""
        return SqlCases(self._connection)

    @cached_property
    def reminders(self) -> SqlReminders:
        """Who is reminded when."""
        return SqlReminders(self._connection)

    @cached_property
    def checks(self) -> SqlChecks:
        """Which pages are looked at when."""
        return SqlChecks(self._connection)

    @cached_property
    def erasing(self) -> SqlErasing:
        """Retention."""
        return SqlErasing(self._connection, self._hasher)

    @cached_property
    def outbox(self) -> SqlOutbox:
        """Messages to be sent."""
        return SqlOutbox(self._connection)

    @cached_property
    def posts(self) -> SqlPosts:
        """Where in Slack a subject's message stands."""
        return SqlPosts(self._connection)

    @cached_property
    def list_messages(self) -> SqlListMessages:
        """Which list message names which referrals."""
        return SqlListMessages(self._connection)

    @cached_property
    def answers(self) -> SqlAnswers:
        """What was answered to a request that may come again."""
        return SqlAnswers(self._connection)

    @cached_property
    def platform_answers(self) -> SqlPlatformAnswers:
        """Platforms' answers, and what they decided."""
        return SqlPlatformAnswers(self._connection)

    @cached_property
    def notices(self) -> SqlNotices:
        """Notices to platforms."""
        return SqlNotices(self._connection)

    @cached_property
    def batches(self) -> SqlBatches:
        """Selections of referrals."""
        return SqlBatches(self._connection)

    @cached_property
    def evidence(self) -> SqlEvidence:
        """Which referral has which files."""
        return SqlEvidence(self._connection)

    @cached_property
    def people(self) -> SqlPeople:
        """The people Slack told of."""
        return SqlPeople(self._connection)

    @cached_property
    def places(self) -> SqlPlaces:
        """The channels the bot is used in."""
        return SqlPlaces(self._connection)

    @cached_property
    def claims(self) -> SqlClaims:
        """What is done once."""
        return SqlClaims(self._connection)

    @cached_property
    def settings(self) -> SqlSettings:
        """Single facts about this database."""
        return SqlSettings(self._connection)

    @cached_property
    def access_log(self) -> SqlAccessLog:
        """The log of reads."""
        return SqlAccessLog(self._connection)

    @cached_property
    def audit(self) -> SqlAudit:
        """The hash chain."""
        return SqlAudit(self._connection)

    @cached_property
    def figures(self) -> SqlFigures:
        """Counts for statistics and digests."""
        return SqlFigures(self._connection)

    @cached_property
    def publications(self) -> SqlPublications:
        """What was published."""
        return SqlPublications(self._connection)
