"""Bodies of requests are read as Bolt reads them."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.request.internals import parse_body

from handlers.slack.bodies import read_body

FORM = "application/x-www-form-urlencoded"
TEXT = st.text(max_size=20)


@given(st.dictionaries(TEXT.filter(lambda name: "payload" not in name), TEXT, max_size=5))
def test_forms(fields: dict[str, str]) -> None:
    body = urlencode(fields, errors="replace")
    if "payload" not in body and not body.startswith("{"):
        assert read_body(body, FORM) == parse_body(body, FORM)


@given(st.dictionaries(TEXT, st.recursive(TEXT | st.integers(-9, 9), st.lists, max_leaves=5)))
def test_clicks(payload: dict[str, object]) -> None:
    body = urlencode({"payload": json.dumps(payload)})
    assert read_body(body, FORM) == parse_body(body, FORM) == payload
    assert read_body(f"token=x&{body}", FORM) == payload


@pytest.mark.parametrize(
    "body",
    ["a=1&&b=&c&=d", "a=%ZZ&b=%", "a=%ff%fe", "a=1&a=2", "a=b=c", "text=hello+there%2B1", ""],
)
def test_odd_forms(body: str) -> None:
    assert read_body(body, FORM) == parse_body(body, FORM)


def test_a_command_may_speak_of_a_payload() -> None:
    assert read_body("command=%2Fflag&text=the+payload+page", FORM)["text"] == "the payload page"


def test_half_a_character_is_read_as_bolt_reads_it() -> None:
    body = urlencode({"payload": '{"value": "a \\ud800 b"}'})
    assert read_body(body, FORM) == parse_body(body, FORM)


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", ""])
def test_events(kind: str) -> None:
    assert read_body('{"type": "event_callback"}', kind) == {"type": "event_callback"}


@pytest.mark.parametrize("body", ["payload=[1]", "payload=", "payload=x", "{", "{]"])
def test_what_cannot_be_read_is_refused(body: str) -> None:
    with pytest.raises(ValueError):
        read_body(body, FORM)
