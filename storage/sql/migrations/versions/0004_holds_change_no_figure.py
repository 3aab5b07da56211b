"""What is on hold counts as what it was; what was held at its flag counts from its release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "holds"
down_revision = "platform answers"
branch_labels = None
depends_on = None

_COHORT = (
    *("platform", "standing", "category", "confidence_when_referred", "reason"),
    *("days_to_outcome", "appeal_result", "referred_at", "counted_at", "appealed_at"),
    *("appeal_ended_at", "closed_later_at", "reappeared_at"),
    *("channel", "confidence", "basis", "page_key"),
)


def upgrade() -> None:
    """Columns, filled from the events, and the indexes that read them."""
    for name in ("held_at_flag", "referred_again"):
        op.add_column(
            "referrals", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )
        if op.get_bind().dialect.name == "postgresql":
            op.alter_column("referrals", name, server_default=None)
    for name in ("came_in_sight_at", "counted_at", "flag_counted_at"):
        op.add_column("referrals", sa.Column(name, sa.BigInteger()))
    for name in ("cohort", "flagged_at", "waiting"):
        op.drop_index(f"ix_referrals_{name}", "referrals")
    _fill()
    op.create_index("ix_referrals_cohort", "referrals", list(_COHORT))
    op.create_index(
        "ix_referrals_flag_counted_at",
        "referrals",
        ["flag_counted_at", "platform", "standing", "channel", "page_key"],
    )
    _partial(
        "waiting", ["referred_at", "platform", "state", "channel"], "(standing || '') = 'waiting'"
    )
    _partial("held", ["number"], "state = 'held'")


def _partial(name: str, columns: list[str], where: str) -> None:
    some = sa.text(where)
    op.create_index(
        f"ix_referrals_{name}", "referrals", columns, sqlite_where=some, postgresql_where=some
    )


def _fill() -> None:
    op.execute("""
        UPDATE referrals SET referred_again = true
        WHERE number IN (SELECT referral FROM events WHERE seq = 1 AND action = 'refer again')
    """)
    # Held by the bot in the instant of the flag; its name for itself is empty.
    op.execute("""
        UPDATE referrals SET held_at_flag = true WHERE number IN (
            SELECT hold.referral FROM events hold
            JOIN events flag ON flag.referral = hold.referral AND flag.seq = 1
            LEFT JOIN personal_values actor
            ON actor.referral = hold.referral AND actor.seq = 2 AND actor.name = 'actor'
            WHERE hold.seq = 2 AND hold.action = 'hold' AND hold.recorded_at = flag.recorded_at
            AND COALESCE(actor.value, '') = ''
        )
    """)
    op.execute("""
        UPDATE referrals SET came_in_sight_at = (
            SELECT left_it.happened_at FROM events left_it
            WHERE left_it.referral = referrals.number AND (
                left_it.action IN ('release', 'withdraw')
                OR (left_it.action = 'undo' AND left_it.target = 2)
            ) ORDER BY left_it.seq LIMIT 1
        ) WHERE held_at_flag
    """)
    op.execute("""
        UPDATE referrals SET standing = CASE
            WHEN held_at_flag AND came_in_sight_at IS NULL THEN 'unseen'
            WHEN state_before_hold = 'referred' THEN 'waiting'
            ELSE state_before_hold
        END WHERE state = 'held'
    """)
    op.execute("""
        UPDATE referrals SET
        counted_at = CASE WHEN standing = 'unseen' THEN NULL
            ELSE COALESCE(referred_at, came_in_sight_at, flagged_at) END,
        flag_counted_at = CASE WHEN referred_again OR standing = 'unseen' THEN NULL
            ELSE COALESCE(came_in_sight_at, flagged_at) END
    """)
