"""A decision's reference apart from the submission's, and each appeal by itself, from the events."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "references and appeals"
down_revision = "audit macs"
branch_labels = None
depends_on = None

Row = dict[str, Any]

_DECISIONS = ("close", "restrict", "reject")
_SUBMISSIONS = ("flag", "refer", "describe", "acknowledge", "refer again")
_RESULTS = {"overturn": "overturned", "uphold": "upheld"}
_COHORT = (
    *("platform", "standing", "category", "confidence_when_referred", "reason"),
    *("days_to_outcome", "referred_at", "counted_at", "closed_later_at", "reappeared_at"),
    *("channel", "confidence", "basis", "page_key"),
)


def upgrade() -> None:
    """A column, a table, and what the events say of both."""
    op.add_column(
        "referrals",
        sa.Column("decision_reference", sa.Text(), nullable=False, server_default=""),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("referrals", "decision_reference", server_default=None)
    op.create_table(
        "appeals",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("nth", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("result", sa.Text()),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("referral", "nth", name="pk_appeals"),
    )
    for name in ("cohort", "appealed_at", "appeal_ended_at"):
        op.drop_index(f"ix_referrals_{name}", "referrals")
    _references()
    _appeals()
    op.create_index("ix_referrals_cohort", "referrals", list(_COHORT))
    for name in ("opened_at", "ended_at"):
        op.create_index(f"ix_appeals_{name}", "appeals", [name])
    named = sa.text("decision_reference != ''")
    op.create_index(
        "ix_referrals_decision_reference",
        "referrals",
        ["decision_reference"],
        sqlite_where=named,
        postgresql_where=named,
    )


def _histories(having: str) -> Iterator[tuple[int, list[Row], list[Row]]]:
    """The events of the referrals of which one event is such: (number, events that count, all)."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT referral, seq, action, happened_at, recorded_at, facts, target FROM events "  # noqa: S608
            f"WHERE referral IN (SELECT referral FROM events WHERE {having}) AND referral > 0 "
            "ORDER BY referral, seq"
        )
    )
    for number, rows in groupby(found.mappings().all(), key=lambda row: row["referral"]):
        told = [dict(row) for row in rows]
        undone = {one["target"] for one in told if one["action"] == "undo"}
        dates = {
            one["target"]: one["happened_at"]
            for one in told
            if one["action"] == "change date" and one["seq"] not in undone
        }
        counting = [
            {**one, "happened_at": dates.get(one["seq"], one["happened_at"])}
            for one in told
            if one["seq"] not in undone and one["action"] not in ("undo", "change date")
        ]
        yield number, counting, told


def _references() -> None:
    update = sa.text(
        "UPDATE referrals SET reference = :reference, decision_reference = :decision, "
        "search = CASE WHEN search = '' THEN '' ELSE search || :added END WHERE number = :number"
    )
    values = []
    for number, counting, _ in _histories("facts LIKE '%\"reference\":%'"):
        submission = decision = ""
        for one in counting:
            told = json.loads(one["facts"]).get("reference")
            said = told if isinstance(told, str) else ""
            if one["action"] in _DECISIONS:
                decision = said or decision
            elif one["action"] in _SUBMISSIONS and (
                one["action"] != "refer again" or one["seq"] == 1
            ):
                submission = said or submission
        added = f" {submission} {decision}".rstrip()
        values.append(
            {
                "number": number,
                "reference": submission,
                "decision": decision,
                "added": unicodedata.normalize("NFKC", added).casefold(),
            }
        )
    if values:
        op.get_bind().execute(update, values)


def _appeals() -> None:
    grounds = op.get_bind().execute(
        sa.text("SELECT referral, seq, value FROM personal_values WHERE name = 'ground'")
    )
    said = {(row.referral, row.seq): row.value for row in grounds}
    add = sa.text(
        "INSERT INTO appeals VALUES (:referral, :nth, :opened_at, :recorded_at, :ground, "
        ":ended_at, :result, :undone)"
    )
    rows: list[Row] = []
    for number, counting, told in _histories("action = 'appeal'"):
        found: dict[int, Row] = {}
        for one in told:
            if one["action"] == "appeal":
                found[one["seq"]] = {
                    "referral": number,
                    "nth": len(found) + 1,
                    "opened_at": one["happened_at"],
                    "recorded_at": one["recorded_at"],
                    "ground": said.get((number, one["seq"]), ""),
                    "ended_at": None,
                    "result": None,
                    "undone": True,
                }
        last = 0
        for one in counting:
            if one["action"] == "appeal":
                last = one["seq"]
                found[last] |= {"opened_at": one["happened_at"], "undone": False}
            elif one["action"] in _RESULTS:
                found[last] |= {"ended_at": one["happened_at"], "result": _RESULTS[one["action"]]}
        rows += found.values()
    if rows:
        op.get_bind().execute(add, rows)
