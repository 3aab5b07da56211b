"""An erased page's fingerprint: a keyed hash of its page key, by which the bot knows it again.

    page key ──HMAC-SHA256, key from the environment──► fingerprint ──► the erased referrals

Nobody without the key can tell from a fingerprint which page it was, or try pages out on it. All
erased referrals of a page share one name in place of the page key (`erased:5`, after the lowest of
their numbers), so that distinct pages are counted as before; the name says nothing of the page.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.platforms import KEY_RULES_VERSION
from storage.sql.tables import referrals
from storage.sql.tables_beside import page_fingerprints

_f, _r = page_fingerprints.c, referrals.c
_FIND = select(_f.fingerprint, _f.page).where(
    _f.fingerprint.in_(bindparam("fingerprints", expanding=True))
)
_GIVE_BACK = (
    update(referrals)
    .where(_r.page_key == bindparam("_page"))
    .values(page_key=bindparam("_key"), key_version=bindparam("_version"))
)
_FORGET = delete(page_fingerprints).where(_f.page == bindparam("_page"))


class KeyedHasher:
    """Makes fingerprints with one secret key, which its `repr` does not show."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self.key_id = self._hash("key")[:16]
        """Says which key made a fingerprint, without giving the key away."""

    def fingerprint(self, page_key: str, version: int) -> str:
        """The fingerprint of a page whose key the rules `version` made."""
        return self._hash(f"page {version} {page_key}")

    def fingerprints(self, page_key: str) -> list[str]:
        """The page's fingerprints under today's key rules and all earlier ones."""
        return [self.fingerprint(page_key, version) for version in range(KEY_RULES_VERSION, 0, -1)]

    def _hash(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), sha256).hexdigest()


def find(
    connection: Connection, hasher: KeyedHasher | None, page_keys: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """Which of these pages were erased: page key → the erased page's name.

    Each page is given with the keys that earlier rules gave it. One that is known by today's key
    is not looked for by those. None can be found where the environment has no key.
    """
    if hasher is None or not page_keys:
        return {}
    keys: dict[str, str] = {}
    for page_key, earlier in page_keys.items():
        for one in earlier:
            keys |= dict.fromkeys(hasher.fingerprints(one), page_key)
    now = {one: key for key in page_keys for one in hasher.fingerprints(key)}
    keys |= now
    found = sorted(
        connection.execute(_FIND, {"fingerprints": list(keys)}),
        key=lambda row: (row.fingerprint in now, row.page),
    )
    return {keys[row.fingerprint]: row.page for row in found}


def keep(
    connection: Connection, hasher: KeyedHasher, pages: Sequence[tuple[str, int, str]]
) -> None:
    """Keep the fingerprints of erased pages: (page key, version of its rules, the page's name)."""
    if not pages:
        return
    connection.execute(
        insert(page_fingerprints),
        [
            {"fingerprint": hasher.fingerprint(key, version), "page": page, "key_id": hasher.key_id}
            for key, version, page in pages
        ],
    )


def give_back(connection: Connection, page: str, key: str, version: int) -> None:
    """Give an erased page's referrals their page key back: the page was flagged again."""
    connection.execute(_GIVE_BACK, {"_page": page, "_key": key, "_version": version})
    connection.execute(_FORGET, {"_page": page})


def count_unrecognisable(connection: Connection, hasher: KeyedHasher) -> int:
    """How many erased pages have a fingerprint made with another key."""
    found = connection.execute(select(_f.fingerprint).where(_f.key_id != hasher.key_id))
    return len(found.all())
