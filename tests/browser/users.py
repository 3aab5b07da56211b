"""Working with the page: by mouse, or by keyboard alone. People find things by their words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal, TypeAlias

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

MOST_STEPS = 150
Scheme: TypeAlias = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


class Hands(ABC):
    """Presses, chooses and types."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.narrow = bool(page.viewport_size and page.viewport_size["width"] < 760)
        self.composer = page.get_by_role("textbox", name="Message #referrals")
        self.form = page.locator("dialog[open]")

    @abstractmethod
    async def press(self, what: Locator) -> None:
        """Press a button, a link or a tab."""

    @abstractmethod
    async def choose(self, label: str, option: str) -> None:
        """Choose an option of one of the form's menus."""

    @abstractmethod
    async def send(self, text: str) -> None:
        """Type in the composer and send."""

    async def command(self, text: str) -> Locator:
        """Type a command; the private answer to it."""
        answers = self.page.locator("#log .ephemeral")
        before = await answers.count()
        await self.send(text)
        await expect(answers).to_have_count(before + 1)
        return answers.last

    def card(self, *words: str) -> Locator:
        """The public message that has these words and buttons."""
        found = self.page.locator("#log article:not(.ephemeral)")
        for word in words:
            found = found.filter(has_text=word)
        return found.last

    async def goes(self, link: str) -> None:
        """To another channel or to the app."""
        if self.narrow:
            await self.press(self.page.get_by_role("button", name="Channels", exact=True))
        await self.press(self.page.locator("#sidebar").get_by_role("link", name=link))

    async def moves_clock(self, words: str) -> None:
        """Move the clock on, and wait until it has arrived."""
        button = self.page.get_by_role("button", name=words, exact=True)
        if not await button.is_visible():
            await self.press(self.page.get_by_role("button", name="Move the clock"))
        await self.press(button)
        busy = self.page.locator("[data-clock][aria-busy]")
        await expect(busy).to_have_count(0, timeout=60_000)


class Mouse(Hands):
    """Everything but letters by pointer."""

    async def press(self, what: Locator) -> None:
        await what.click()

    async def choose(self, label: str, option: str) -> None:
        await self.form.get_by_role("combobox", name=label).click()
        await self.page.get_by_role("option", name=option).first.click()

    async def send(self, text: str) -> None:
        await self.composer.fill(text)
        await self.page.get_by_role("button", name="Send", exact=True).click()


class Keyboard(Hands):
    """Nothing by pointer: Tab, arrows, Enter."""

    async def reach(self, what: Locator) -> None:
        """Go there: with Tab or Shift+Tab, and with arrows inside a list or a row of tabs."""
        await what.wait_for()
        if await what.get_attribute("tabindex") != "-1":
            return await self._step(what, "Tab", "Shift+Tab")
        group = what.locator("xpath=ancestor::*[self::nav or @role='tablist'][1]")
        await self._step(group.locator("[tabindex='0']").first, "Tab", "Shift+Tab")
        if await group.get_attribute("role") == "tablist":
            return await self._step(what, "ArrowRight", "ArrowLeft")
        return await self._step(what, "ArrowDown", "ArrowUp")

    async def _step(self, what: Locator, on: str, back: str) -> None:
        before = await what.evaluate(
            "el => !!(document.activeElement.compareDocumentPosition(el) & 2)"
        )
        for _ in range(MOST_STEPS):
            if await what.evaluate("el => el === document.activeElement"):
                return
            await self.page.keyboard.press(back if before else on)
        raise AssertionError(f"{what} cannot be reached by keyboard")

    async def press(self, what: Locator) -> None:
        await self.reach(what)
        await self.page.keyboard.press("Enter")

    async def choose(self, label: str, option: str) -> None:
        await self.reach(self.form.get_by_role("combobox", name=label))
        await self.page.keyboard.press("ArrowDown")
        await self.page.keyboard.type(option)
        await self.page.keyboard.press("Enter")

    async def send(self, text: str) -> None:
        await self.reach(self.composer)
        await self.page.keyboard.insert_text(text)
        await self.page.keyboard.press("Escape")
        await self.page.keyboard.press("Enter")


async def accessible(page: Page, *schemes: Scheme) -> None:
    """No serious accessibility fault that axe-core finds, in light and dark unless one is named."""
    for scheme in schemes or SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        await page.locator(f"html[data-theme={scheme}]").wait_for()
        found = await Axe().run(page, options={"resultTypes": ["violations"]})
        serious = [
            f"{one['id']}: {one['help']} at {one['nodes'][0]['html'][:200]}"
            for one in found.response["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], scheme
    await page.emulate_media(color_scheme="light")
