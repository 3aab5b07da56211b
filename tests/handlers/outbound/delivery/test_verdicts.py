"""What each answer of Slack's means, and how long is waited after it."""

from __future__ import annotations

import pytest

from handlers.outbound.delivery.context import Timing
from handlers.outbound.delivery.verdicts import (
    BLOCKS,
    HALTING,
    LATER,
    LIMITED,
    MISSING_TO_ANSWER,
    MISSING_TO_UPDATE,
    UNCLEAR,
    Again,
    BadBlocks,
    Doubtful,
    Halted,
    Missing,
    RateLimited,
    RefusedForGood,
    Sent,
    Verdict,
    verdict,
)
from handlers.outbound.slack_client import Method, NoReply, SlackReply

POST, UPDATE, HISTORY = Method.POST, Method.UPDATE, Method.HISTORY


def error(code: str) -> SlackReply:
    return SlackReply(200, {"ok": False, "error": code})


@pytest.mark.parametrize(
    ("method", "came", "expected"),
    [
        (POST, SlackReply(200, {"ok": True, "ts": "1.1", "channel": "C1"}), Sent),
        (UPDATE, SlackReply(200, {"ok": True}), Sent),
        (POST, SlackReply(200, {"ok": True}), Doubtful),  # a proxy's answer, not Slack's
        (POST, SlackReply(200, {}), Doubtful),
        (HISTORY, SlackReply(200, {}), Again),
        (POST, SlackReply(500), Doubtful),
        (POST, SlackReply(503), Doubtful),
        (POST, SlackReply(502, {"ok": False, "error": "bad_gateway"}), Doubtful),
        (UPDATE, SlackReply(503), Again),
        (POST, SlackReply(403), Doubtful),
        (POST, SlackReply(404, {"ok": False, "error": "unknown_method"}), RefusedForGood),
        (POST, SlackReply(429), RateLimited),
        (POST, NoReply("reset"), Doubtful),
        (POST, NoReply("refused", reached=False), Again),
        (UPDATE, NoReply("reset"), Again),
        (POST, error("something_new"), RefusedForGood),
        (POST, error("msg_too_long"), RefusedForGood),
        (POST, error("missing_scope"), Halted),
        (UPDATE, error("missing_scope"), Halted),
        (HISTORY, error("missing_scope"), RefusedForGood),
        (UPDATE, error("thread_not_found"), RefusedForGood),
        (UPDATE, error("cant_update_message"), Missing),
        (POST, error("cant_update_message"), RefusedForGood),
        (Method.REPLIES, error("thread_not_found"), Missing),
        (Method.OPEN, error("user_disabled"), RefusedForGood),
    ],
)
def test_what_an_answer_means(
    method: Method, came: SlackReply | NoReply, expected: type[Verdict]
) -> None:
    assert type(verdict(method, came)) is expected


@pytest.mark.parametrize("method", Method)
def test_the_known_words_mean_the_same_for_all_methods(method: Method) -> None:
    for code in HALTING:
        assert verdict(method, error(code)) == Halted(code)
    for code in LIMITED:
        assert verdict(method, error(code)) == RateLimited(None)
    for code in LATER:
        assert verdict(method, error(code)) == Again(code)
    for code in BLOCKS:
        assert verdict(method, error(code)) == BadBlocks(code)
    for code in UNCLEAR:
        assert verdict(method, error(code)) == (Again if method.repeatable else Doubtful)(code)


def test_no_word_means_two_things() -> None:
    words = [HALTING, LIMITED, LATER, BLOCKS, UNCLEAR, MISSING_TO_ANSWER | MISSING_TO_UPDATE]
    assert len(frozenset().union(*words)) == sum(len(one) for one in words)


def test_only_a_post_must_not_be_repeated() -> None:
    assert [method for method in Method if not method.repeatable] == [POST]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0),
        ("0", 0.0),
        (None, None),
        ("soon", None),
        ("-1", None),
        ("nan", None),
        ("1e9", 3600),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert verdict(POST, SlackReply(429, {}, header)) == RateLimited(seconds)


def test_back_off_grows_is_capped_and_never_in_step() -> None:
    timing = Timing(first_wait=1.0, longest_wait=60.0)
    assert [timing.back_off(n, lambda: 1.0) for n in (0, 1, 2, 3, 7, 1000)] == [1, 1, 2, 4, 60, 60]
    assert timing.back_off(3, lambda: 0.0) == 2
    assert len({timing.back_off(5) for _ in range(20)}) > 1


def test_an_attempt_that_was_written_down_can_arrive_for_as_long_as_the_call_takes() -> None:
    timing = Timing()
    assert timing.arrives_within > timing.before_call + timing.call
    with pytest.raises(ValueError, match="outlive"):
        Timing(lease=15.0)
