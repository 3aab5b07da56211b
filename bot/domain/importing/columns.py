"""Which column of a team's spreadsheet is which: names as people write them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.domain.errors import BadAnswer
from bot.sentences import importing as sentences


class Column(StrEnum):
    """What an import understands of a referral: the names of our own export's columns."""

    PAGE = "page"
    STATE = "state"
    CATEGORY = "category"
    CONFIDENCE = "confidence"
    BASIS = "basis"
    CLAUSE = "clause"
    REFERENCE = "reference"
    DECISION_REFERENCE = "decision_reference"
    NOTE = "note"
    CHANNEL = "channel"
    FLAGGED_BY = "flagged_by"
    OWNER = "owner"
    FLAGGED_AT = "flagged_at"
    REFERRED_AT = "referred_at"
    ACKNOWLEDGED_AT = "acknowledged_at"
    FIRST_OUTCOME = "first_outcome"
    FIRST_OUTCOME_AT = "first_outcome_at"
    OUTCOME = "outcome"
    OUTCOME_AT = "outcome_at"
    REASON = "reason"
    PLATFORM_WORDS = "platform_words"
    RESTRICTION = "restriction"
    APPEALED_AT = "appealed_at"
    APPEAL_GROUND = "appeal_ground"
    APPEAL_RESULT = "appeal_result"
    APPEAL_ENDED_AT = "appeal_ended_at"
    CLOSED_LATER_AT = "closed_later_at"
    GONE_AT = "gone_at"
    REAPPEARED_AT = "reappeared_at"


DATES = tuple(field for field in Column if field.endswith("_at"))

ALIASES: Mapping[Column, str] = {
    Column.PAGE: "url, link, address, web address, website, web page, webpage, site, uri, page url, "
    "page link, page address, profile, profile url, account, account url, post, post url, "
    "video, video url, url of page, link to page, content url, canonical url",
    Column.STATE: "status, current status, stage",
    Column.CATEGORY: "subject, topic, offence, offense",
    Column.CONFIDENCE: "certainty, how sure, sure, confidence level",
    Column.BASIS: "legal basis, grounds for referral, basis of referral, law or terms",
    Column.CLAUSE: "policy, rule, section, community guideline, terms clause, policy quoted",
    Column.REFERENCE: "ref, submission reference, reference number, reference no, platform reference, ticket, ticket no, "
    "ticket number, case, case number, report id, case id",
    Column.DECISION_REFERENCE: "reference of decision, outcome reference, answer reference, "
    "decision id, decision number",
    Column.NOTE: "notes, comment, comments, remark, remarks, description, details, summary",
    Column.CHANNEL: "slack channel",
    Column.FLAGGED_BY: "found by, reported by, referred by, recorded by, officer, analyst",
    Column.OWNER: "assigned, assigned to, assignee, responsible, handled by, looked after by",
    Column.FLAGGED_AT: "flagged, flagged on, date flagged, flag date, found, found on, found at, "
    "date found, date, day, when, recorded, recorded on, date recorded, added, added on, "
    "date added, created, created at, identified, date identified, spotted, logged",
    Column.REFERRED_AT: "referred, referred on, date referred, referral date, date of referral, "
    "reported, reported on, reported at, date reported, report date, date of report, sent, "
    "sent on, sent at, date sent, submitted, submitted on, submitted at, date submitted, "
    "notified, date notified",
    Column.ACKNOWLEDGED_AT: "acknowledged, acknowledged on, date acknowledged",
    Column.FIRST_OUTCOME: "first decision",
    Column.FIRST_OUTCOME_AT: "first outcome on, first decision on, date of first outcome",
    Column.OUTCOME: "result, decision, platform decision, platform response, response, verdict, "
    "action taken",
    Column.OUTCOME_AT: "outcome date, outcome on, date of outcome, decided, decided on, decided at, "
    "date decided, decision date, date of decision, result date, response date, date of response, "
    "answered, answered on, answer date, date of answer, reply date, closed on, closed at, "
    "date closed, removed on, date removed, removal date, rejected on, date rejected",
    Column.REASON: "rejection reason, reason for rejection, reason given, why rejected",
    Column.PLATFORM_WORDS: "platform's words, words, answer, reply, platform answer, platform reply",
    Column.RESTRICTION: "restricted how, kind of restriction",
    Column.APPEALED_AT: "appealed, appealed on, appeal date, date of appeal, date appealed",
    Column.APPEAL_GROUND: "ground, ground of appeal, grounds of appeal, reason for appeal",
    Column.APPEAL_RESULT: "appeal, appeal outcome, appeal decision, result of appeal",
    Column.APPEAL_ENDED_AT: "appeal ended, appeal ended on, appeal decided, appeal decided on, "
    "date of appeal decision, appeal result date, appeal outcome date",
    Column.CLOSED_LATER_AT: "closed later, closed later on",
    Column.GONE_AT: "gone, gone on, date gone, vanished, disappeared",
    Column.REAPPEARED_AT: "reappeared, reappeared on, back, back on, came back",
}

UNNEEDED = frozenset(
    [
        "referral",
        "attempt",
        "previous",
        "platform",
        "kind",
        "confidence when referred",
        "days to outcome",
        "counts as",
        "leaves out",
        "platform id",
        "category id",
        "reason id",
        "channel id",
        "flagged by id",
        "owner id",
        "as of",
        "filter",
        "source",
        "leaves_out",
        "line",
        "why not",
    ]
)
"""Columns of our own files that say what the others say already."""

OWN = frozenset({"referral", "attempt", "source"})
"""What only our own export has, all together."""


@lru_cache(maxsize=4096)
def simple(name: str) -> str:
    """A column's name without case, marks and doubled spaces."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    kept = "".join(char if char.isalnum() or char == "'" else " " for char in folded)
    return " ".join(kept.split())


def _known() -> dict[str, Column]:
    named = {simple(field): field for field in Column}
    for field, aliases in ALIASES.items():
        for alias in aliases.split(","):
            named.setdefault(simple(alias), field)
    return named


KNOWN: Mapping[str, Column] = _known()
_PAGE_NAMES = (*(simple(name) for name in ALIASES[Column.PAGE].split(",")), "page")
"""The likeliest first: beside a URL, a column called “page” holds the page's name."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands; several columns may say one, where they do not disagree."""

    names: tuple[str, ...]
    places: Mapping[Column, tuple[int, ...]]
    ignored: tuple[str, ...]
    """Columns that were not understood."""
    own: bool
    """Whether the file is an export of ours."""
    number: int | None = None
    """Where our own export says which referral it is."""
    source: int | None = None
    """Where our own export says whose records they are."""

    def name_of(self, field: Column) -> str:
        """The column as the file calls it; the field where it has none."""
        places = self.places.get(field)
        return self.names[places[0]] if places else field.value


def match(names: Sequence[str]) -> Columns | None:
    """The columns of a header; None where none of them holds the page's address."""
    places: dict[Column, tuple[int, ...]] = {}
    ignored: list[str] = []
    folded = [simple(name) for name in names]
    for place, name in enumerate(folded):
        field = KNOWN.get(name)
        if field is not None:
            places[field] = (*places.get(field, ()), place)
        elif name and name not in UNNEEDED:
            ignored.append(names[place].strip())
    if Column.PAGE not in places:
        return None
    best = min(places[Column.PAGE], key=lambda place: _PAGE_NAMES.index(folded[place]))
    ignored += [names[place].strip() for place in places[Column.PAGE] if place != best]
    places[Column.PAGE] = (best,)
    own = set(folded) >= OWN
    number, source = (folded.index(name) if own else None for name in ("referral", "source"))
    return Columns(tuple(names), places, tuple(ignored), own, number, source)


def check_columns(columns: Columns) -> None:
    """Raises BadAnswer where no column says when: without a date nothing can be counted."""
    if Column.FLAGGED_AT not in columns.places and Column.REFERRED_AT not in columns.places:
        named = [name for name in columns.names if name.strip()]
        raise BadAnswer(sentences.no_date_column(named))
