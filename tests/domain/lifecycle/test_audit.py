"""The audit's formats: written out by hand here, so that a change of them does not pass."""

from __future__ import annotations

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lifecycle.audit import (
    NO_HASH,
    Link,
    SealedEvent,
    Sealing,
    canonical,
    chain_hash,
    check_chain,
    check_stream,
    check_values,
    commitment,
    event_hash,
)

SALT = bytes(range(16))


def test_canonical_json_is_sorted_dense_and_ascii() -> None:
    assert canonical({"b": [1, None], "a": {"é": True}}) == b'{"a":{"\\u00e9":true},"b":[1,null]}'


def test_a_commitment_is_the_hash_of_salt_and_value() -> None:
    assert commitment(SALT, "é") == hashlib.sha256(SALT + b"\xc3\xa9").hexdigest()


def test_an_event_hash_covers_the_one_before_it_and_all_it_says() -> None:
    content = (
        b'{"action":"refer","commitments":{"actor":"ab"},"facts":{"category":"vessels"},'
        b'"happened_at":1,"recorded_at":2,"referral":12,"seq":3,"target":null,"v":1}'
    )
    hashed = event_hash(
        bytes(32),
        referral=12,
        seq=3,
        action="refer",
        happened_at=1,
        recorded_at=2,
        facts={"category": "vessels"},
        commitments={"actor": "ab"},
        target=None,
    )
    assert hashed == hashlib.sha256(bytes(32) + content).digest()


def test_a_chain_hash_covers_the_link_before_it_and_all_it_says() -> None:
    content = (
        b'{"event":"' + b"11" * 32 + b'","referral":12,"sealed_at":9,"seq":3,"sequence":4,"v":1}'
    )
    hashed = chain_hash(NO_HASH, sequence=4, referral=12, seq=3, event=b"\x11" * 32, sealed_at=9)
    assert hashed == hashlib.sha256(bytes(32) + content).digest()


def event(seq: int, before: SealedEvent | None, action: str = "note") -> SealedEvent:
    """An event that follows another, with a commitment to a note."""
    prev_hash = before.hash if before else NO_HASH
    commitments = {"note": commitment(SALT, "n")}
    hashed = event_hash(
        prev_hash,
        referral=1,
        seq=seq,
        action=action,
        happened_at=0,
        recorded_at=0,
        facts={},
        commitments=commitments,
        target=None,
    )
    return SealedEvent(1, seq, action, 0, 0, {}, commitments, None, prev_hash, hashed)


FIRST = event(1, None)
SECOND = event(2, FIRST)
THIRD = event(3, SECOND)


def stream(*events: SealedEvent) -> list[str]:
    """What is found in a stream that is sealed as it stands."""
    sealed = [(one, Sealing(place, one.hash)) for place, one in enumerate(events, 10)]
    return [f"{found.seq}: {found.what}" for found in check_stream(sealed)]


def test_a_whole_stream_has_no_faults() -> None:
    assert stream(FIRST, SECOND, THIRD) == []


def test_each_missing_event_is_named() -> None:
    assert stream(THIRD) == ["1: the event is missing", "2: the event is missing"]
    assert stream(FIRST, THIRD) == ["2: the event is missing"]


def test_a_forged_successor_is_named_where_the_links_part() -> None:
    other = event(2, None, "close")
    assert stream(FIRST, other, THIRD) == [
        "2: the event doesn't follow the one before it: one of them was forged or moved",
        "3: the event doesn't follow the one before it: one of them was forged or moved",
    ]


def test_an_event_that_nobody_recorded_is_named() -> None:
    (found,) = check_stream([(FIRST, Sealing(None, None))])
    assert found.what.startswith("the event was forged: neither")


def test_an_event_sealed_before_the_one_before_it_is_named() -> None:
    for sealing in (Sealing(4, FIRST.hash), Sealing(None, FIRST.hash)):
        (found,) = check_stream([(FIRST, sealing), (SECOND, Sealing(3, SECOND.hash))])
        assert (found.seq, found.what) == (2, "the chain holds it before the one before it")


def test_values_fit_their_commitments_or_are_named() -> None:
    assert list(check_values(FIRST, {})) == []
    assert list(check_values(FIRST, {"note": (SALT, "n")})) == []
    (found,) = check_values(FIRST, {"note": (SALT, "N")})
    assert found.what == "“note” was edited: it doesn't fit"
    (found,) = check_values(FIRST, {"url": (SALT, "n")})
    assert found.what == "“url” was added afterwards"


def link(sequence: int, before: Link | None) -> Link:
    """A link that follows another."""
    hashed = chain_hash(
        before.hash if before else NO_HASH,
        sequence=sequence,
        referral=1,
        seq=sequence,
        event=FIRST.hash,
        sealed_at=5,
    )
    return Link(sequence, 1, sequence, FIRST.hash, 5, hashed)


def test_a_chain_without_a_gap_has_no_faults_and_a_gap_is_named_once() -> None:
    one = link(1, None)
    two = link(2, one)
    three = link(3, two)
    four = link(4, three)
    assert list(check_chain([one, two, three, four])) == []
    (found,) = check_chain([one, three, four])
    assert found.what == "link 2 of the chain is missing"
    (found,) = check_chain([three, four])
    assert found.what == "links 1 to 2 of the chain are missing"
    (found,) = check_chain([one, link(2, None), link(3, link(2, None))])
    assert found.what == "link 2 of the chain was edited, moved or forged"


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.text(max_size=8) | st.integers() | st.booleans() | st.none(),
        max_size=5,
    )
)
def test_canonical_json_is_what_the_format_says(facts: dict[str, str | int | bool | None]) -> None:
    said = json.dumps({"facts": facts}, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    assert canonical({"facts": facts}) == said.encode("ascii")
