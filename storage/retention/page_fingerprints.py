"""What is left of an erased page: a keyed hash of its key, by which it is known when it comes back.

    page key ──HMAC-SHA256, key from the environment──► mark ──page_marks──► the erased referrals

Without the key nobody can tell from a mark which page it was, nor try pages out on it. All erased
referrals of a page stand under one name (`erased:5`, by the lowest of their numbers), so that
distinct pages are counted as before; the name tells nothing of the page.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.platforms import KEY_RULES_VERSION
from storage.sql.tables import page_marks, referrals

ERASED = "erased:"
"""How the name begins that erased referrals of a page stand under, in place of its key."""

_m, _r = page_marks.c, referrals.c
_FIND = select(_m.mark, _m.page).where(_m.mark.in_(bindparam("marks", expanding=True)))
_GIVE_BACK = (
    update(referrals)
    .where(_r.page_key == bindparam("_page"))
    .values(page_key=bindparam("_key"), key_version=bindparam("_version"))
)
_FORGET = delete(page_marks).where(_m.page == bindparam("_page"))


class KeyedHasher:
    """Makes marks with one secret key. Its `repr` does not show the key."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self.key_id = self._hash("key")[:16]
        """Tells keys apart without telling anything of them."""

    def mark(self, page_key: str, version: int) -> str:
        """The mark of a page whose key the rules `version` made."""
        return self._hash(f"page {version} {page_key}")

    def marks(self, page_key: str) -> list[str]:
        """What the page may be known by: under today's rules, or under those before."""
        return [self.mark(page_key, version) for version in range(KEY_RULES_VERSION, 0, -1)]

    def _hash(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), sha256).hexdigest()


def find(
    connection: Connection, hasher: KeyedHasher | None, page_keys: Iterable[str]
) -> dict[str, str]:
    """The pages of these that were erased: key → the name their referrals stand under.

    Nothing is asked where the environment has no key.
    """
    keys = {mark: key for key in page_keys for mark in hasher.marks(key)} if hasher else {}
    if not keys:
        return {}
    found = connection.execute(_FIND, {"marks": list(keys)})
    return {keys[row.mark]: row.page for row in found}


def keep(
    connection: Connection, hasher: KeyedHasher, pages: Sequence[tuple[str, int, str]]
) -> None:
    """Keep marks of pages: (key, version of its rules, the name it stands under now)."""
    if not pages:
        return
    connection.execute(
        insert(page_marks),
        [
            {"mark": hasher.mark(key, version), "page": page, "key_id": hasher.key_id}
            for key, version, page in pages
        ],
    )


def give_back(connection: Connection, page: str, key: str, version: int) -> None:
    """The page that stood under a name is flagged again: its referrals have its key again."""
    connection.execute(_GIVE_BACK, {"_page": page, "_key": key, "_version": version})
    connection.execute(_FORGET, {"_page": page})


def others(connection: Connection, hasher: KeyedHasher) -> int:
    """How many pages have marks of other keys: nobody can recognise them."""
    found = connection.execute(select(_m.mark).where(_m.key_id != hasher.key_id))
    return len(found.all())
