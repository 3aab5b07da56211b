"""A long channel, and what an app may answer to a form."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.async_api import Browser, expect
from playwright.async_api import Route as PageRoute
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.workspace.serving import serve
from handlers.workspace.state.model import SlackMessage, SlashCommand
from handlers.workspace.state.workspace import Workspace
from tests.browser.conftest import served
from tests.workspace_client import ControlClient

ROOM = "C0REFERRALS"
MANY = 5000
SCROLL = """async (up) => {
  const log = document.querySelector("#log"), rows = () => [...log.querySelectorAll("article")];
  const edge = () => rows().at(up ? 0 : -1)?.dataset.ts, until = Date.now() + 60000;
  const over = () => up ? log.querySelector(".beginning") : edge() === window.newest;
  window.newest ??= rows().at(-1).dataset.ts;
  let pages = 0, most = 0;
  while (!over() && Date.now() < until) {
    const before = edge();
    log.scrollTo(0, up ? 0 : log.scrollHeight);
    while (edge() === before && !over() && Date.now() < until) await new Promise(requestAnimationFrame);
    pages += 1;
    most = Math.max(most, rows().length);
  }
  const said = (row) => row.querySelector(".content").textContent.trim();
  return {pages, rows: most, first: said(rows()[0]), last: said(rows().at(-1))};
}"""
TO_THE_FIRST, TO_THE_LAST = f"() => ({SCROLL})(true)", f"() => ({SCROLL})(false)"


async def test_five_thousand_messages_come_in_pages(tmp_path: Path, browser: Browser) -> None:
    workspace = Workspace()
    for number in range(MANY):
        workspace.post(SlackMessage(ROOM, "", "U0SECOND", f"message {number}"))
    async with served(tmp_path, browser, workspace) as demo:
        page = await demo.page()
        await expect(page.locator("#log article").last).to_contain_text(f"message {MANY - 1}")
        up = await page.evaluate(TO_THE_FIRST)
        assert up["first"] == "message 0"
        assert up["pages"] >= MANY / 50 - 5, "it came in pages"
        assert up["rows"] <= 300, "only a window of it is drawn"
        down = await page.evaluate(TO_THE_LAST)
        assert down["last"] == f"message {MANY - 1}"
        assert down["rows"] <= 300
        assert await page.locator("*").count() < 20_000


async def test_what_comes_while_messages_are_read_is_not_lost(
    tmp_path: Path, browser: Browser
) -> None:
    workspace = Workspace()
    workspace.post(SlackMessage(ROOM, "", "U0SECOND", "there before"))
    async with served(tmp_path, browser, workspace) as demo:
        context = await browser.new_context()
        page = await context.new_page()
        control = ControlClient(demo.address)

        async def late(route: PageRoute) -> None:
            answer = await route.fetch()
            workspace.post(SlackMessage(ROOM, "", "U0SECOND", "came meanwhile"))
            # The clock is told after it: once it shows, the message was heard.
            await control.move_clock(seconds=3600)
            await expect(page.locator("#clock-face")).not_to_have_text(before)
            await route.fulfill(response=answer)

        await page.goto(f"{demo.address}/?as=U0ANALYST")
        await page.locator("#app:not([aria-busy])").wait_for()
        before = await page.locator("#clock-face").inner_text()
        await page.route("**/_control/messages*", late)
        await page.reload()
        await expect(page.locator("#log")).to_contain_text("came meanwhile")
        await control.close()
        await context.close()


def form(title: str, **more: Any) -> dict[str, Any]:
    """A view with one input."""
    plain = {"type": "plain_text"}
    return {
        "type": "modal",
        "title": {**plain, "text": title},
        "submit": {**plain, "text": "Hand in"},
        "blocks": [
            {
                "type": "input",
                "block_id": "page",
                "label": {**plain, "text": "Page"},
                "element": {"type": "plain_text_input", "action_id": "url"},
            }
        ],
        **more,
    }


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["wide", "narrow"])
async def test_what_an_app_answers_to_a_form(
    tmp_path: Path, browser: Browser, size: tuple[int, int]
) -> None:
    answers: list[dict[str, Any] | None] = []
    workspace = Workspace(commands=[SlashCommand("/form")])

    async def app(request: Request) -> Response:
        sent = parse_qs((await request.body()).decode())
        if "command" in sent:
            (trigger,) = sent["trigger_id"]
            client = AsyncWebClient(
                request.app.state.bot_token, base_url=f"{request.app.state.address}/api/"
            )
            await client.views_open(trigger_id=trigger, view=form("First"))
            return Response()
        answer = answers.pop(0)
        return Response("broken", 500) if answer is None else JSONResponse(answer)

    bot = Starlette(routes=[Route("/slack/events", app, methods=["POST"])])
    async with serve(bot) as bot_url, served(tmp_path, browser, workspace) as demo:
        bot.state.address = demo.address
        bot.state.bot_token = workspace.bot_token
        workspace.request_url = f"{bot_url}/slack/events"
        page = await demo.page(size)
        await page.get_by_role("textbox", name="Message #referrals").fill("/form ")
        await page.get_by_role("button", name="Send", exact=True).click()
        await page.get_by_role("dialog", name="First").wait_for()
        field = page.get_by_role("textbox", name="Page")
        hand_in = page.get_by_role("button", name="Hand in")
        await field.fill("nowhere")
        answers[:] = [{"response_action": "errors", "errors": {"page": "That is no address."}}]
        await hand_in.click()
        await expect(page.locator(".input-error")).to_have_text("That is no address.")
        await expect(field).to_have_value("nowhere")
        answers[:] = [None]
        await hand_in.click()
        await expect(page.locator(".modal-trouble")).to_contain_text("We had some trouble")
        demo.faults = [one for one in demo.faults if "409" not in one]
        answers[:] = [{"response_action": "update", "view": form("Second")}]
        await hand_in.click()
        await page.get_by_role("dialog", name="Second").wait_for()
        await field.fill("somewhere")
        answers[:] = [{"response_action": "push", "view": form("Third")}]
        await hand_in.click()
        await page.get_by_role("dialog", name="Third").wait_for()
        await field.fill("else")
        answers[:] = [{"response_action": "clear"}]
        await hand_in.click()
        await expect(page.locator("dialog[open]")).to_have_count(0)
