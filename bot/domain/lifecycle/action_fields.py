"""What people say with an action: the fields that the rows of `bot.domain.lifecycle.actions` ask for."""

from __future__ import annotations

from bot.domain.lifecycle.action_spec import Field, Kind
from bot.sentences import forms as say

DATE = Field("date", Kind.DATE, say.DATE, hint=say.WHEN, in_line=False)
REFERENCE = Field("reference", Kind.LINE, say.REFERENCE, known=True)
CLAUSE = Field("clause", Kind.LINE, say.CLAUSE, known=True, hint=say.CLAUSE_HINT)
NOTE = Field("note", Kind.TEXT, say.NOTE, personal=True)
CATEGORY = Field(
    "category",
    Kind.CATEGORY,
    say.CATEGORY,
    known=True,
    placeholder=say.ABOUT,
    missing=say.NO_CATEGORY,
)
CONFIDENCE = Field(
    "confidence",
    Kind.CONFIDENCE,
    say.CONFIDENCE,
    known=True,
    placeholder=say.HOW_SURE,
    missing=say.NO_CONFIDENCE,
)
BASIS = Field(
    "basis",
    Kind.BASIS,
    say.BASIS,
    known=True,
    placeholder=say.WHY_ACT,
    missing=say.NO_BASIS,
)

PAGE = Field(
    "page",
    Kind.TEXT,
    say.PAGE,
    required=True,
    personal=True,
    placeholder=say.PAGE_EXAMPLE,
    hint=say.PAGE_HINT,
    in_line=False,
)
GROUND = Field(
    "ground",
    Kind.TEXT,
    say.GROUND,
    required=True,
    personal=True,
    hint=say.GROUND_HINT,
    missing=say.NO_GROUND,
)
NEW_REASON = Field(
    "reason",
    Kind.CHOICE,
    say.REASON,
    required=True,
    placeholder=say.WHAT_IS_NEW,
    choices=("new content", "new evidence", "another basis"),
)
REJECT_REASON = Field("reason", Kind.REASON, say.REASON, required=True, placeholder=say.WHY)
WORDS = Field("words", Kind.TEXT, say.PLATFORM_WORDS, personal=True)
APPEAL_NOW = Field(
    "appeal_now",
    Kind.TICK,
    say.APPEAL,
    placeholder=say.APPEAL_NOW,
    hint=say.APPEAL_NOW_HINT,
)
RESTRICTION = Field(
    "restriction",
    Kind.TEXT,
    say.RESTRICTION,
    required=True,
    personal=True,
    hint=say.RESTRICTION_HINT,
    missing=say.NO_RESTRICTION,
)
NOW = Field(
    "now",
    Kind.CHOICE,
    say.OUTCOME,
    choices=("closed", "restricted"),
    default="closed",
)
OWNER = Field(
    "owner",
    Kind.PERSON,
    say.OWNER,
    required=True,
    personal=True,
    known=True,
    placeholder=say.WHO_OWNS,
    missing=say.NO_OWNER,
)
NEW_NOTE = Field("note", Kind.TEXT, say.NOTE, required=True, personal=True, missing=say.NO_NOTE)
NEW_DATE = Field("date", Kind.DATE, say.DATE, required=True, hint=say.WHEN)
HOLD_REASON = Field(
    "reason",
    Kind.TEXT,
    say.REASON,
    required=True,
    personal=True,
    hint=say.HOLD_HINT,
    missing=say.NO_HOLD_REASON,
    secret=True,
)
WITHDRAW_REASON = Field(
    "reason",
    Kind.CHOICE,
    say.REASON,
    required=True,
    placeholder=say.WHY,
    choices=("mistake", "duplicate", "other"),
)
DUPLICATE_OF = Field(
    "duplicate_of",
    Kind.REFERRAL,
    say.DUPLICATE_OF,
    hint=say.DUPLICATE_HINT,
    missing=say.NO_DUPLICATE,
    only_with=("reason", "duplicate"),
)
WHY = Field(
    "why",
    Kind.TEXT,
    say.REASON,
    personal=True,
    hint=say.UNDO_HINT,
    missing=say.NO_UNDO_REASON,
)
