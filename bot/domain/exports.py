"""Referrals as the rows of an export: what stands in it, for whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.csv_text import Cell
from bot.domain.evidence import Piece
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.referral_days import days_to_outcome
from bot.domain.figures.statistics import standing
from bot.domain.lifecycle.referral import Referral
from bot.domain.listing import Query
from bot.domain.pages.defang import defang, defang_all
from bot.domain.people import is_typed
from bot.sentences import labels


class Form(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class ExportQuery:
    """Which referrals one person may take away.

    A period takes those to which something happened in it: flagged, referred, decided, appealed or
    gone; with `cohort`, those that figures count in it. Held referrals stand in a lead's cohort
    alone. Referrals from private places are exported only for leads and for their owners.
    """

    figures: FigureQuery
    viewer: str
    lead: bool
    cohort: bool = False
    listed: Query | None = None
    """Only what this list holds; its period is about the states that it names."""

    @property
    def whole(self) -> bool:
        """Whether nothing is left out that figures count."""
        return self.lead and self.cohort


@dataclass(frozen=True, slots=True)
class ExportLabels:
    """What people read instead of ids, and the zone of their days."""

    zone: ZoneInfo
    platforms: Mapping[str, str]
    categories: Mapping[str, str]
    reasons: Mapping[str, str]
    channels: Mapping[str, str]
    people: Mapping[str, str]
    evidence: Mapping[int, Sequence[Piece]] = field(default_factory=dict)
    """The pieces of each that the person may know of."""

    def at(self, instant: datetime | None) -> str | None:
        """ISO 8601 in the zone, to the second."""
        return instant.astimezone(self.zone).isoformat(timespec="seconds") if instant else None


def _files(one: Referral, said: ExportLabels) -> str | None:
    """A referral's manifest: name, size and SHA-256 of each file."""
    told = [
        f"{piece.name}, {piece.size} bytes, sha256 {piece.sha256}"
        for piece in said.evidence.get(one.number, ())
    ]
    return "; ".join(told) or None


def _named(names: Mapping[str, str], key: str | None) -> str | None:
    return names.get(key, key) if key else None


def _user_id(user: str) -> str | None:
    return None if is_typed(user) else user or None


COLUMNS: Mapping[str, Callable[[Referral, ExportLabels], Cell]] = {
    "referral": lambda one, said: one.name,
    "attempt": lambda one, said: one.attempt,
    "previous": lambda one, said: f"R-{one.previous}" if one.previous else None,
    "state": lambda one, said: one.state,
    "counts_as": lambda one, said: standing(one),
    "platform": lambda one, said: _named(said.platforms, one.platform),
    "kind": lambda one, said: one.kind,
    "page": lambda one, said: defang(one.canonical) if not one.erased else labels.ERASED,
    "category": lambda one, said: _named(said.categories, one.category),
    "confidence": lambda one, said: one.confidence,
    "confidence_when_referred": lambda one, said: one.confidence_when_referred,
    "basis": lambda one, said: one.basis,
    "clause": lambda one, said: one.clause or None,
    "reference": lambda one, said: one.reference or None,
    "acknowledged_reference": lambda one, said: one.acknowledged_reference or None,
    "decision_reference": lambda one, said: one.decision_reference or None,
    "note": lambda one, said: defang_all(one.note) or None,
    "channel": lambda one, said: _named(said.channels, one.channel),
    "flagged_by": lambda one, said: (
        _named(said.people, one.flagger) if not one.erased else labels.ERASED
    ),
    "owner": lambda one, said: _named(said.people, one.owner) if not one.erased else labels.ERASED,
    "flagged_at": lambda one, said: said.at(one.flagged_at),
    "referred_at": lambda one, said: said.at(one.referred_at),
    "acknowledged_at": lambda one, said: said.at(one.acknowledged_at),
    "first_outcome": lambda one, said: one.first_outcome,
    "first_outcome_at": lambda one, said: said.at(one.first_outcome_at),
    "outcome": lambda one, said: one.outcome,
    "outcome_at": lambda one, said: said.at(one.outcome_at),
    "days_to_outcome": lambda one, said: days_to_outcome(one),
    "reason": lambda one, said: _named(said.reasons, one.reason),
    "platform_words": lambda one, said: defang_all(one.words) or None,
    "restriction": lambda one, said: defang_all(one.restriction) or None,
    "appealed_at": lambda one, said: said.at(one.appealed_at),
    "appeal_ground": lambda one, said: defang_all(one.appeal_ground) or None,
    "appeal_result": lambda one, said: one.appeal_result,
    "appeal_ended_at": lambda one, said: said.at(one.appeal_ended_at),
    "closed_later_at": lambda one, said: said.at(one.closed_later_at),
    "gone_at": lambda one, said: said.at(one.vanished_at),
    "reappeared_at": lambda one, said: said.at(one.reappeared_at),
    "evidence": lambda one, said: len(said.evidence.get(one.number, ())),
    "evidence_files": _files,
    "platform_id": lambda one, said: one.platform,
    "category_id": lambda one, said: one.category,
    "reason_id": lambda one, said: one.reason,
    "channel_id": lambda one, said: one.channel,
    "flagged_by_id": lambda one, said: _user_id(one.flagger),
    "owner_id": lambda one, said: _user_id(one.owner),
}
"""What stands in an export: addresses defanged, no page key, nothing that only leads may know."""


def row(one: Referral, said: ExportLabels) -> dict[str, Cell]:
    """A referral, column by column."""
    return {name: column(one, said) for name, column in COLUMNS.items()}
