"""The tables' indexes, and what else only making tables needs. Importing this adds them to `metadata`.

What serves does not: SQLAlchemy imports the dialects of both databases for what is said here.
"""

from __future__ import annotations

from sqlalchemy import Index

from storage.sql.errors import LIVE_PAGE_INDEX
from storage.sql.tables import (
    answered_referrals,
    answers,
    appeals,
    case_pages,
    chain,
    digests,
    events,
    evidence,
    has_acknowledged_reference,
    has_decision_reference,
    has_reference,
    has_rows,
    indicators,
    is_admin,
    is_again,
    is_appealable,
    is_finished,
    is_held,
    is_list,
    is_live,
    is_parked,
    is_pending,
    is_planned,
    is_sent,
    is_waiting,
    lanes,
    listed,
    mentions,
    notified_referrals,
    outbox,
    page_checks,
    people,
    personal_values,
    platform_answers,
    referrals,
    to_be_removed,
    to_remind,
    unsealed,
    was_certain,
    with_leads,
)
from storage.sql.tables import metadata as metadata
from storage.sql.tables_beside import reminder_lines, reminder_messages

Index(
    LIVE_PAGE_INDEX,
    referrals.c.page_key,
    unique=True,
    sqlite_where=is_live,
    postgresql_where=is_live,
)
# Lists by urgency: what waits for an answer by its referral, what is flagged or appealed by its flag.
for _name, _whose in (("queue", referrals.c.channel), ("mine", referrals.c.owner)):
    Index(
        f"ix_referrals_{_name}",
        _whose,
        referrals.c.state,
        referrals.c.flagged_at,
        referrals.c.number,
        referrals.c.private,
        sqlite_where=is_live,
        postgresql_where=is_live,
    )
    Index(
        f"ix_referrals_{_name}_waiting",
        _whose,
        referrals.c.referred_at,
        referrals.c.number,
        referrals.c.platform,
        referrals.c.private,
        sqlite_where=is_waiting,
        postgresql_where=is_waiting,
    )
    Index(
        f"ix_referrals_{_name}_appealable",
        _whose,
        referrals.c.outcome_at,
        referrals.c.number,
        sqlite_where=is_appealable,
        postgresql_where=is_appealable,
    )
Index(
    "ix_referrals_appealable",
    referrals.c.outcome_at,
    referrals.c.number,
    referrals.c.channel,
    sqlite_where=is_appealable,
    postgresql_where=is_appealable,
)
Index(
    "ix_referrals_waiting",
    referrals.c.referred_at,
    referrals.c.platform,
    referrals.c.state,
    referrals.c.channel,
    referrals.c.zone,
    referrals.c.referred_on,
    sqlite_where=is_waiting,
    postgresql_where=is_waiting,
)
Index(
    "ix_referrals_held",
    referrals.c.number,
    sqlite_where=is_held,
    postgresql_where=is_held,
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
    "ix_referrals_decision_reference",
    referrals.c.decision_reference,
    sqlite_where=has_decision_reference,
    postgresql_where=has_decision_reference,
)
Index(
    "ix_referrals_acknowledged_reference",
    referrals.c.acknowledged_reference,
    sqlite_where=has_acknowledged_reference,
    postgresql_where=has_acknowledged_reference,
)
Index(
    "ix_referrals_reference",
    referrals.c.reference,
    sqlite_where=has_reference,
    postgresql_where=has_reference,
)
Index(
    "ix_mentions_lists",
    mentions.c.channel,
    mentions.c.ts,
    sqlite_where=is_list,
    postgresql_where=is_list,
)
# For figures: each holds all that its statements read, so that the rows themselves need not be.
FIGURES: dict[str, tuple[str, ...]] = {
    # Cohorts, in the order in which they are grouped (storage.figures.cohorts), with what filters compare;
    # totals by platform, and the names of the platforms.
    "cohort": (
        *("platform", "standing", "category", "confidence_when_referred", "reason"),
        *("days_followed", "first_outcome", "decided_within", "days_to_sign"),
        *("referred_at", "counted_at", "closed_later_at", "reappeared_at"),
        *("late_dates", "channel", "confidence", "basis", "page_key"),
    ),
    # Distinct pages of a cohort: of each standing, and (with the page's last referral) of all.
    "standing_pages": ("standing", "page_key", "referred_at"),
    "page_key_number": ("page_key", "number", "standing", "referred_at"),
    # What happened in a period, and the first flag of all.
    "flag_counted_at": ("flag_counted_at", "platform", "standing", "channel", "page_key"),
    # The same; what became of the last weeks' referrals on Home.
    "referred_at": (
        *("referred_at", "platform", "standing", "channel", "page_key"),
        *("confidence_when_referred", "zone", "referred_on", "days_followed", "decided_within"),
    ),
    # First outcomes of a period: flow, trend and submissions.
    "decided": (
        *("first_outcome_at", "platform", "first_outcome", "standing"),
        *("confidence_when_referred", "days_followed", "channel", "page_key", "reference"),
    ),
    # The newest decisions on such pages: what a card advises.
    "advice": ("platform", "category", "first_outcome_at", "standing"),
}
for _name, _read in FIGURES.items():
    Index(f"ix_referrals_{_name}", *(referrals.c[column] for column in _read))
Index(
    "ix_referrals_again",
    referrals.c.referred_at,
    referrals.c.standing,
    referrals.c.platform,
    referrals.c.channel,
    sqlite_where=is_again,
    postgresql_where=is_again,
)
Index(None, appeals.c.opened_at)
Index(None, appeals.c.ended_at)
for _when in ("vanished_at", "closed_later_at", "reappeared_at"):
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
Index(None, with_leads.c.referral)
Index("ix_indicators_value", indicators.c.value, indicators.c.kind, indicators.c.referral)
Index(None, indicators.c.added_at)
Index("ix_case_pages_key", case_pages.c.key, case_pages.c.referral)
Index(None, reminder_lines.c.subject)
Index(None, reminder_messages.c.written_at)
Index(None, digests.c.channel, digests.c.ended_at)
Index(
    "ix_evidence_to_remove",
    evidence.c.stored_as,
    sqlite_where=to_be_removed,
    postgresql_where=to_be_removed,
)
Index(None, evidence.c.stored_as)
Index(None, answered_referrals.c.answer)
Index(None, notified_referrals.c.notice)
Index(None, listed.c.subject)
Index(
    "ix_platform_answers_unrecorded",
    platform_answers.c.created_at,
    sqlite_where=platform_answers.c.recorded_at.is_(None),
    postgresql_where=platform_answers.c.recorded_at.is_(None),
)

for _table in (events, personal_values):
    _table.dialect_options["sqlite"]["with_rowid"] = False
for _table in (unsealed, outbox):
    _table.dialect_options["sqlite"]["autoincrement"] = True
