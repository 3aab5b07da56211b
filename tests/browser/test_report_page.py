"""The report of a period in a real browser: as on A4, nothing loaded, nothing cut off."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner
from playwright.async_api import Browser

from handlers.cli import cli

A4_INSIDE = 688
"""182 mm, in the pixels of CSS."""


async def test_a_page_to_print(browser: Browser, sqlite_url: str, tmp_path: Path) -> None:
    env = {"DATABASE_URL": sqlite_url}
    path = tmp_path / "lead.html"
    for words in (["demo-data", "seeds"], ["report", "period", "--html", str(path)]):
        assert CliRunner().invoke(cli, words, env=env).exit_code == 0
    page = await browser.new_page(viewport={"width": A4_INSIDE, "height": 1000})
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    await page.goto(path.as_uri())
    await page.emulate_media(media="print")
    assert asked == [path.as_uri()]
    assert faults == []
    wide = "() => document.documentElement.scrollWidth"
    assert await page.evaluate(wide) <= A4_INSIDE
    outside = f"""() => [...document.querySelectorAll("main *")].filter(
        (one) => one.getBoundingClientRect().right > {A4_INSIDE} + 1).map((one) => one.outerHTML)"""
    assert await page.evaluate(outside) == []
    assert await page.locator("svg rect").count() >= 6
    months = page.locator("section", has=page.get_by_role("heading", name="Month by month"))
    assert "1,200" in await months.locator("tr.whole").inner_text()
    printed = await page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    await page.close()
