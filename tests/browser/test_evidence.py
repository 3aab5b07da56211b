"""A screenshot is handed in with a flag in a browser, shown on the card, and taken away by somebody else."""

from __future__ import annotations

from playwright.async_api import FilePayload, expect

from tests.browser.conftest import Demo
from tests.browser.users import Mouse, accessible

PAGE = "https://www.facebook.com/groups/55500000000000001"


async def test_a_screenshot_comes_with_a_flag_and_is_taken_away(demo: Demo) -> None:
    page = await demo.page()
    me = Mouse(page)
    await me.send("/flag")
    await me.form.get_by_label("Page").fill(PAGE)
    file: FilePayload = {"name": "shot.png", "mimeType": "image/png", "buffer": b"\x89PNG shot"}
    await me.form.get_by_label("Evidence").set_input_files(file)
    await expect(me.form.locator(".handed-in")).to_contain_text("shot.png")
    await accessible(page, "light")
    await me.press(me.form.get_by_role("button", name="Flag", exact=True))
    await expect(me.form).to_be_hidden()
    card = me.card("55500000000000001", "1 piece of evidence")
    await card.wait_for()
    await expect(page.locator("#log .ephemeral").last).to_contain_text("1 file is kept as evidence")
    await me.press(card.get_by_role("button", name="More"))
    await me.press(page.get_by_role("menuitem", name="All actions…"))
    await me.press(me.form.get_by_role("button", name="Evidence"))
    await expect(me.form).to_contain_text("shot.png")
    await accessible(page, "light")
    await me.press(me.form.get_by_role("button", name="Send me this file"))
    await expect(me.form).to_contain_text("The file is in our direct messages")
    sent = [one for one in demo.workspace.files.values() if one.content == b"\x89PNG shot"]
    assert [one.name for one in sent] == ["shot.png", "shot.png"]
    assert demo.workspace.wire.complaints == []
