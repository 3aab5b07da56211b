"""The hash chain: how an event is sealed, and how anybody can check that nothing was changed.

Format 1, complete enough to write a checker in another language:

* *Canonical JSON*: an object with its keys sorted by code point, no spaces (separators `,` and
  `:`), everything outside ASCII as `\\uXXXX`, integers in decimal; encoded as ASCII. Instants are
  whole microseconds since 1970-01-01T00:00:00Z.
* *Commitment* to a personal value: lower-case hex of SHA-256(salt + value in UTF-8), where the salt
  is 16 random bytes. Erasing salt and value later leaves the commitment, which says nothing.
* *Event hash*: SHA-256(previous hash + content). The previous hash is that of the event before it
  in its stream (a referral's number; stream 0 holds reads of sensitive data), 32 zero bytes for the
  first. Content is the canonical JSON of `{"v": 1, "referral", "seq", "action", "happened_at",
  "recorded_at", "facts", "commitments": {name: commitment}, "target"}`.
  Among the facts are some that storage adds: `remind_at` (when to remind next). Stream -12 stands
  beside R-12: its page's checks, and `remind` events, which say how it is reminded of from then on.
* *Chain hash*: SHA-256(hash of the link before + canonical JSON of `{"v": 1, "sequence",
  "referral", "seq", "event": hex of the event hash, "sealed_at"}`); 32 zero bytes before the first;
  sequences count from 1 without a gap.
* *HMACs* beside event and chain hashes, where the bot has a key: `bot.domain.lifecycle.audit_keys`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson

from bot.domain.lifecycle.referral import Fact
from bot.sentences.operations import audit as sentences

FORMAT = 1
NO_HASH = bytes(32)
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class SealedEvent:
    """An event as it was hashed; instants in microseconds. `hash` is what is stored beside it."""

    referral: int
    seq: int
    action: str
    happened_at: int
    recorded_at: int
    facts: Mapping[str, Fact]
    commitments: Mapping[str, str]
    target: int | None
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Sealing:
    """What the chain, or the queue of events to be sealed, knows of an event.

    `hash` is the one it had when it was recorded, by the chain (then with the link's `sequence`) or
    by what waits to be sealed; None where neither has heard of the event.
    """

    sequence: int | None
    hash: bytes | None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain over all streams."""

    sequence: int
    referral: int
    seq: int
    event_hash: bytes
    sealed_at: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A fault: in which stream, at which event (None: the whole of it)."""

    referral: int | None
    seq: int | None
    what: str


UID_LENGTH = 20


def uid_of(first_hash: bytes) -> str:
    """What identifies a referral beside its number: 80 bits of the hash of its first event.

    Nobody can guess it, since the event's personal values are salted.
    """
    return first_hash[: UID_LENGTH // 2].hex()


def short_hash(event: bytes) -> str:
    """What tells an event apart from another one that got its number after a restore."""
    return event[:4].hex()


def canonical(content: Mapping[str, object]) -> bytes:
    """Canonical JSON, as the module's docstring defines it."""
    try:
        text = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        text = b""
    # The same, quicker, but for what is not ASCII: that orjson leaves as it is.
    return text if text and text.isascii() else _CANONICAL.encode(content).encode("ascii")


def commitment(salt: bytes, value: str) -> str:
    """The hash that stands for a personal value in the hashed content."""
    return hashlib.sha256(salt + value.encode("utf-8")).hexdigest()


def event_hash(
    prev_hash: bytes,
    *,
    referral: int,
    seq: int,
    action: str,
    happened_at: int,
    recorded_at: int,
    facts: Mapping[str, Fact],
    commitments: Mapping[str, str],
    target: int | None,
) -> bytes:
    """The hash of an event that follows the one with `prev_hash`; instants in microseconds."""
    content = {
        "v": FORMAT,
        "referral": referral,
        "seq": seq,
        "action": action,
        "happened_at": happened_at,
        "recorded_at": recorded_at,
        "facts": dict(facts),
        "commitments": dict(commitments),
        "target": target,
    }
    return hashlib.sha256(prev_hash + canonical(content)).digest()


def chain_hash(
    prev_hash: bytes, *, sequence: int, referral: int, seq: int, event: bytes, sealed_at: int
) -> bytes:
    """The hash of a link of the chain; `sealed_at` in microseconds."""
    content = {
        "v": FORMAT,
        "sequence": sequence,
        "referral": referral,
        "seq": seq,
        "event": event.hex(),
        "sealed_at": sealed_at,
    }
    return hashlib.sha256(prev_hash + canonical(content)).digest()


def recomputed(event: SealedEvent) -> bytes:
    """The hash that the event's content and stored previous hash give."""
    return event_hash(
        event.prev_hash,
        referral=event.referral,
        seq=event.seq,
        action=event.action,
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        facts=event.facts,
        commitments=event.commitments,
        target=event.target,
    )


def check_stream(events: Iterable[tuple[SealedEvent, Sealing]]) -> Iterator[AuditFinding]:
    """The faults in one whole stream, ordered by `seq`: events edited, dropped, moved or forged."""
    before: SealedEvent | None = None
    sealed_before: int | None = 0
    for event, sealing in events:
        expected = before.seq + 1 if before else 1
        for seq in range(expected, event.seq):
            yield AuditFinding(event.referral, seq, sentences.MISSING)
        for what in _faults(event, sealing, before if event.seq == expected else None):
            yield AuditFinding(event.referral, event.seq, what)
        if sealing.sequence and (sealed_before is None or sealing.sequence <= sealed_before):
            yield AuditFinding(event.referral, event.seq, sentences.OUT_OF_ORDER)
        before, sealed_before = event, sealing.sequence


def _faults(event: SealedEvent, sealing: Sealing, before: SealedEvent | None) -> Iterator[str]:
    follows = before.hash if before else NO_HASH
    if recomputed(event) != event.hash:
        yield sentences.EDITED
    if (before or event.seq == 1) and event.prev_hash != follows:
        yield sentences.DOES_NOT_FOLLOW
    if sealing.hash is None:
        yield sentences.FORGED
    elif sealing.hash != event.hash:
        yield sentences.REPLACED


def check_values(
    event: SealedEvent, values: Mapping[str, tuple[bytes, str]]
) -> Iterator[AuditFinding]:
    """The values (salt, value) still kept that do not fit the event's commitments."""
    for name, (salt, value) in sorted(values.items()):
        promised = event.commitments.get(name)
        if promised is None:
            yield AuditFinding(event.referral, event.seq, sentences.value_added(name))
        elif commitment(salt, value) != promised:
            yield AuditFinding(event.referral, event.seq, sentences.value_edited(name))


def check_chain(links: Iterable[Link]) -> Iterator[AuditFinding]:
    """The faults in the chain itself, ordered by `sequence`."""
    before, expected = NO_HASH, 1
    for link in links:
        hashed = chain_hash(
            before,
            sequence=link.sequence,
            referral=link.referral,
            seq=link.seq,
            event=link.event_hash,
            sealed_at=link.sealed_at,
        )
        if link.sequence != expected:
            last = max(expected, link.sequence - 1)
            yield AuditFinding(None, None, sentences.links_missing(expected, last))
        elif link.hash != hashed:
            yield AuditFinding(link.referral, link.seq, sentences.link_edited(link.sequence))
        before, expected = link.hash, link.sequence + 1
