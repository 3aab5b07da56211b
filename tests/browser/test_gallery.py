"""One of each block, drawn as Slack draws it: on a wide and a narrow screen, in light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from handlers.workspace.state.model import SlashCommand
from handlers.workspace.state.workspace import Workspace
from tests.browser.conftest import NARROW, WIDE, served
from tests.browser.gallery import FORM, LABELS, MESSAGES
from tests.browser.users import Scheme, accessible

ROOM = "C0REFERRALS"
FITS = "el => el.scrollWidth <= el.clientWidth"


LOOKS = [(WIDE, "dark"), (NARROW, "light")]
IDS = ["wide, dark", "narrow, light"]


@pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=IDS)
async def test_each_block_is_drawn(
    tmp_path: Path, browser: Browser, size: tuple[int, int], scheme: Scheme
) -> None:
    workspace = Workspace()
    async with served(tmp_path, browser, workspace) as demo:
        page = await demo.page(size)
        for name, blocks in MESSAGES.items():
            sent = await demo.slack().chat_postMessage(
                channel=ROOM,
                text=name,
                blocks=[block for block, _ in blocks],
                unfurl_links=False,
                unfurl_media=False,
            )
            row = page.locator(f'#log article[data-ts="{sent["ts"]}"]')
            await expect(row.locator("[data-block]")).not_to_have_count(0)
            drawn = row.locator(".blocks > .block")
            for at, (block, becomes) in enumerate(blocks):
                selector, _, words = becomes.partition(":text(")
                found = drawn.nth(at).locator(selector)
                if words:
                    found = found.filter(has_text=words.strip("')"))
                await expect(found.first, f"{block['type']} {becomes}").to_be_attached()
            await expect(row.locator(".unknown, .unknown-inline")).to_have_count(0)
        assert await page.locator("#log").evaluate(FITS)
        assert await page.locator("html").evaluate(FITS)
        await accessible(page, scheme)
        assert workspace.wire.complaints == []


async def test_each_input_of_a_form_is_drawn(tmp_path: Path, browser: Browser) -> None:
    workspace = Workspace(commands=[SlashCommand("/form")])
    async with served(tmp_path, browser, workspace) as demo:
        page = await demo.page()
        trigger = workspace.triggers.make("U0ANALYST")
        await demo.slack().views_open(trigger_id=trigger, view=FORM)
        form = page.get_by_role("dialog", name="Every input")
        await form.wait_for()
        await expect(form.locator(".unknown")).to_have_count(0)
        for label in LABELS:
            shown = form.get_by_label(label).or_(form.get_by_role("group", name=label))
            await expect(shown.first, label).to_be_attached()
        await expect(form.locator(".alert.warning")).to_contain_text("An alert")
        await accessible(page)


@pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=IDS)
async def test_every_panel_is_accessible(
    tmp_path: Path, browser: Browser, size: tuple[int, int], scheme: Scheme
) -> None:
    """Thread, Home, wire, faults, completion, menus and the switcher."""
    workspace = Workspace(commands=[SlashCommand("/flag", "Flag a page", "URL [note]")])
    async with served(tmp_path, browser, workspace) as demo:
        client = demo.slack()
        first = await client.chat_postMessage(channel=ROOM, text="A card")
        await client.chat_postMessage(channel=ROOM, text="A reply", thread_ts=str(first["ts"]))
        home = [{"type": "header", "text": {"type": "plain_text", "text": "Yours, open"}}]
        await client.views_publish(user_id="U0ANALYST", view={"type": "home", "blocks": home})
        page = await demo.page(size)
        composer = page.get_by_role("textbox", name="Message #referrals")
        await composer.fill("/")
        await page.get_by_role("option", name="/flag").wait_for()
        await accessible(page, scheme)
        await composer.fill(":tad")
        await page.get_by_role("option", name=":tada:").click()
        await expect(composer).to_have_value(":tada: ")
        await composer.fill("")
        await page.locator("#log .thread-summary").click()
        await expect(page.locator("#thread article")).to_have_count(2)
        await accessible(page, scheme)
        await page.get_by_role("button", name="Close the thread").click()
        await page.get_by_role("button", name="Wire", exact=True).first.click()
        await page.locator("#faults-summary").click()
        await page.locator(".wire-row").last.click()
        await accessible(page, scheme)
        await page.locator("#wire-close").click()
        await page.locator("#who").click()
        await accessible(page, scheme)
        await page.keyboard.press("Escape")
        await page.keyboard.press("Control+k")
        await page.get_by_role("option", name="Referral Bot").wait_for()
        await accessible(page, scheme)
        await page.keyboard.press("Escape")
        home_page = await demo.page(size, "#/app")
        await expect(home_page.locator("#home")).to_contain_text("Yours, open")
        await accessible(home_page, scheme)
