"""HMACs over hashes of the history, with keys that the database does not hold.

Who has the database alone can compute every hash, and so append an event in another's name. With a
key in the bot's environment each event and each link carries HMAC-SHA256(key, purpose + hash), and
only who has the key can make those.

Where a key begins, an event of the access log's stream says so (`KEY_EVENT`): the key's id, the last
link before it with its hash, and, where another key was used until then, that key's HMAC over this
one's id. From that link on everything carries the key's HMACs: without them it was forged or stripped.
Where the key before was lost, nothing vouches, and the event says which key it was (`lost`).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.lifecycle.audit import AuditFinding
from bot.domain.lifecycle.referral import Fact
from bot.sentences.operations import audit as sentences

KEY_EVENT = "audit key"


class AuditKey:
    """One key; its `repr` does not show it."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self.key_id = self._mac(b"id").hex()[:16]
        """Says which key made an HMAC, without giving the key away."""

    def of_event(self, event_hash: bytes) -> bytes:
        """The HMAC of an event."""
        return self._mac(b"event" + event_hash)

    def of_link(self, link_hash: bytes) -> bytes:
        """The HMAC of a link of the chain."""
        return self._mac(b"link" + link_hash)

    def vouch(self, key_id: str) -> str:
        """What shows that who had this key began to use another."""
        return self._mac(b"key" + key_id.encode()).hex()

    def _mac(self, content: bytes) -> bytes:
        return hmac.new(self._key, content, sha256).digest()


class AuditKeys:
    """The key in use (None: none) and earlier ones."""

    def __init__(self, current: str = "", earlier: Iterable[str] = ()) -> None:
        self.current = AuditKey(current) if current else None
        known = [*([self.current] if self.current else []), *map(AuditKey, earlier)]
        self.by_id: Mapping[str, AuditKey] = {one.key_id: one for one in known}


@dataclass(frozen=True, slots=True)
class KeyBegan:
    """From when on a key was used: after the link `after`, which had the hash `head` (hex)."""

    seq: int
    key_id: str
    after: int
    head: str
    vouched: str
    lost: str = ""
    """The id of the key before, which an operator gave up as lost."""

    @classmethod
    def of(cls, seq: int, facts: Mapping[str, Fact]) -> KeyBegan:
        """As the event says it."""
        said = {name: str(facts.get(name) or "") for name in ("key", "head", "vouched", "lost")}
        after = facts.get("after")
        number = after if isinstance(after, int) else 0
        return cls(seq, said["key"], number, said["head"], said["vouched"], said["lost"])

    def facts(self) -> dict[str, Fact]:
        """What the event says."""
        said: dict[str, Fact] = {"key": self.key_id, "after": self.after, "head": self.head}
        said["vouched"] = self.vouched
        return {**said, "lost": self.lost} if self.lost else said


@dataclass(frozen=True, slots=True)
class LostKey:
    """A key that was given up as lost: what carries its HMACs are the links after `after` to `until`."""

    key_id: str
    after: int
    until: int


class MacCheck:
    """Checks HMACs against the keys that are known and the times in which they were used."""

    def __init__(self, keys: AuditKeys, began: Iterable[KeyBegan]) -> None:
        self._keys = keys
        self._began = tuple(began)
        self._heads = {one.after: one for one in self._began if one.after}

    @property
    def unknown(self) -> tuple[KeyBegan, ...]:
        """The keys that were used and are not known here, so that nothing of theirs is checked."""
        return tuple(one for one in self._began if one.key_id not in self._keys.by_id)

    @property
    def lost(self) -> tuple[LostKey, ...]:
        """The keys that were given up as lost."""
        pairs = zip(self._began, self._began[1:], strict=False)
        return tuple(
            LostKey(one.key_id, one.after, following.after)
            for one, following in pairs
            if following.lost and one.key_id not in self._keys.by_id
        )

    def check_began(self) -> Iterator[AuditFinding]:
        """Whether the keys followed each other as they should, and the last is the one in use."""
        current = self._keys.current
        before: KeyBegan | None = None
        for one in self._began:
            known = self._keys.by_id.get(before.key_id) if before else None
            if known is not None and known.vouch(one.key_id) != one.vouched:
                yield AuditFinding(0, one.seq, sentences.NOT_VOUCHED)
            if before is not None and one.after < before.after:
                yield AuditFinding(0, one.seq, sentences.KEY_BEGAN_BEFORE)
            before = one
        if current is not None and before is None:
            yield AuditFinding(None, None, sentences.NO_KEY_BEGAN)
        elif current is not None and before is not None and before.key_id != current.key_id:
            yield AuditFinding(0, before.seq, sentences.ANOTHER_KEY)

    def event(self, sequence: int | None, event_hash: bytes, mac: bytes | None) -> str | None:
        """What is wrong with an event's HMAC; `sequence` is its link's, None while it waits."""
        key = self._key_at(sequence)
        return _wrong(mac, key.of_event(event_hash)) if key else None

    def link(self, sequence: int, link_hash: bytes, mac: bytes | None) -> Iterator[str]:
        """What is wrong with a link."""
        pinned = self._heads.get(sequence)
        if pinned is not None and pinned.head != link_hash.hex():
            yield sentences.rewritten_before_key(sequence)
        key = self._key_at(sequence)
        wrong = _wrong(mac, key.of_link(link_hash)) if key else None
        if wrong:
            yield sentences.in_link(sequence, wrong)

    def _key_at(self, sequence: int | None) -> AuditKey | None:
        used = [one for one in self._began if sequence is None or one.after < sequence]
        return self._keys.by_id.get(used[-1].key_id) if used else None


def _wrong(mac: bytes | None, right: bytes) -> str | None:
    if mac is None:
        return sentences.NO_MAC
    return None if hmac.compare_digest(mac, right) else sentences.WRONG_MAC
