"""One transaction, as `bot.ports.store.UnitOfWork`: each subject has a class of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from sqlalchemy import Connection

from bot.ports.store import UnitOfWork
from storage.batches import SqlBatches
from storage.evidence.rows import SqlEvidence
from storage.figures.publications import SqlPublications
from storage.figures.statistics import SqlFigures
from storage.history.access_log import SqlAccessLog
from storage.history.audit import SqlAudit
from storage.named_values import SqlAnswers, SqlClaims, SqlSettings
from storage.notices import SqlNotices
from storage.outbox.messages import SqlListMessages, SqlOutbox, SqlPosts
from storage.page_checks import SqlChecks
from storage.people import SqlPeople, SqlPlaces
from storage.platform_answers import SqlPlatformAnswers
from storage.referrals.indicators import SqlCases, SqlIndicators
from storage.referrals.owned import SqlOwned
from storage.referrals.records import SqlReferrals
from storage.referrals.reminders import SqlReminders
from storage.retention.erasing import SqlErasing
from storage.retention.page_fingerprints import KeyedHasher

T = TypeVar("T")


def _part(make: Callable[[Connection], T]) -> cached_property[T]:
    """A subject of the transaction, made when it is first asked for."""

    def made(work: SqlUnitOfWork) -> T:
        return make(work.connection)

    return cached_property(made)


class SqlUnitOfWork(UnitOfWork):
    """Everything done through it commits together, or not at all."""

    def __init__(self, connection: Connection, hasher: KeyedHasher | None = None) -> None:
        """`hasher` recognises erased pages; None where the environment has no key for that."""
        self.connection = connection
        self._hasher = hasher

    @cached_property
    def referrals(self) -> SqlReferrals:
        return SqlReferrals(self.connection, self._hasher)

    @cached_property
    def erasing(self) -> SqlErasing:
        return SqlErasing(self.connection, self._hasher)

    owned = _part(SqlOwned)
    indicators = _part(SqlIndicators)
    cases = _part(SqlCases)
    reminders = _part(SqlReminders)
    checks = _part(SqlChecks)
    outbox = _part(SqlOutbox)
    posts = _part(SqlPosts)
    list_messages = _part(SqlListMessages)
    answers = _part(SqlAnswers)
    platform_answers = _part(SqlPlatformAnswers)
    notices = _part(SqlNotices)
    batches = _part(SqlBatches)
    evidence = _part(SqlEvidence)
    people = _part(SqlPeople)
    places = _part(SqlPlaces)
    claims = _part(SqlClaims)
    settings = _part(SqlSettings)
    access_log = _part(SqlAccessLog)
    audit = _part(SqlAudit)
    figures = _part(SqlFigures)
    publications = _part(SqlPublications)
