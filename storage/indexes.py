"""The tables' indexes, and what else only making tables needs. Importing this adds them to `metadata`.

What serves does not: SQLAlchemy imports the dialects of both databases for what is said here.
"""

from __future__ import annotations

from sqlalchemy import Index

from storage.errors import LIVE_PAGE_INDEX
from storage.tables import (
    answers,
    chain,
    count_changes,
    counts,
    digests,
    events,
    has_reference,
    has_rows,
    is_admin,
    is_finished,
    is_list,
    is_live,
    is_parked,
    is_pending,
    is_planned,
    is_repeated,
    is_sent,
    is_waiting,
    lanes,
    mentions,
    outbox,
    page_checks,
    people,
    personal_values,
    referrals,
    to_remind,
    unsealed,
    was_certain,
)
from storage.tables import metadata as metadata

Index(
    LIVE_PAGE_INDEX,
    referrals.c.page_key,
    unique=True,
    sqlite_where=is_live,
    postgresql_where=is_live,
)
Index(None, referrals.c.page_key, referrals.c.number)
Index(
    "ix_referrals_queue",
    referrals.c.channel,
    referrals.c.flagged_at,
    referrals.c.number,
    referrals.c.state,
    referrals.c.private,
    sqlite_where=is_live,
    postgresql_where=is_live,
)
Index(
    "ix_referrals_mine",
    referrals.c.owner,
    referrals.c.flagged_at,
    referrals.c.number,
    referrals.c.state,
    referrals.c.private,
    referrals.c.channel,
    sqlite_where=is_live,
    postgresql_where=is_live,
)
Index(
    "ix_referrals_waiting",
    referrals.c.referred_at,
    referrals.c.platform,
    referrals.c.state,
    sqlite_where=is_waiting,
    postgresql_where=is_waiting,
)
Index(
    "ix_referrals_certain",
    referrals.c.outcome_at,
    referrals.c.state,
    sqlite_where=was_certain,
    postgresql_where=was_certain,
)
Index(
    "ix_referrals_remind",
    referrals.c.remind_at,
    referrals.c.number,
    sqlite_where=to_remind,
    postgresql_where=to_remind,
)
Index(
    "ix_referrals_finished",
    referrals.c.finished_at,
    referrals.c.number,
    sqlite_where=is_finished,
    postgresql_where=is_finished,
)
Index(
    "ix_mentions_lists",
    mentions.c.channel,
    mentions.c.ts,
    sqlite_where=is_list,
    postgresql_where=is_list,
)
Index(None, referrals.c.platform, referrals.c.referred_at)
Index(None, referrals.c.flagged_at)
# What statistics count of a period, in full, so that the rows themselves need not be read.
Index(
    "ix_referrals_cohort",
    referrals.c.referred_at,
    referrals.c.platform,
    referrals.c.state,
    referrals.c.appealed_outcome,
    referrals.c.category,
    referrals.c.confidence_when_referred,
    referrals.c.reason,
)
Index(
    "ix_referrals_decided",
    referrals.c.first_outcome_at,
    referrals.c.platform,
    referrals.c.first_outcome,
    referrals.c.state,
    referrals.c.confidence_when_referred,
    referrals.c.referred_at,
)
Index(
    "ix_referrals_submissions",
    referrals.c.platform,
    referrals.c.first_outcome_at,
    referrals.c.reference,
    referrals.c.first_outcome,
    referrals.c.state,
    referrals.c.referred_at,
    sqlite_where=has_reference,
    postgresql_where=has_reference,
)
for _when, _stands in (
    ("flagged_at", ()),
    ("referred_at", ("appealed_outcome",)),
    ("first_outcome_at", ("first_outcome",)),
):
    Index(
        f"ix_referrals_repeated_{_when}",
        referrals.c[_when],
        referrals.c.page_key,
        referrals.c.state,
        *(referrals.c[name] for name in _stands),
        # SQLite reads the row for it, though it is true of all that are here.
        referrals.c.repeated,
        sqlite_where=is_repeated,
        postgresql_where=is_repeated,
    )
for _when in ("vanished_at", "appealed_at", "appeal_ended_at", "closed_later_at", "reappeared_at"):
    _happened = referrals.c[_when].is_not(None)
    Index(None, referrals.c[_when], sqlite_where=_happened, postgresql_where=_happened)
Index(None, events.c.recorded_at)
Index(None, unsealed.c.referral, unsealed.c.seq)
Index("uq_chain_referral_seq", chain.c.referral, chain.c.seq, unique=True)
Index("ix_lanes_pending", lanes.c.free_at, sqlite_where=has_rows, postgresql_where=has_rows)
Index(
    "ix_outbox_pending",
    outbox.c.lane,
    outbox.c.id,
    sqlite_where=is_pending,
    postgresql_where=is_pending,
)
Index("ix_outbox_sent", outbox.c.sent_at, sqlite_where=is_sent, postgresql_where=is_sent)
Index("ix_outbox_parked", outbox.c.id, sqlite_where=is_parked, postgresql_where=is_parked)
Index(None, answers.c.created_at)
Index("ix_people_admins", people.c.id, sqlite_where=is_admin, postgresql_where=is_admin)
Index(
    "ix_page_checks_due",
    page_checks.c.due_at,
    page_checks.c.referral,
    sqlite_where=is_planned,
    postgresql_where=is_planned,
)
Index(None, digests.c.channel, digests.c.ended_at)

for _table in (events, personal_values, counts):
    _table.dialect_options["sqlite"]["with_rowid"] = False
for _table in (unsealed, outbox, count_changes):
    _table.dialect_options["sqlite"]["autoincrement"] = True
