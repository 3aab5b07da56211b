"""Takes the README's pictures from the real page: `python docs/pictures/take.py`."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import FloatRect, Locator, Page, async_playwright

from bot.config import Config
from handlers.wiring.demo import local_bot
from handlers.workspace.state.workspace import Workspace
from tests.browser.install import chromium
from tests.browser.users import Mouse

HERE = Path(__file__).parent
PAGE = "https://www.facebook.com/groups/1234567890/ offers crossings, phone number on the page"


async def take(page: Page, what: Locator, name: str, until: Locator | None = None) -> None:
    """One message; where it is long, down to and with `until`."""
    await page.mouse.move(0, 0)  # a pointer or the focus in the message would draw its tools
    await page.evaluate("document.activeElement.blur()")
    await what.scroll_into_view_if_needed()
    box, end = await what.bounding_box(), await (until or what).bounding_box()
    assert box is not None
    assert end is not None
    height = end["y"] + end["height"] - box["y"] + (12 if until else 0)
    clip = FloatRect(x=box["x"], y=box["y"], width=min(box["width"], 770), height=height)
    await page.screenshot(path=HERE / f"{name}.png", clip=clip)


async def main() -> None:
    """One demo, one window, at twice the size."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(path=Path(folder) / "workspace.db", notice="Demo data")
        url = f"sqlite:///{folder}/referrals.db"
        async with local_bot(workspace, Config(), url, 0) as address, async_playwright() as player:
            browser = await player.chromium.launch(executable_path=chromium())
            context = await browser.new_context(
                viewport={"width": 1080, "height": 1800},
                device_scale_factor=2,
                reduced_motion="reduce",
                locale="en-GB",
                timezone_id="Europe/London",
            )
            page = await context.new_page()
            await page.goto(f"{address}/?as=U0ANALYST")
            me = Mouse(page)
            digest = me.card("Digest: week")
            chart = digest.locator("[data-type=data_visualization]")
            await chart.wait_for()
            await page.evaluate("document.fonts.ready")
            await take(page, digest, "digest", until=chart)
            await me.command(f"/flag {PAGE}")
            card = me.card("R-1205", "hxxps")
            await card.get_by_role("button", name="Mark referred").click()
            for label, option in (
                ("Category", "Offer of crossing"),
                ("Confidence", "Certain"),
                ("Basis", "Both"),
            ):
                await me.choose(label, option)
            await me.form.get_by_role("button", name="Mark referred").click()
            await card.get_by_role("button", name="Rejected").wait_for()
            await card.locator(".thread-summary").wait_for()
            await take(page, card, "card")
            await card.get_by_role("button", name="Rejected").click()
            await me.choose("Reason", "Not breaching terms")
            words = me.form.get_by_role("textbox", name="The platform's words")
            await words.fill("We found that this group does not go against our standards.")
            await page.evaluate("document.activeElement.blur()")
            await me.form.screenshot(path=HERE / "form.png")
            await page.keyboard.press("Escape")
            await page.set_viewport_size({"width": 1080, "height": 760})
            await me.goes("Referral Bot")
            await page.locator("#home .block").first.wait_for()
            await page.screenshot(path=HERE / "home.png")
            await browser.close()
        workspace.close()


if __name__ == "__main__":
    asyncio.run(main())
