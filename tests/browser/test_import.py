"""A lead hands in the team's earlier records in a browser, and finds them in the figures."""

from __future__ import annotations

from playwright.async_api import FilePayload, expect

from tests.browser.conftest import NARROW, Demo
from tests.browser.users import Mouse, accessible

RECORDS = (
    "url,referred,outcome,decided\n"
    "https://www.facebook.com/groups/1111,2026-01-10,removed,2026-01-20\n"
    "https://www.facebook.com/groups/2222,2026-01-11,,\n"
)


async def test_a_file_is_handed_in_checked_and_imported(demo: Demo) -> None:
    page = await demo.page(NARROW)
    await page.goto(f"{demo.address}/?as=U0LEAD")
    me = Mouse(page)
    await me.card("R-1204").wait_for()
    await me.send("/referrals import")
    await me.press(me.form.get_by_role("button", name="Check the file"))
    await expect(me.form.locator(".input-error").first).to_contain_text("complete this required")
    file: FilePayload = {"name": "records.csv", "mimeType": "text/csv", "buffer": RECORDS.encode()}
    await me.form.get_by_label("File").set_input_files(file)
    await expect(me.form.locator(".handed-in")).to_contain_text("records.csv")
    await accessible(page, "light")
    await me.press(me.form.get_by_role("button", name="Check the file"))
    await expect(me.form).to_contain_text("2 referrals to record in #referrals")
    await me.press(me.form.get_by_role("button", name="Import 2 referrals"))
    await expect(me.form).to_be_hidden()
    await expect(me.card("imported 2 referrals")).to_contain_text(
        "1 waiting for an answer, 1 closed"
    )
    await expect(page.locator("#log .ephemeral").last).to_contain_text("Imported 2 referrals")
    assert demo.workspace.wire.complaints == []
