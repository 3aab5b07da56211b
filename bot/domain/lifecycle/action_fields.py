"""What people say with an action: the fields of the rows in `bot.domain.lifecycle.actions`."""

from __future__ import annotations

from bot.domain.lifecycle.action_spec import Field, FieldKind
from bot.sentences import forms as say

DATE = Field("date", FieldKind.DATE, say.DATE, hint=say.WHEN, in_line=False)
REFERENCE = Field("reference", FieldKind.LINE, say.SUBMISSION_REFERENCE, known=True)
DECISION_REFERENCE = Field("reference", FieldKind.LINE, say.DECISION_REFERENCE)
CLAUSE = Field("clause", FieldKind.LINE, say.CLAUSE, known=True, hint=say.CLAUSE_HINT)
NOTE = Field("note", FieldKind.TEXT, say.NOTE, personal=True)
CATEGORY = Field(
    "category",
    FieldKind.CATEGORY,
    say.CATEGORY,
    known=True,
    placeholder=say.ABOUT,
    missing=say.NO_CATEGORY,
)
CONFIDENCE = Field(
    "confidence",
    FieldKind.CONFIDENCE,
    say.CONFIDENCE,
    known=True,
    placeholder=say.HOW_SURE,
    missing=say.NO_CONFIDENCE,
)
BASIS = Field(
    "basis",
    FieldKind.BASIS,
    say.BASIS,
    known=True,
    placeholder=say.WHY_ACT,
    missing=say.NO_BASIS,
)

FILES = Field(
    "files", FieldKind.FILES, say.EVIDENCE, personal=True, hint=say.EVIDENCE_HINT, in_line=False
)

PAGE = Field(
    "page",
    FieldKind.TEXT,
    say.PAGE,
    required=True,
    personal=True,
    placeholder=say.PAGE_EXAMPLE,
    hint=say.PAGE_HINT,
    in_line=False,
)
GROUND = Field(
    "ground",
    FieldKind.TEXT,
    say.GROUND,
    required=True,
    personal=True,
    hint=say.GROUND_HINT,
    missing=say.NO_GROUND,
)
NEW_REASON = Field(
    "reason",
    FieldKind.CHOICE,
    say.REASON,
    required=True,
    placeholder=say.WHAT_IS_NEW,
    choices=("new content", "new evidence", "another basis"),
)
REJECT_REASON = Field("reason", FieldKind.REASON, say.REASON, required=True, placeholder=say.WHY)
WORDS = Field("words", FieldKind.TEXT, say.PLATFORM_WORDS, personal=True)
APPEAL_NOW = Field(
    "appeal_now",
    FieldKind.TICK,
    say.APPEAL,
    placeholder=say.APPEAL_NOW,
    hint=say.APPEAL_NOW_HINT,
)
RESTRICTION = Field(
    "restriction",
    FieldKind.TEXT,
    say.RESTRICTION,
    required=True,
    personal=True,
    hint=say.RESTRICTION_HINT,
    missing=say.NO_RESTRICTION,
)
NOW = Field(
    "now",
    FieldKind.CHOICE,
    say.OUTCOME,
    choices=("closed", "restricted"),
    default="closed",
)
OWNER = Field(
    "owner",
    FieldKind.PERSON,
    say.OWNER,
    required=True,
    personal=True,
    known=True,
    placeholder=say.WHO_OWNS,
    missing=say.NO_OWNER,
)
NEW_NOTE = Field(
    "note", FieldKind.TEXT, say.NOTE, required=True, personal=True, missing=say.NO_NOTE
)
NEW_DATE = Field("date", FieldKind.DATE, say.DATE, required=True, hint=say.WHEN)
HOLD_REASON = Field(
    "reason",
    FieldKind.TEXT,
    say.REASON,
    required=True,
    personal=True,
    hint=say.HOLD_HINT,
    missing=say.NO_HOLD_REASON,
    secret=True,
)
WITHDRAW_REASON = Field(
    "reason",
    FieldKind.CHOICE,
    say.REASON,
    required=True,
    placeholder=say.WHY,
    choices=("mistake", "duplicate", "other"),
)
DUPLICATE_OF = Field(
    "duplicate_of",
    FieldKind.REFERRAL,
    say.DUPLICATE_OF,
    hint=say.DUPLICATE_HINT,
    missing=say.NO_DUPLICATE,
    only_with=("reason", "duplicate"),
)
WHY = Field(
    "why",
    FieldKind.TEXT,
    say.REASON,
    personal=True,
    hint=say.UNDO_HINT,
    missing=say.NO_UNDO_REASON,
)
INDICATOR = Field(
    "indicator",
    FieldKind.LINE,
    say.INDICATOR,
    required=True,
    personal=True,
    hint=say.INDICATOR_HINT,
    missing=say.NO_INDICATOR,
)
WRONG_INDICATOR = Field(
    "indicator",
    FieldKind.INDICATOR,
    say.INDICATOR,
    required=True,
    personal=True,
    placeholder=say.WHICH_INDICATOR,
    missing=say.WHICH_INDICATOR,
)
CASE = Field(
    "case",
    FieldKind.LINE,
    say.CASE,
    required=True,
    personal=True,
    hint=say.CASE_HINT,
    missing=say.NO_CASE,
)
