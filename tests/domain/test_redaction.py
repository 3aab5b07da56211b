"""What is taken out of text before anybody reads it."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.redaction import fault, one_line, printable, redacted, told

PAGE = "https://www.facebook.com/groups/1234567890/?q=1"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Cannot connect to http://user:pa55word@proxy:3128", "pa55word"),
        ("socks5://user:pa%40ss@proxy:1080 refused", "pa%40ss"),
        ("postgresql://bot:h@ck@db/referrals", "h@ck"),
        ("GET https://token@proxy.example/", "token@"),
        ("invalid_auth: xoxb-12-34-abcDEF", "abcDEF"),
        ("xapp-1-A0-99-abcdef failed", "abcdef"),
        ("Authorization: Bearer abcdefghijkl", "abcdefghijkl"),
        ("proxy-authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ("connection failed: host=db password=hunter2 user=bot", "hunter2"),
        (f"could not resolve {PAGE}", "1234567890"),
        ("hxxps://www[.]facebook[.]com/groups/99 timed out", "groups"),
        ("GET t.me/channel_of_somebody: 404", "channel_of_somebody"),
        ("POST https://hooks.slack.com/commands/T1/22/secretpart", "secretpart"),
        ("url='https://xn--e1afmkfd.example:8443/path'", "example"),
    ],
)
def test_secrets_and_addresses_are_taken_out(text: str, gone: str) -> None:
    assert gone in text
    assert gone not in redacted(text)
    assert "‹…›" in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "sqlite:///data/referrals.db has no tables yet",
        "Slack did not answer (TimeoutError); try 1 of 8",
        "lane C0123 went to another process",
        "Uvicorn running on http://127.0.0.1:8080 (Press CTRL+C to quit)",
        "calling https://slack.com",
        "the key of R-12 was read",
    ],
)
def test_what_is_harmless_stays(text: str) -> None:
    assert redacted(text) == text


def test_known_secrets_are_taken_out_wherever_they_stand() -> None:
    assert redacted("a=s3cr3t-value;b", ["s3cr3t-value", ""]) == "a=‹…›;b"
    assert redacted("cat", ["cat"]) == "cat"


def test_an_error_is_told_by_its_type() -> None:
    assert fault(ValueError(PAGE)) == "ValueError"
    assert fault(ConnectionRefusedError(111, "Connection refused")) == (
        "ConnectionRefusedError: Connection refused"
    )
    assert PAGE not in fault(OSError(5, f"failed for {PAGE}"))


def test_an_error_in_the_log_has_our_own_place_and_nothing_of_a_library() -> None:
    from bot.domain.lifecycle.anchors import read_anchor

    try:
        try:
            read_anchor(PAGE)
        except ValueError as error:
            raise KeyError(PAGE) from error
    except KeyError as error:
        line = told(error)
    assert PAGE not in line
    assert line.startswith("KeyError")
    assert "; from ValueError at bot/domain/lifecycle/anchors.py:" in line


ACTING = [
    "\x1b[31m",
    "\x07",
    "\r",
    "\x9b2J",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\x7f",
    "\U000e0041",
]


@pytest.mark.parametrize("text", ACTING)
def test_what_acts_on_a_terminal_is_written_out(text: str) -> None:
    shown = printable(f"a{text}b")
    assert shown.startswith("a\\")
    assert text[0] not in shown
    assert shown.endswith("b")


def test_a_value_cannot_begin_a_line() -> None:
    assert one_line("note\n  5  forged") == "note\\n  5  forged"
    assert printable("two\nlines\tand é 漢 😀") == "two\nlines\tand é 漢 😀"


@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    acting = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    left = {unicodedata.category(one) for one in printable(text) if one not in "\n\t"}
    assert not left & acting
    assert "\n" not in one_line(text)


@given(st.text())
def test_json_stays_the_same_json(text: str) -> None:
    written = json.dumps({"a": text}, ensure_ascii=False)
    assert json.loads(printable(written)) == {"a": text}
