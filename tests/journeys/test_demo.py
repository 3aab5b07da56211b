"""`referral-bot demo` as a process: it ends cleanly, keeps its data, and starts afresh when told."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from tests.journeys.processes import COMMAND, free_port
from tests.workspace_client import ControlClient

PAGE = "https://www.facebook.com/groups/1234567890/"
WEEKS = 21 * 86_400.0


@asynccontextmanager
async def demo(folder: Path, port: int, *arguments: str) -> AsyncIterator[ControlClient]:
    """A demo in `folder`, ended as Ctrl-C does."""
    process = await asyncio.create_subprocess_exec(
        str(COMMAND),
        *("demo", "--no-browser", "--port", str(port), *arguments),
        cwd=folder,
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
    for _ in range(600):
        texts = [str(one) for one in await control.person("U0ANALYST").messages("C0REFERRALS")]
        if any(all(word in text for word in words) for text in texts):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"no message has {words}")


async def test_ends_cleanly_keeps_its_data_and_starts_afresh(tmp_path: Path) -> None:
    port = free_port()
    async with demo(tmp_path, port) as control:
        await has(control, "R-1204")
        started = (await control.state())["clock"]["now"]
        await control.person("U0ANALYST").type("C0REFERRALS", f"/flag {PAGE}")
        await has(control, "R-1205", "Mark referred")
        await control.move_clock(seconds=WEEKS)
    async with demo(tmp_path, port) as control:
        await has(control, "R-1205", "Mark referred")
        clock = (await control.state())["clock"]
        assert clock["offset_seconds"] >= WEEKS
        assert clock["now"] > started
        await control.person("U0ANALYST").type("C0REFERRALS", f"/flag {PAGE}")
        told = await control.person("U0ANALYST").private_messages("C0REFERRALS")
        assert "R-1205" in str(told[-1])
    async with demo(tmp_path, port, "--reset") as control:
        await has(control, "R-1204")
        messages = await control.person("U0ANALYST").messages("C0REFERRALS")
        assert not any("R-1205" in str(one) for one in messages)
        assert (await control.state())["clock"]["offset_seconds"] == 0


OWN = ("/", "/_control/state", "/api/api.test", "/slack/events", "/healthz", "/metrics")


async def test_answers_neither_other_names_nor_other_sites_pages(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    strange = (
        {"Host": "evil.example"},
        {"Host": f"evil.example:{port}"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    )
    async with (
        demo(tmp_path, port) as control,
        httpx.AsyncClient(base_url=address, trust_env=False) as http,
    ):
        await has(control, "R-1204")
        for path in OWN:
            for headers in strange:
                for method in ("GET", "POST"):
                    answer = await http.request(method, path, headers=headers)
                    assert answer.status_code == 403, (method, path, headers)
        assert (await http.get("/healthz")).status_code == 200
    folder = tmp_path / "data" / "demo"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "workspace.db").stat().st_mode & 0o777 == 0o600
