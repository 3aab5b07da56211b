"""The platform's reference in its acknowledgement apart from the submission's own, from the events."""

from __future__ import annotations

import json
import unicodedata
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "acknowledged reference"
down_revision = "late dates"
branch_labels = None
depends_on = None

_OURS = ("flag", "refer", "describe", "refer again")


def upgrade() -> None:
    """A column, its index, and what the events say of both."""
    op.add_column(
        "referrals",
        sa.Column("acknowledged_reference", sa.Text(), nullable=False, server_default=""),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("referrals", "acknowledged_reference", server_default=None)
    _references()
    named = sa.text("acknowledged_reference != ''")
    op.create_index(
        "ix_referrals_acknowledged_reference",
        "referrals",
        ["acknowledged_reference"],
        sqlite_where=named,
        postgresql_where=named,
    )


def _references() -> None:
    """Of those that were acknowledged with a reference: what it had overwritten, if anything."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT e.referral, e.seq, e.action, e.facts, e.target, r.reference, r.decision_reference, r.search "
            "FROM events e JOIN referrals r ON r.number = e.referral WHERE e.referral IN (SELECT referral "
            "FROM events WHERE action = 'acknowledge' AND facts LIKE '%\"reference\":%') ORDER BY e.referral, e.seq"
        )
    )
    values = []
    for number, rows in groupby(found.mappings().all(), key=lambda row: row["referral"]):
        told = list(rows)
        ours, theirs = _said(told)
        before = (told[0]["reference"], told[0]["decision_reference"], "")
        after = (ours, told[0]["decision_reference"], theirs)
        search = told[0]["search"]
        if search:  # erased: there is nothing to be found
            search = search.removesuffix(_searchable(before)) + _searchable(after)
        values.append({"number": number, "ours": ours, "theirs": theirs, "search": search})
    if values:
        update = sa.text(
            "UPDATE referrals SET reference = :ours, acknowledged_reference = :theirs, search = :search "
            "WHERE number = :number"
        )
        op.get_bind().execute(update, values)


def _said(events: list[Any]) -> tuple[str, str]:
    """The submission's own reference, and the acknowledgement's beside it."""
    ours = theirs = ""
    undone = {one["target"] for one in events if one["action"] == "undo"}
    for one in events:
        told = json.loads(one["facts"]).get("reference")
        if one["seq"] in undone or not isinstance(told, str) or not told:
            continue
        if one["action"] == "acknowledge":
            ours = ours or told
            theirs = told if told != ours else theirs
        elif one["action"] in _OURS and (one["action"] != "refer again" or one["seq"] == 1):
            ours = told
    return ours, theirs


def _searchable(references: tuple[str, ...]) -> str:
    return unicodedata.normalize("NFKC", f" {' '.join(references)}".rstrip()).casefold()
