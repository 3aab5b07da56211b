"""The name of a case: as people write it, and as it is compared."""

from __future__ import annotations

import unicodedata

from bot.domain.errors import BadAnswer
from bot.domain.lifecycle.referral import clean
from bot.sentences.recording import indicators as sentences

FIELD = "case"
LONGEST = 80


def case_name(typed: str) -> str:
    """The name of a case that a person typed, on one line. Raises BadAnswer."""
    name = " ".join(clean(typed).split())
    if not case_key(name):
        raise BadAnswer(sentences.CASE_NAME, field=FIELD)
    if len(name) > LONGEST:
        raise BadAnswer(sentences.case_too_long(len(name), LONGEST), field=FIELD)
    return name


def case_key(name: str) -> str:
    """By which names are one case: without case, quotes, doubled spaces and forms of one letter."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(folded.strip(" \"'“”‘’«»").split())
