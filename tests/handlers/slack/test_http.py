"""HTTP mode: what is refused before anything is read, and what monitors ask."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from urllib.parse import urlencode

import orjson
import pytest

from tests.handlers.slack.harness import World
from tests.handlers.slack.requests import form_of, send, signed
from tests.handlers.slack.steps import flagged, hold, refer, reject

GROUP = "https://www.facebook.com/groups/1234567890/"


async def refused(world: World, **how: object) -> None:
    """Send a good command with bad headers: 401, and nothing changes."""
    body = form_of(world, world.analyst, "/flag", GROUP)
    headers = how.pop("headers", None) or signed(world, body, **how)  # type: ignore[arg-type]
    answer = await send(world, body, headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 401
    await world.settle()
    assert world.count == 0
    assert world.workspace.wire.after(0)[-1].name in ("auth.test", "users.list")


async def test_an_unsigned_request_is_refused(world: World) -> None:
    await refused(world, headers={"X-Nothing": "at all"})


async def test_a_wrongly_signed_request_is_refused(world: World) -> None:
    await refused(world, secret="not the secret")


async def test_a_request_of_five_minutes_ago_is_refused(world: World) -> None:
    await refused(world, ago=301)


async def test_a_request_from_the_future_is_refused(world: World) -> None:
    await refused(world, ago=-301)


@pytest.mark.parametrize("stamp", ["", "yesterday", "-5", "1e9", "99999999999999999999", "１２"])
async def test_a_strange_timestamp_is_refused(world: World, stamp: str) -> None:
    signature = {"X-Slack-Signature": "v0=abc"}
    if stamp.isascii():
        await refused(world, headers={"X-Slack-Request-Timestamp": stamp, **signature})
    else:
        encoded = {b"X-Slack-Request-Timestamp": stamp.encode(), b"X-Slack-Signature": b"v0=abc"}
        answer = await world.web.post("/slack/events", content=b"a=b", headers=encoded)
        assert answer.status_code == 401


async def test_a_signature_beyond_ascii_is_refused(world: World) -> None:
    headers = {
        b"X-Slack-Request-Timestamp": signed(world, "a=b")["X-Slack-Request-Timestamp"].encode(),
        b"X-Slack-Signature": "v0=é".encode(),
    }
    answer = await world.web.post("/slack/events", content=b"a=b", headers=headers)
    assert answer.status_code == 401


async def test_unsigned_interactions_change_nothing(world: World) -> None:
    await flagged(world, GROUP)
    body = urlencode({"payload": '{"type": "block_actions"}'})
    assert (await send(world, body, headers={"A": "b"})).status_code == 401
    assert world.referral(1).version == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{not json", "application/json"),
        ("[1, 2]", "application/json"),
        ('"text"', "application/json"),
        ("payload=%7Bbroken", "application/x-www-form-urlencoded"),
        ("payload=%5B1%5D", "application/x-www-form-urlencoded"),
        ("payload=null", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_signed_body_that_cannot_be_read_is_400(world: World, body: str, kind: str) -> None:
    answer = await send(world, body, kind=kind)
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


async def test_an_unsigned_body_that_cannot_be_read_is_401(world: World) -> None:
    assert (await send(world, "{not json", headers={"A": "b"})).status_code == 401


async def test_a_body_that_is_no_utf8_is_refused(world: World) -> None:
    answer = await world.web.post("/slack/events", content=b"\xff\xfe", headers=signed(world, "x"))
    assert answer.status_code == 401


async def test_a_large_body_is_413(world: World) -> None:
    assert (await send(world, "a=" + "x" * 1024 * 1024)).status_code == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    answer = await world.web.post(
        "/slack/events",
        content=chunks(),
        headers={"X-Slack-Signature": "v0=1"},
    )
    assert answer.status_code == 413


async def test_slacks_url_check_is_answered(world: World) -> None:
    body = orjson.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).decode()
    answer = await send(world, body, kind="application/json")
    assert (answer.status_code, orjson.loads(answer.content)) == (200, {"challenge": "abc"})


async def test_an_unknown_event_is_taken(world: World) -> None:
    body = orjson.dumps(
        {
            "type": "event_callback",
            "team_id": "T0REFERRAL",
            "event": {"type": "reaction_added", "user": "U0ANALYST"},
        }
    ).decode()
    assert (await send(world, body, kind="application/json")).status_code in (200, 404)


async def test_only_post_takes_events(world: World) -> None:
    assert (await world.web.get("/slack/events")).status_code == 405
    assert (await world.web.get("/elsewhere")).status_code == 404


async def test_it_is_alive_and_ready(world: World) -> None:
    assert (await world.web.get("/healthz")).text == "ok"
    answer = await world.web.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})


async def test_without_its_tables_it_is_not_ready(world: World) -> None:
    with closing(sqlite3.connect(world.path)) as file:
        file.execute("DROP TABLE settings")
        file.commit()
    answer = await world.web.get("/readyz")
    assert answer.status_code == 503
    assert "database cannot be used" in answer.json()["reason"]
    assert (await world.web.get("/healthz")).status_code == 200


async def test_without_knowing_its_token_it_is_not_ready(world: World) -> None:
    world.bot.desk.directory.team = ""
    answer = await world.web.get("/readyz")
    assert answer.status_code == 503
    assert "whose token" in answer.json()["reason"]


async def test_metrics_count_referrals_by_state_and_what_is_overdue(world: World) -> None:
    await flagged(world, GROUP, "https://a.com/1", "https://b.com/2")
    for number in (1, 2):
        await refer(world, number)
    await reject(world, 2)
    await hold(world, 3)
    await world.fast_forward(days=20)
    lines = (await world.web.get("/metrics")).text.splitlines()
    assert [line for line in lines if line.startswith("referral_bot_referrals{")] == [
        'referral_bot_referrals{state="flagged"} 0',
        'referral_bot_referrals{state="referred"} 1',
        'referral_bot_referrals{state="closed"} 0',
        'referral_bot_referrals{state="restricted"} 0',
        'referral_bot_referrals{state="rejected"} 1',
        'referral_bot_referrals{state="withdrawn"} 0',
        'referral_bot_referrals{state="gone"} 0',
    ]
    assert "referral_bot_overdue 1" in lines


async def test_metrics_count_what_was_asked_and_what_waits(world: World) -> None:
    await flagged(world, GROUP)
    await world.analyst.clicks("Show URL", world.referrals.card("R-1"))
    answer = await world.web.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert 'referral_bot_requests_total{kind="command"} 1' in lines
    assert 'referral_bot_requests_total{kind="click"} 1' in lines
    assert "referral_bot_outbox_waiting 0" in lines
    assert "referral_bot_outbox_parked 0" in lines
    assert "referral_bot_database_up 1" in lines
    assert 'referral_bot_referrals{state="flagged"} 1' in lines
    assert 'referral_bot_referrals{state="rejected"} 0' in lines
    assert "referral_bot_appealed 0" in lines
    assert "referral_bot_overdue 0" in lines
    assert all(line.startswith("#") or len(line.split()) == 2 for line in lines)
    with closing(sqlite3.connect(world.path)) as file:
        file.execute("DROP TABLE outbox")
        file.commit()
    assert "referral_bot_database_up 0" in (await world.web.get("/metrics")).text.splitlines()
