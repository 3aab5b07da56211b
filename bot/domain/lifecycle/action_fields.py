"""What people say with an action: the fields that the rows of `bot.domain.lifecycle.actions` ask for."""

from __future__ import annotations

from bot.domain.lifecycle.action_spec import Field, Kind

DATE = Field("date", Kind.DATE, "Date", hint="When it happened.", in_line=False)
REFERENCE = Field("reference", Kind.LINE, "Reference", known=True)
CLAUSE = Field("clause", Kind.LINE, "Clause", known=True, hint="The law or the platform's rule.")
NOTE = Field("note", Kind.TEXT, "Note", personal=True)
CATEGORY = Field(
    "category",
    Kind.CATEGORY,
    "Category",
    known=True,
    placeholder="What the page is about",
    missing="Choose the category.",
)
CONFIDENCE = Field(
    "confidence",
    Kind.CONFIDENCE,
    "Confidence",
    known=True,
    placeholder="How sure the team is",
    missing="Choose the confidence.",
)
BASIS = Field(
    "basis",
    Kind.BASIS,
    "Basis",
    known=True,
    placeholder="Why the platform should act",
    missing="Choose the basis.",
)

PAGE = Field(
    "page",
    Kind.TEXT,
    "Page",
    required=True,
    personal=True,
    placeholder="https://… or hxxps://…",
    hint="Up to 20 addresses, each on a line of its own. They may be defanged.",
    in_line=False,
)
GROUND = Field(
    "ground",
    Kind.TEXT,
    "Ground",
    required=True,
    personal=True,
    hint="Why the platform's decision is wrong.",
    missing="Say on what ground you contest the decision.",
)
NEW_REASON = Field(
    "reason",
    Kind.CHOICE,
    "Reason",
    required=True,
    placeholder="What is new",
    choices=("new content", "new evidence", "another basis"),
)
REJECT_REASON = Field("reason", Kind.REASON, "Reason", required=True, placeholder="Why")
WORDS = Field("words", Kind.TEXT, "The platform's words", personal=True)
APPEAL_NOW = Field(
    "appeal_now",
    Kind.TICK,
    "Appeal",
    placeholder="Appeal now",
    hint="Opens the appeal once this is recorded.",
)
RESTRICTION = Field(
    "restriction",
    Kind.TEXT,
    "Restriction",
    required=True,
    personal=True,
    hint="For example: hidden in the UK.",
    missing="Say what the restriction is, for example: hidden in the UK.",
)
NOW = Field(
    "now",
    Kind.CHOICE,
    "Outcome",
    choices=("closed", "restricted"),
    default="closed",
)
OWNER = Field(
    "owner",
    Kind.PERSON,
    "Owner",
    required=True,
    personal=True,
    known=True,
    placeholder="Who looks after it",
    missing="Choose who looks after it.",
)
NEW_NOTE = Field("note", Kind.TEXT, "Note", required=True, personal=True, missing="Write the note.")
NEW_DATE = Field("date", Kind.DATE, "Date", required=True, hint="When it happened.")
HOLD_REASON = Field(
    "reason",
    Kind.TEXT,
    "Reason",
    required=True,
    personal=True,
    hint="Only leads see it.",
    missing="Say why it is held; only leads see it.",
    secret=True,
)
WITHDRAW_REASON = Field(
    "reason",
    Kind.CHOICE,
    "Reason",
    required=True,
    placeholder="Why",
    choices=("mistake", "duplicate", "other"),
)
DUPLICATE_OF = Field(
    "duplicate_of",
    Kind.REFERRAL,
    "Duplicate of",
    hint="For a duplicate, for example R-12.",
    missing="Say which referral it duplicates, for example R-12.",
    only_with=("reason", "duplicate"),
)
WHY = Field(
    "why",
    Kind.TEXT,
    "Reason",
    personal=True,
    hint="It stays in the history.",
    missing="Say why it is undone; it stays in the history.",
)
