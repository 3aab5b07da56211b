"""One transaction, as `bot.ports.UnitOfWork`: each subject has a class of its own."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.answers import SqlAnswers
from storage.audit import SqlAudit
from storage.checks import SqlChecks
from storage.claims import SqlClaims, SqlSettings
from storage.erasing import SqlErasing
from storage.marks import KeyedHasher
from storage.outbox import SqlOutbox
from storage.people import SqlPeople, SqlPlaces
from storage.posts import SqlPosts
from storage.reads import SqlReads
from storage.referrals import SqlReferrals
from storage.reminders import SqlReminders
from storage.statistics import SqlFigures


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
