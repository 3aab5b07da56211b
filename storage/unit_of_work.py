"""One transaction, as `bot.ports.store.UnitOfWork`: each subject has a class of its own."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.answers import SqlAnswers
from storage.checks import SqlChecks
from storage.claims import SqlClaims, SqlSettings
from storage.figures.statistics import SqlFigures
from storage.history.access_log import SqlReads
from storage.history.audit import SqlAudit
from storage.outbox.messages import SqlOutbox
from storage.outbox.posts import SqlPosts
from storage.people import SqlPeople, SqlPlaces
from storage.referrals.records import SqlReferrals
from storage.referrals.reminders import SqlReminders
from storage.retention.erasing import SqlErasing
from storage.retention.page_fingerprints import KeyedHasher


class SqlUnitOfWork:
    """Everything done through it commits together, or not at all."""

    def __init__(self, connection: Connection, hasher: KeyedHasher | None = None) -> None:
        """`hasher` recognises erased pages; None where the environment has no key for that."""
        self.referrals = SqlReferrals(connection, hasher)
        self.reminders = SqlReminders(connection)
        self.checks = SqlChecks(connection)
        self.erasing = SqlErasing(connection, hasher)
        self.outbox = SqlOutbox(connection)
        self.posts = SqlPosts(connection)
        self.answers = SqlAnswers(connection)
        self.people = SqlPeople(connection)
        self.places = SqlPlaces(connection)
        self.claims = SqlClaims(connection)
        self.settings = SqlSettings(connection)
        self.reads = SqlReads(connection)
        self.audit = SqlAudit(connection)
        self.figures = SqlFigures(connection)
