"""Forms: labels, hints, placeholders, and what is said of a field that is empty."""

from __future__ import annotations

from collections.abc import Mapping

FLAG_A_PAGE = "Flag a page"
CHANNEL, WHICH_CHANNEL = "Channel", "Choose a channel"
CHANNEL_HINT = "Where the page is posted, and who sees it."
CANCEL, CLOSE = "Cancel", "Close"
LOADING = "Loading…"
WORKING = "This takes longer than usual. You will be told here when it is recorded."

DATE = "Date"
WHEN = "When it happened."
SUBMISSION_REFERENCE, DECISION_REFERENCE = "Submission reference", "Decision reference"
INDICATOR, NO_INDICATOR = "Indicator", "Write a number, an address or an account."
INDICATOR_HINT = (
    "A phone number with its country (+44 …), a handle, an address, an account, a name."
)
WHICH_INDICATOR = "Choose the indicator."
CASE, NO_CASE = "Case", "Write the name of the case."
CASE_HINT = "A name of your own. The same name is the same case."
CLAUSE, CLAUSE_HINT = "Clause", "The law or the platform's rule."
NOTE, NO_NOTE = "Note", "Write the note."
CATEGORY, ABOUT, NO_CATEGORY = "Category", "What the page is about", "Choose the category."
CONFIDENCE, HOW_SURE, NO_CONFIDENCE = "Confidence", "How sure the team is", "Choose the confidence."
BASIS, WHY_ACT, NO_BASIS = "Basis", "Why the platform should act", "Choose the basis."
BASES: Mapping[str, str] = {
    "law": "Illegal content",
    "terms": "The platform's terms",
    "both": "Both",
}
EVIDENCE = "Evidence"
EVIDENCE_HINT = "Up to 10 screenshots, mails or recordings. They are kept with the referral."
PAGE, PAGE_EXAMPLE = "Page", "https://… or hxxps://…"
PAGE_HINT = "Up to 20 addresses, each on a line of its own. They may be defanged."
GROUND, GROUND_HINT = "Ground", "Why the platform's decision is wrong."
NO_GROUND = "Say on what ground you contest the decision."
REASON, WHY, WHAT_IS_NEW = "Reason", "Why", "What is new"
PLATFORM_WORDS = "The platform's words"
APPEAL, APPEAL_NOW = "Appeal", "Appeal now"
APPEAL_NOW_HINT = "Opens the appeal once this is recorded."
RESTRICTION, RESTRICTION_HINT = "Restriction", "For example: hidden in the UK."
NO_RESTRICTION = "Say what the restriction is, for example: hidden in the UK."
OUTCOME = "Outcome"
OWNER, WHO_OWNS, NO_OWNER = "Owner", "Who looks after it", "Choose who looks after it."
HOLD_HINT = "Only leads see it."
NO_HOLD_REASON = "Say why it is held. Only leads see it."
DUPLICATE_OF, DUPLICATE_HINT = "Duplicate of", "For a duplicate, for example R-12."
NO_DUPLICATE = "Say which referral it duplicates, for example R-12."
UNDO_HINT = "It stays in the history."
NO_UNDO_REASON = "Say why you undo it. The reason stays in the history."
