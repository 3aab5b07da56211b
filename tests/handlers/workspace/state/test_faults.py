"""Slack's bad days: each fault as a caller meets it, how often, how many times."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from handlers.workspace.state.faults import FAULTS, FaultRule, Faults
from tests.workspace_client import ControlRefused

ROOM = "C0REFERRALS"


async def post(world: Any) -> httpx.Response:
    response: httpx.Response = await world.raw_call("chat.postMessage", channel=ROOM, text="x")
    return response


def posted(world: Any) -> int:
    return len(world.workspace.timeline(ROOM).top)


async def strike(world: Any, fault: str, method: str = "chat.postMessage", **more: Any) -> None:
    await world.control.faults({"method": method, "fault": fault, **more})


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [
        ("429", 429, "ratelimited"),
        ("429_bare", 429, "ratelimited"),
        ("ratelimited", 200, "ratelimited"),
        ("fatal_error", 200, "fatal_error"),
        ("is_archived", 200, "is_archived"),
        ("not_in_channel", 200, "not_in_channel"),
        ("invalid_auth", 200, "invalid_auth"),
        ("invalid_blocks", 200, "invalid_blocks"),
    ],
)
async def test_answers_that_refuse(world: Any, fault: str, status: int, error: str) -> None:
    await strike(world, fault, seconds=7)
    response = await post(world)
    assert (response.status_code, response.json()["error"]) == (status, error)
    assert response.headers.get("Retry-After") == ("7" if fault == "429" else None)
    assert posted(world) == 0
    assert (await world.call("auth.test"))["ok"]
    await world.control.faults()
    assert (await post(world)).json()["ok"]


@pytest.mark.parametrize("status", [500, 503])
async def test_answers_that_are_no_json(world: Any, status: int) -> None:
    await strike(world, str(status))
    response = await post(world)
    assert response.status_code == status
    assert not response.text.startswith("{")
    assert posted(world) == 0


async def test_a_lost_answer_leaves_the_work_done(world: Any) -> None:
    await strike(world, "lost_answer")
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected without sending"):
        await post(world)
    assert posted(world) == 1
    entry = world.workspace.wire.entries[-1]
    assert (entry.status, entry.response["ok"]) == (0, True)
    assert "fault: the answer was lost" in entry.complaints


async def test_a_dropped_connection_leaves_the_work_undone(world: Any) -> None:
    await strike(world, "dropped", times=1)
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected without sending"):
        await post(world)
    assert posted(world) == 0
    assert (await post(world)).json()["ok"]


async def test_a_slow_answer(world: Any) -> None:
    await strike(world, "slow", seconds=0.1)
    started = time.perf_counter()
    assert (await post(world)).json()["ok"]
    assert time.perf_counter() - started >= 0.1


async def test_response_urls_have_bad_days_too(world: Any) -> None:
    await world.control.type("U0ANALYST", ROOM, "/flag")
    url = world.app.heard[-1].body["response_url"]
    await strike(world, "500", "response_url", times=1)
    assert (await world.http.post(url, json={"text": "x"})).status_code == 500
    await strike(world, "lost_answer", "response_url", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await world.http.post(url, json={"text": "lost"})
    shown = await world.control.messages("U0ANALYST", ROOM)
    assert [one["text"] for one in shown] == ["lost"]


async def test_every_fault_has_a_rule(world: Any) -> None:
    for fault in FAULTS:
        await strike(world, fault)
        assert (await world.control.state())["faults"]["rules"][0]["fault"] == fault
    assert await world.control.faults() == {}
    assert (await world.control.state())["faults"] == {}


@pytest.mark.parametrize(
    "rule",
    [
        {"method": "*", "fault": "nonsense"},
        {"method": "*", "fault": "500", "share": 2},
        {"method": "*", "fault": "500", "times": -1},
        {"method": "*", "fault": "slow", "seconds": "long"},
        "500",
    ],
)
async def test_rules_that_are_none(world: Any, rule: Any) -> None:
    with pytest.raises(ControlRefused, match="invalid_rule"):
        await world.control.faults(rule)


def test_rules_strike_by_method_share_and_number() -> None:
    faults = Faults(seed=7)
    faults.replace([FaultRule("chat.*", "500", times=2)])
    assert faults.pick("auth.test") is None
    assert [bool(faults.pick("chat.update")) for _ in range(3)] == [True, True, False]
    faults.replace([FaultRule("*", "500", share=0.3)], seed=7)
    first = [bool(faults.pick("x")) for _ in range(1000)]
    assert 200 < sum(first) < 400
    faults.replace([FaultRule("*", "500", share=0.3)], seed=7)
    assert [bool(faults.pick("x")) for _ in range(1000)] == first


async def test_a_caller_that_gave_up_waiting_may_still_have_been_heard(world: Any) -> None:
    await strike(world, "slow", seconds=0.5)
    async with world.control.events("U0ANALYST") as events:
        with pytest.raises(httpx.ReadTimeout):
            await world.http.post(
                "/api/chat.postMessage",
                data={"token": world.workspace.bot_token, "channel": ROOM, "text": "late"},
                timeout=httpx.Timeout(5, read=0.02),
            )
        assert posted(world) == 0
        assert (await anext(events))["message"]["text"] == "late"
