"""`referral-bot demo` as a process: it ends cleanly, keeps its data, and starts afresh when told."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.workspace import Workspace
from tests.journeys.processes import COMMAND, free_port
from tests.workspace_client import ControlClient

PAGE = "https://www.facebook.com/groups/1234567890/"
DAYS = 2 * 86_400.0


BEHIND_A_PROXY = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
"""Nobody listens there: what went through it would fail."""


@asynccontextmanager
async def demo(folder: Path, port: int, *arguments: str) -> AsyncIterator[ControlClient]:
    """A demo in `folder`, ended as Ctrl-C does."""
    process = await asyncio.create_subprocess_exec(
        str(COMMAND),
        *("demo", "--no-browser", "--port", str(port), *arguments),
        cwd=folder,
        env={**os.environ, **BEHIND_A_PROXY},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        line = (await process.stdout.readline()).decode()
        assert f"http://127.0.0.1:{port}" in line, (await process.stderr.read()).decode()
        async with ControlClient(f"http://127.0.0.1:{port}") as control:
            yield control
        process.send_signal(signal.SIGINT)
        said, complained = await process.communicate()
        assert (process.returncode, complained.decode()) == (0, "")
        assert "data/demo" in said.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def has(control: ControlClient, *words: str) -> None:
    """Wait until a message of the channel has these words."""
    for _ in range(120):
        texts = [str(one) for one in await control.person("U0ANALYST").messages("C0REFERRALS")]
        if any(all(word in text for word in words) for text in texts):
            return
        await asyncio.sleep(0.25)  # each look reads the whole channel
    raise AssertionError(f"no message has {words}")


async def test_ends_cleanly_keeps_its_data_and_starts_afresh(tmp_path: Path) -> None:
    port = free_port()
    async with demo(tmp_path, port) as control:
        await has(control, "R-1204")
        started = (await control.state())["clock"]["now"]
        await control.person("U0ANALYST").type("C0REFERRALS", f"/flag {PAGE}")
        await has(control, "R-1205", "Mark referred")
        await control.move_clock(seconds=DAYS)
    async with demo(tmp_path, port) as control:
        await has(control, "R-1205", "Mark referred")
        clock = (await control.state())["clock"]
        assert clock["offset_seconds"] >= DAYS
        assert clock["now"] > started
        await control.person("U0ANALYST").type("C0REFERRALS", f"/flag {PAGE}")
        told = await control.person("U0ANALYST").private_messages("C0REFERRALS")
        assert "R-1205" in str(told[-1])
    async with demo(tmp_path, port, "--reset") as control:
        await has(control, "R-1204")
        messages = await control.person("U0ANALYST").messages("C0REFERRALS")
        assert not any("R-1205" in str(one) for one in messages)
        assert (await control.state())["clock"]["offset_seconds"] == 0


OWN = (
    *("/", "/js/main.js", "/_control/state", "/_control/events", "/api/api.test", "/link/"),
    *(
        "/files/F1/a.csv",
        "/upload/F1",
        "/commands/T1/A1/key",
        "/actions/T1/A1/key",
        "/nothing/here",
    ),
    *("/slack/events", "/healthz", "/readyz", "/metrics"),
)


async def test_answers_neither_other_names_nor_other_sites_pages(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    strange = (
        {"Host": "evil.example"},
        {"Host": f"evil.example:{port}"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"http://evil.example:{port}"},
        {"Host": f"evil.example:{port}", "Origin": f"http://evil.example:{port}"},
        {"Host": f"127.0.0.1.evil.example:{port}"},
        {"Host": f"localhost.:{port}"},
    )
    async with (
        demo(tmp_path, port) as control,
        httpx.AsyncClient(base_url=address, trust_env=False) as http,
    ):
        await has(control, "R-1204")
        for path in OWN:
            for headers in strange:
                for method in ("GET", "POST", "OPTIONS", "DELETE"):
                    answer = await http.request(method, path, headers=headers)
                    assert answer.status_code == 403, (method, path, headers)
        assert (await http.get("/healthz")).status_code == 200
    folder = tmp_path / "data" / "demo"
    assert folder.stat().st_mode & 0o777 == 0o700
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert {one.name for one in files} >= {"workspace.db", "referrals.db", "demo.db"}
    assert [one.name for one in files if one.stat().st_mode & 0o077] == []
    assert [
        one.name for one in folder.rglob("*") if one.is_dir() and one.stat().st_mode & 0o077
    ] == []


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example:{port}"}, {"Origin": "http://evil.example:{port}"}],
    ids=["Host", "Origin"],
)
async def test_nor_does_a_websocket_open_for_them(headers: dict[str, str]) -> None:
    workspace = Workspace()
    async with serve(workspace_app(workspace)) as address, httpx.AsyncClient() as http:
        port = address.rpartition(":")[2]
        strange = {name: value.format(port=port) for name, value in headers.items()}
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        }
        for path in ("/link/?ticket=1", "/anything"):
            answer = await http.get(f"{address}{path}", headers={**upgrade, **strange})
            assert answer.status_code == 403
    workspace.close()


def test_each_start_has_secrets_of_its_own() -> None:
    first, second = Workspace(), Workspace()
    for name in ("bot_token", "app_token", "signing_secret"):
        assert getattr(first, name) != getattr(second, name)
    first.close()
    second.close()
