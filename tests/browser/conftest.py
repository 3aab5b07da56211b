"""A real Chromium, started once, and the demo as `referral-bot demo` runs it, in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Config
from handlers.wiring.demo import local_bot
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.workspace import Workspace
from tests.browser.install import chromium

HERE = Path(__file__).parent
WIDE, NARROW = (1280, 900), (390, 844)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one worker of xdist, and in the loop that the browser was started in."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if item.get_closest_marker("asyncio"):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def started() -> AsyncIterator[Browser]:
    """Chromium, or a skip that the end of the run says aloud (tests/conftest.py)."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium: run python -m tests.browser.install")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(started: Browser) -> AsyncIterator[Browser]:
    """It, with no window of another test: nothing that a page keeps is shared."""
    yield started
    for context in started.contexts:
        await context.close()


@dataclass
class Demo:
    """A demo that runs. `folder` has its databases."""

    address: str
    workspace: Workspace
    browser: Browser
    folder: Path
    faults: list[str] = field(default_factory=list)

    async def page(self, size: tuple[int, int] = WIDE, route: str = "") -> Page:
        """The page in a new window, drawn; what its console complains about is kept."""
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",  # a colour on its way to another has no contrast to measure
        )
        context.set_default_timeout(15_000)
        page = await context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        await page.goto(f"{self.address}/?as=U0ANALYST{route}")
        await page.locator("#app:not([aria-busy])").wait_for()
        return page

    def slack(self) -> AsyncWebClient:
        """slack_sdk's own client, with the bot's token."""
        return AsyncWebClient(self.workspace.bot_token, base_url=f"{self.address}/api/")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)


@asynccontextmanager
async def running_demo(
    folder: Path, browser: Browser, config: Config | None = None
) -> AsyncIterator[Demo]:
    """The demo on a free port, with what it keeps in `folder`."""
    workspace = Workspace(path=folder / "workspace.db", notice="Demo data")
    workspace.deadline = 20.0
    url = f"sqlite:///{folder}/referrals.db"
    try:
        async with local_bot(workspace, config or Config(), url, 0) as address:
            yield Demo(address, workspace, browser, folder)
    finally:
        workspace.close()


@asynccontextmanager
async def served(folder: Path, browser: Browser, workspace: Workspace) -> AsyncIterator[Demo]:
    """A workspace without the bot; a message in a console fails the test."""
    async with serve(workspace_app(workspace)) as address:
        yield (demo := Demo(address, workspace, browser, folder))
        assert demo.faults == []
    workspace.close()


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path, browser: Browser) -> AsyncIterator[Demo]:
    """A demo of the test's own; a message in a console fails the test."""
    async with running_demo(tmp_path, browser) as running:
        yield running
        assert running.faults == []
