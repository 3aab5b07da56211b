"""The tables' indexes, and what else only making tables needs. Importing this adds them to `metadata`.

What serves does not: SQLAlchemy imports the dialects of both databases for what is said here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Index

from storage.sql.errors import LIVE_PAGE_INDEX
from storage.sql.tables import (
    answers,
    appeals,
    chain,
    events,
    has_acknowledged_reference,
    has_decision_reference,
    has_reference,
    has_rows,
    is_admin,
    is_again,
    is_appealable,
    is_finished,
    is_held,
    is_live,
    is_parked,
    is_pending,
    is_planned,
    is_sent,
    is_waiting,
    lanes,
    outbox,
    page_checks,
    people,
    personal_values,
    referrals,
    to_remind,
    unsealed,
    was_certain,
    with_leads,
)
from storage.sql.tables_beside import (
    answered_referrals,
    case_pages,
    digests,
    erased_posts,
    evidence,
    indicators,
    is_list,
    listed,
    mentions,
    notices,
    notified_referrals,
    platform_answers,
    publications,
    reminder_lines,
    reminder_messages,
    to_be_removed,
)
from storage.sql.tables_beside import metadata as metadata

_r = referrals.c


def _index(
    name: str | None, *columns: Any, where: ColumnElement[bool], unique: bool = False
) -> None:
    """An index of those rows alone, on both databases."""
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


_index(LIVE_PAGE_INDEX, _r.page_key, unique=True, where=is_live)
# Lists by urgency: what waits for an answer by its referral, what is flagged or appealed by its flag.
for _name, _whose in (("queue", _r.channel), ("mine", _r.owner)):
    _index(
        f"ix_referrals_{_name}",
        _whose,
        _r.state,
        _r.flagged_at,
        _r.number,
        _r.private,
        where=is_live,
    )
    _index(
        f"ix_referrals_{_name}_waiting",
        _whose,
        _r.referred_at,
        _r.number,
        _r.platform,
        _r.private,
        _r.state,
        where=is_waiting,
    )
    _index(
        f"ix_referrals_{_name}_appealable", _whose, _r.outcome_at, _r.number, where=is_appealable
    )
_index("ix_referrals_appealable", _r.outcome_at, _r.number, _r.channel, where=is_appealable)
_index(
    "ix_referrals_waiting",
    _r.referred_at,
    _r.platform,
    _r.state,
    _r.channel,
    _r.zone,
    _r.referred_on,
    where=is_waiting,
)
_index("ix_referrals_held", _r.number, where=is_held)
_index("ix_referrals_certain", _r.outcome_at, _r.state, where=was_certain)
_index("ix_referrals_remind", _r.remind_at, _r.number, where=to_remind)
_index("ix_referrals_finished", _r.finished_at, _r.number, where=is_finished)
_index("ix_referrals_decision_reference", _r.decision_reference, where=has_decision_reference)
_index(
    "ix_referrals_acknowledged_reference",
    _r.acknowledged_reference,
    where=has_acknowledged_reference,
)
_index("ix_referrals_reference", _r.reference, where=has_reference)
_index("ix_mentions_lists", mentions.c.channel, mentions.c.ts, where=is_list)
# For figures: each holds all that its statements read, so that the rows themselves need not be.
FIGURES: dict[str, tuple[str, ...]] = {
    # Cohorts, in the order in which they are grouped (storage.figures.cohorts), with what filters compare;
    # totals and times, which are grouped by its first three, and the names of the platforms.
    "cohort": (
        *("platform", "standing", "days_followed", "category", "confidence_when_referred"),
        *("reason", "first_outcome", "decided_within", "days_to_sign"),
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
    Index(f"ix_referrals_{_name}", *(_r[column] for column in _read))
_index("ix_referrals_again", _r.referred_at, _r.standing, _r.platform, _r.channel, where=is_again)
Index(None, appeals.c.opened_at)
Index(None, appeals.c.ended_at)
for _when in ("vanished_at", "closed_later_at", "reappeared_at"):
    _index(None, _r[_when], where=_r[_when].is_not(None))
Index(None, events.c.recorded_at)
Index(None, unsealed.c.referral, unsealed.c.seq)
Index("uq_chain_referral_seq", chain.c.referral, chain.c.seq, unique=True)
_index("ix_lanes_pending", lanes.c.free_at, where=has_rows)
_index("ix_outbox_pending", outbox.c.lane, outbox.c.id, where=is_pending)
_index("ix_outbox_sent", outbox.c.sent_at, where=is_sent)
_index("ix_outbox_parked", outbox.c.id, where=is_parked)
Index(None, answers.c.created_at)
_index("ix_people_admins", people.c.id, where=is_admin)
_index("ix_page_checks_due", page_checks.c.due_at, page_checks.c.referral, where=is_planned)
Index(None, with_leads.c.referral)
Index("ix_indicators_value", indicators.c.value, indicators.c.kind, indicators.c.referral)
Index(None, indicators.c.added_at)
Index("ix_case_pages_key", case_pages.c.key, case_pages.c.referral)
Index(None, reminder_lines.c.subject)
Index(None, reminder_messages.c.written_at)
Index(None, digests.c.channel, digests.c.ended_at)
_index("ix_evidence_to_remove", evidence.c.stored_as, where=to_be_removed)
Index(None, evidence.c.stored_as)
Index(None, answered_referrals.c.answer)
Index(None, notified_referrals.c.notice)
Index(None, listed.c.subject)
_index(
    "ix_platform_answers_unrecorded",
    platform_answers.c.created_at,
    where=platform_answers.c.recorded_at.is_(None),
)

for _table in (events, personal_values, mentions, indicators, case_pages):
    _table.dialect_options["sqlite"]["with_rowid"] = False
for _table in (unsealed, outbox, platform_answers, publications, erased_posts, notices):
    _table.dialect_options["sqlite"]["autoincrement"] = True
