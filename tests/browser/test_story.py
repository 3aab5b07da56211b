"""The first minute of a newcomer, played in a browser: by mouse and by keyboard, wide and narrow."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Demo
from tests.browser.users import Hands, Keyboard, Mouse, Scheme, accessible

PAGE = "https://www.facebook.com/groups/1234567890/"
AGAIN = "m.facebook.com/groups/1234567890?ref=share"
DEFANGED = "hxxps://www[.]facebook[.]com/groups/1234567890/"


def decided(folder: Path, since: datetime, until: datetime) -> tuple[int, int]:
    """How many were rejected, and how many decided, in a period: counted in the events."""
    micros = [int(at.timestamp() * 1_000_000) for at in (since, until)]
    with closing(sqlite3.connect(folder / "referrals.db")) as file:
        rows = dict(
            file.execute(
                "SELECT action, count(*) FROM events WHERE happened_at >= ? AND happened_at < ?"
                " GROUP BY action",
                micros,
            ).fetchall()
        )
    # On a Monday morning the story may have closed none yet.
    return rows["reject"], rows["reject"] + rows.get("close", 0)


@pytest.mark.parametrize(
    ("with_", "size"), [(Mouse, WIDE), (Keyboard, NARROW)], ids=["mouse, wide", "keyboard, narrow"]
)
async def test_first_minute(demo: Demo, size: tuple[int, int], with_: type[Hands]) -> None:
    page = await demo.page(size)
    me = with_(page)
    scheme: Scheme = "light" if with_ is Mouse else "dark"

    async def station(page: Page) -> None:
        await accessible(page, scheme)

    await me.card("R-1204", "Mark referred").wait_for()

    told = await me.command(f"/flag {PAGE} offers crossings")
    await expect(told).to_contain_text("R-1205 recorded")
    card = me.card("R-1205", DEFANGED)
    await expect(card).to_contain_text("not referred yet")
    await expect(card).to_contain_text("offers crossings")
    await station(page)

    await me.press(card.get_by_role("button", name="Mark referred"))
    await expect(me.form).to_be_visible()
    await station(page)
    for label, option in (
        ("Category", "Offer of crossing"),
        ("Confidence", "Certain"),
        ("Basis", "Both"),
    ):
        await me.choose(label, option)
    await me.press(me.form.get_by_role("button", name="Mark referred"))
    await expect(me.form).to_be_hidden()
    await expect(card).to_contain_text("waiting for an answer")
    await expect(card).to_contain_text("certain")

    await me.press(card.get_by_role("button", name="Rejected"))
    await expect(me.form).to_be_visible()
    await me.press(me.form.get_by_role("button", name="Record"))
    await expect(me.form.locator(".input-error").first).to_be_visible()
    await station(page)
    await me.choose("Reason", "Not breaching terms")
    await me.press(me.form.get_by_role("button", name="Record"))
    await expect(me.form).to_be_hidden()
    await expect(card.get_by_role("button", name="Appeal")).to_be_visible()
    await expect(card).to_contain_text("not breaching terms")

    told = await me.command(f"/flag {AGAIN}")
    await expect(told).to_contain_text("R-1205")
    await expect(told).to_contain_text("Nothing new was recorded")
    told = await me.command("/referrals stats")
    await expect(told).to_contain_text("486 of 1,064")
    await station(page)

    now = demo.workspace.clock.now()
    await me.moves_clock("+3 weeks")
    monday = now.astimezone(ZoneInfo("Europe/London")).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    monday -= timedelta(days=monday.weekday())
    rejected, of = decided(
        demo.folder, monday.astimezone(UTC), (monday + timedelta(days=7)).astimezone(UTC)
    )
    week = monday.isocalendar()
    digest = me.card(f"week {week.week} of {week.year}")
    await expect(digest).to_contain_text(re.compile(rf"\b{rejected} of {of}\b"))
    await expect(digest.get_by_role("button", name="Show overdue")).to_be_visible()
    await station(page)

    await me.goes("Referral Bot")
    await station(page)
    await me.press(page.get_by_role("tab", name="Messages"))
    await expect(page.locator("#log article").last).to_contain_text("No answer after")
    await expect(
        page.locator("#log article").last.get_by_role("button", name="Closed").first
    ).to_be_visible()
    await station(page)
    assert demo.workspace.wire.complaints == []


async def test_the_first_screen_needs_few_requests(demo: Demo) -> None:
    page = await demo.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.reload()
    await Mouse(page).card("R-1204").wait_for()
    assert all(url.startswith(demo.address) for url in asked)
    modules = [url for url in asked if "/js/" in url]
    # Where a machine is busy, messages that come while the page is drawn are asked for once more.
    assert len(asked) - len(modules) <= 18
    assert len(modules) == len(set(modules)) <= 45


async def test_nothing_typed_runs_pings_or_breaks(demo: Demo) -> None:
    page = await demo.page()
    me = Mouse(page)
    await me.card("R-1204").wait_for()
    long = "a" * 5000
    note = f"<script>document.title='x'</script> <img src=x onerror=alert(1)> <!channel> {long}"
    await me.command(f"/flag {PAGE} {note}")
    card = me.card("R-1205", DEFANGED)
    await expect(card).to_contain_text("<script>document[.]title='x'</script>")
    await expect(card).to_contain_text("onerror=alert(1)")
    await expect(card).not_to_contain_text(long)
    await card.get_by_role("button", name="More", exact=True).click()
    await page.get_by_role("menuitem", name="History").click()
    await expect(me.form).to_contain_text(long)
    await expect(me.form.locator("script, img, .mention")).to_have_count(0)
    assert await me.form.evaluate("el => el.scrollWidth <= el.clientWidth")
    await page.keyboard.press("Escape")
    await expect(card.locator("script, img, .mention")).to_have_count(0)
    assert "local workspace" in await page.title()
    wide = "el => el.scrollWidth <= el.clientWidth"
    assert await page.locator("#log").evaluate(wide)
    assert await page.locator("html").evaluate(wide)
    assert demo.workspace.wire.complaints == []
