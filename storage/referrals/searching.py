"""SEARCH as SQL: every word that was typed stands in a referral's folded text, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import ColumnElement

from storage.sql.referral_rows import searchable
from storage.sql.tables import referrals

_NUMBER = re.compile(r"r-([0-9]{1,18})")


def has_all_words(typed: str) -> Iterator[ColumnElement[bool]]:
    """A condition for each word; R-12 is that referral's number."""
    for word in dict.fromkeys(searchable(typed).split()):
        number = _NUMBER.fullmatch(word)
        if number:
            yield referrals.c.number == int(number[1])
        else:
            yield referrals.c.search.contains(word, autoescape=True)
