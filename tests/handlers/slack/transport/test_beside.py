"""Health and metrics on ports of their own."""

from __future__ import annotations

import socket

import httpx
import pytest

from bot.sentences.operations import health
from handlers.slack.transport.probes import Probes
from handlers.wiring.environment import SetupError
from handlers.wiring.serving.beside import beside
from tests.harness.with_slack.slack_harness import SlackHarness


async def test_what_a_monitor_asks_is_answered_beside_the_way_in(world: SlackHarness) -> None:
    trouble = ""
    probes = Probes(world.bot.context, world.bot.delivery, way_in=lambda: trouble)
    async with (
        beside(0, "127.0.0.1", lambda: probes.app("/healthz", "/readyz")) as healths,
        beside(0, "127.0.0.1", lambda: probes.app("/metrics")) as metrics,
        httpx.AsyncClient(trust_env=False) as client,
    ):

        async def asked(port: int | None, path: str) -> httpx.Response:
            return await client.get(f"http://127.0.0.1:{port}{path}")

        assert (await asked(healths, "/healthz")).text == "ok"
        assert (await asked(healths, "/readyz")).json() == {"ready": True}
        assert (await asked(healths, "/metrics")).status_code == 404
        assert "referral_bot_database_up 1" in (await asked(metrics, "/metrics")).text
        trouble = health.SOCKET_DOWN
        answer = await asked(healths, "/readyz")
        assert (answer.status_code, answer.json()["reason"]) == (503, health.SOCKET_DOWN)
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", healths)):
        pass


async def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SetupError, match=f"Can't listen on 127.0.0.1:{port}"):
            async with beside(port, "127.0.0.1", lambda: None):  # type: ignore[arg-type,return-value]
                pass


async def test_without_a_port_nothing_listens() -> None:
    async with beside(None, "127.0.0.1", lambda: None) as port:  # type: ignore[arg-type,return-value]
        assert port is None
