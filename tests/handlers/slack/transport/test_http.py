"""HTTP mode: what is refused before anything is read, and what monitors ask."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from urllib.parse import urlencode

import orjson
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.sentences.operations.health import database_unusable
from handlers.cli.logs import formatter
from handlers.slack.transport.metrics import COUNTERS, GAUGES, PREFIX
from tests.harness.with_slack.signed_requests import form_of, send, signed
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, hold, refer, reject

GROUP = "https://www.facebook.com/groups/1234567890/"


async def refused(world: SlackHarness, **how: object) -> None:
    """Send a good command with bad headers: 401, and nothing changes."""
    body = form_of(world, world.analyst, "/flag", GROUP)
    headers = how.pop("headers", None) or signed(world, body, **how)  # type: ignore[arg-type]
    answer = await send(world, body, headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 401
    await world.settle()
    assert world.count == 0
    assert world.workspace.wire.after(0)[-1].name in ("auth.test", "users.list")


async def test_an_unsigned_request_is_refused(world: SlackHarness) -> None:
    await refused(world, headers={"X-Nothing": "at all"})


async def test_a_wrongly_signed_request_is_refused(world: SlackHarness) -> None:
    await refused(world, secret="not the secret")


async def test_a_request_of_five_minutes_ago_is_refused(world: SlackHarness) -> None:
    await refused(world, ago=301)


async def test_a_request_from_the_future_is_refused(world: SlackHarness) -> None:
    await refused(world, ago=-301)


STRANGE = ["", "yesterday", "-5", "1e9", "99999999999999999999", "9" * 400, "9" * 5000, "１２"]


@pytest.mark.parametrize("stamp", STRANGE)
async def test_a_strange_timestamp_is_refused(world: SlackHarness, stamp: str) -> None:
    signature = {"X-Slack-Signature": "v0=abc"}
    if stamp.isascii():
        await refused(world, headers={"X-Slack-Request-Timestamp": stamp, **signature})
    else:
        encoded = {b"X-Slack-Request-Timestamp": stamp.encode(), b"X-Slack-Signature": b"v0=abc"}
        answer = await world.web.post("/slack/events", content=b"a=b", headers=encoded)
        assert answer.status_code == 401


async def test_a_signature_beyond_ascii_is_refused(world: SlackHarness) -> None:
    headers = {
        b"X-Slack-Request-Timestamp": signed(world, "a=b")["X-Slack-Request-Timestamp"].encode(),
        b"X-Slack-Signature": "v0=é".encode(),
    }
    answer = await world.web.post("/slack/events", content=b"a=b", headers=headers)
    assert answer.status_code == 401


async def test_unsigned_interactions_change_nothing(world: SlackHarness) -> None:
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
        ("payload=", "application/x-www-form-urlencoded"),
        ('{"team": 5, "user": 5}', "application/json"),
        ("[" * 100_000, "application/json"),
    ],
)
async def test_a_signed_body_that_cannot_be_read_is_400(
    world: SlackHarness, body: str, kind: str
) -> None:
    answer = await send(world, body, kind=kind)
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("body", [b"{not json", b"[" * 100_000, b"\xff\xfe"])
async def test_an_unsigned_body_is_not_looked_at(world: SlackHarness, body: bytes) -> None:
    answer = await world.web.post(
        "/slack/events", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 401
    assert "Traceback" not in answer.text


async def test_a_request_with_bad_headers_is_refused_before_its_body_is_read(
    world: SlackHarness,
) -> None:
    body = form_of(world, world.analyst, "/flag", GROUP)
    good = signed(world, body)
    bad: list[dict[str, str]] = [
        *({name: value for name, value in good.items() if name != left} for left in good),
        {},
        signed(world, body, ago=400),
        good | {"X-Slack-Signature": "v0=12"},
        good | {"X-Slack-Signature": good["X-Slack-Signature"].replace("v0", "v1")},
        good | {"X-Slack-Request-Timestamp": "9" * 400},
    ]

    read: list[bytes] = []

    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"a", b"b"):
            read.append(piece)
            yield piece

    for headers in bad:
        answer = await world.web.post("/slack/events", content=pieces(), headers=headers)
        assert answer.status_code == 401
    assert read == []


async def test_what_is_refused_is_counted_and_said_once_a_minute(
    world: SlackHarness, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("WARNING"):
        for _ in range(3):
            await refused(world, secret="not the secret")
            await refused(world, ago=400)
        await refused(world, headers={"A": "b"})
    records = [one for one in caplog.records if "refused a request" in one.getMessage()]
    said = [one.getMessage() for one in records]
    assert said[0] == "refused a request: wrong signature (is SLACK_SIGNING_SECRET this app's?)"
    assert re.fullmatch(
        r"refused a request: 40\d s old \(is this machine's clock right\?\)", said[1]
    )
    assert len(said) == 2
    as_json, as_text = formatter(as_json=True), formatter(as_json=False)
    assert [orjson.loads(as_json.format(one))["event"] for one in records] == said
    assert all(text in as_text.format(one) for text, one in zip(said, records, strict=True))
    told = await metrics(world)
    counted = {label: n for (name, label), n in told.items() if "refused_requests" in name}
    assert counted == {"wrong signature": 3, "too old": 3, "unsigned": 1}


async def test_a_slash_at_the_end_is_the_same_address(world: SlackHarness) -> None:
    body = form_of(world, world.analyst, "/flag", GROUP)
    answer = await world.web.post("/slack/events/", content=body, headers=signed(world, body))
    assert answer.status_code == 200
    await world.settle()
    assert world.count == 1


async def test_a_command_may_speak_of_a_payload(world: SlackHarness) -> None:
    """Bolt by itself would take such a form for a click, and lose it."""
    answer = await send(world, form_of(world, world.analyst, "/flag", f"{GROUP} the payload page"))
    assert answer.status_code == 200
    await world.settle()
    assert world.count == 1


async def test_half_a_character_breaks_nothing(world: SlackHarness) -> None:
    body = urlencode({"payload": '{"type": "block_actions", "value": "a \\ud800 b"}'})
    assert (await send(world, body)).status_code < 500


MALFORMED = (
    {"type": "block_actions", "actions": [{"action_id": "do:close", "value": 5}]},
    {"type": "block_actions", "actions": [{"action_id": "do:close"}], "user": 5, "team": []},
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": None, "user": {"id": "U0ANALYST"}},
    {"type": "view_submission"},
    {"type": "view_submission", "view": {"callback_id": "do:close", "state": 5}},
    {"type": "message_action", "callback_id": "flag_message"},
    {"type": "nothing of Slack's"},
    {"type": ["list"]},
)


@pytest.mark.parametrize("payload", MALFORMED, ids=str)
async def test_a_signed_payload_that_makes_no_sense_is_no_traceback(
    world: SlackHarness, payload: object
) -> None:
    body = urlencode({"payload": orjson.dumps(payload).decode()})
    answer = await send(world, body)
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("event", [None, 5, [], {}, {"type": None}, {"type": "app_home_opened"}])
async def test_an_event_that_makes_no_sense_is_no_traceback(
    world: SlackHarness, event: object
) -> None:
    body = orjson.dumps({"type": "event_callback", "team_id": "T1", "event": event}).decode()
    answer = await send(world, body, kind="application/json")
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


async def test_slacks_look_at_the_certificate_is_answered(world: SlackHarness) -> None:
    for headers in ({"A": "b"}, None):
        answer = await send(world, "ssl_check=1&token=x", headers=headers)
        assert (answer.status_code, answer.content) == (200, b"")
    for body in ("ssl_check=0&token=x", "text=ssl_check%3D1", "ssl_check=1" + "&x=y" * 100):
        assert (await send(world, body, headers={"A": "b"})).status_code == 401


async def test_a_large_body_is_413(world: SlackHarness) -> None:
    assert (await send(world, "a=" + "x" * 1024 * 1024)).status_code == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    answer = await world.web.post(
        "/slack/events",
        content=chunks(),
        headers=signed(world, ""),
    )
    assert answer.status_code == 413


async def test_slacks_url_check_is_answered(world: SlackHarness) -> None:
    body = orjson.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).decode()
    answer = await send(world, body, kind="application/json")
    assert (answer.status_code, orjson.loads(answer.content)) == (200, {"challenge": "abc"})


async def test_an_unknown_event_is_taken(world: SlackHarness) -> None:
    body = orjson.dumps(
        {
            "type": "event_callback",
            "team_id": "T0REFERRAL",
            "event": {"type": "reaction_added", "user": "U0ANALYST"},
        }
    ).decode()
    assert (await send(world, body, kind="application/json")).status_code == 200


async def test_only_post_takes_events(world: SlackHarness) -> None:
    assert (await world.web.get("/slack/events")).status_code == 405
    assert (await world.web.get("/elsewhere")).status_code == 404


async def test_it_is_alive_and_ready(world: SlackHarness) -> None:
    assert (await world.web.get("/healthz")).text == "ok"
    answer = await world.web.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})


async def test_without_its_tables_it_is_not_ready(world: SlackHarness) -> None:
    with closing(sqlite3.connect(world.path)) as file:
        file.execute("DROP TABLE settings")
        file.commit()
    answer = await world.web.get("/readyz")
    assert answer.status_code == 503
    assert database_unusable("StorageUnavailable") in answer.json()["reason"]
    assert (await world.web.get("/healthz")).status_code == 200


async def test_without_knowing_its_token_it_is_not_ready(world: SlackHarness) -> None:
    world.bot.context.directory.team = ""
    answer = await world.web.get("/readyz")
    assert answer.status_code == 503
    assert "whose token" in answer.json()["reason"]


async def metrics(world: SlackHarness) -> dict[tuple[str, str], float]:
    """By name and label, as Prometheus reads them."""
    answer = await world.web.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, "".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_metrics_count_referrals_by_state_and_what_is_overdue(world: SlackHarness) -> None:
    await flagged(world, GROUP, "https://a.com/1", "https://b.com/2")
    for number in (1, 2):
        await refer(world, number)
    await reject(world, 2)
    await hold(world, 3)
    await world.fast_forward(days=20)
    told = await metrics(world)
    assert {state: n for (name, state), n in told.items() if name == "referral_bot_referrals"} == {
        "flagged": 1,  # the one on hold, which counts as what it was
        "referred": 1,
        "closed": 0,
        "restricted": 0,
        "rejected": 1,
        "withdrawn": 0,
        "gone": 0,
    }
    assert told["referral_bot_overdue", ""] == 1


async def test_metrics_count_what_was_asked_and_what_waits(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await world.analyst.clicks("Show URL", world.referrals.card("R-1"))
    told = await metrics(world)
    documented = {f"{PREFIX}{one}_total" for one in COUNTERS} | {f"{PREFIX}{one}" for one in GAUGES}
    assert {name for name, _ in told if not name.endswith("_created")} == documented
    expected = {
        ("referral_bot_requests_total", "command"): 1,
        ("referral_bot_requests_total", "click"): 1,
        ("referral_bot_outbox_waiting", ""): 0,
        ("referral_bot_outbox_parked", ""): 0,
        ("referral_bot_database_up", ""): 1,
        ("referral_bot_referrals", "flagged"): 1,
        ("referral_bot_referrals", "rejected"): 0,
        ("referral_bot_notices", "sent"): 0,
        ("referral_bot_notices", "in doubt"): 0,
        ("referral_bot_appealed", ""): 0,
        ("referral_bot_overdue", ""): 0,
    }
    assert {key: told[key] for key in expected} == expected
    assert any(name == "referral_bot_delivery_total" for name, _ in told)
    with closing(sqlite3.connect(world.path)) as file:
        file.execute("DROP TABLE outbox")
        file.commit()
    told = await metrics(world)
    assert told["referral_bot_database_up", ""] == 0
    assert ("referral_bot_overdue", "") not in told


async def test_openmetrics_is_spoken_where_it_is_asked_for(world: SlackHarness) -> None:
    accepts = {"Accept": "application/openmetrics-text; version=1.0.0"}
    answer = await world.web.get("/metrics", headers=accepts)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")
