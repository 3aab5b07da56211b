"""Files that are sent: the time that their size needs, and "not sent" only where that is certain."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.domain.errors import Refusal
from bot.sentences import troubles
from handlers.outbound.slack_client import open_client
from handlers.slack.context.responder import SlackResponder, upload_time
from handlers.workspace.serving import serve

OPEN, PLACE, UPLOAD, COMPLETE = "open", "place", "upload", "complete"


@asynccontextmanager
async def sending(
    step: str = "", answer: Response | None = None, slow: float = 0.0
) -> AsyncIterator[SlackResponder]:
    """Speaks to a Slack that answers one step like this, or takes its time for the content."""
    address: list[str] = []

    def said(at: str, usual: Response) -> Response:
        return answer if answer is not None and at == step else usual

    async def method(request: Request) -> Response:
        match request.path_params["method"]:
            case "conversations.open":
                return said(OPEN, JSONResponse({"ok": True, "channel": {"id": "D1"}}))
            case "files.getUploadURLExternal":
                url = f"{address[0]}/upload"
                return said(PLACE, JSONResponse({"ok": True, "file_id": "F1", "upload_url": url}))
            case _:
                if step == COMPLETE and slow:
                    await asyncio.sleep(slow)
                return said(COMPLETE, JSONResponse({"ok": True, "files": [{"id": "F1"}]}))

    async def upload(request: Request) -> Response:
        await request.body()
        if step == UPLOAD and slow:
            await asyncio.sleep(slow)
        return said(UPLOAD, PlainTextResponse("OK"))

    routes = [
        Route("/api/{method}", method, methods=["POST", "GET"]),
        Route("/upload", upload, methods=["POST"]),
    ]
    async with serve(Starlette(routes=routes)) as base:
        address.append(base)
        async with open_client("xoxb-1", f"{base}/api/", seconds=0.5) as client:
            yield SlackResponder(client)


async def send(responder: SlackResponder) -> None:
    """A file for one person."""
    await responder.send_file("U1", "referrals.csv", "Referrals", b"x" * 100_000)


def test_an_upload_has_the_time_that_its_size_needs() -> None:
    for size in (1, 1_000_000, 50_000_000):
        total = upload_time(size).total
        assert total is not None
        assert total >= 30 + size / 50_000


async def test_a_slow_upload_is_not_cut_by_the_time_of_a_call() -> None:
    async with sending(UPLOAD, slow=1.0) as responder:
        await send(responder)


def refused(code: str) -> Response:
    """Slack's answer."""
    return JSONResponse({"ok": False, "error": code})


@pytest.mark.parametrize(
    ("step", "answer", "sentence"),
    [
        (OPEN, refused("user_not_found"), troubles.file_refused("user_not_found")),
        (OPEN, refused("missing_scope"), troubles.CANNOT_SEND_FILES),
        (PLACE, refused("internal_error"), troubles.file_refused("internal_error")),
        (UPLOAD, PlainTextResponse("no", 500), troubles.FILE_NOT_SENT),
        (COMPLETE, refused("not_in_channel"), troubles.file_refused("not_in_channel")),
        (COMPLETE, refused("internal_error"), troubles.FILE_PERHAPS_SENT),
        (COMPLETE, refused("fatal_error"), troubles.FILE_PERHAPS_SENT),
        (COMPLETE, JSONResponse({"ok": False, "error": "x"}, 503), troubles.FILE_PERHAPS_SENT),
    ],
)
async def test_what_is_said_where_it_fails(step: str, answer: Response, sentence: str) -> None:
    async with sending(step, answer) as responder:
        with pytest.raises(Refusal) as said:
            await send(responder)
    assert said.value.sentence == sentence


async def test_no_answer_to_the_last_call_may_mean_that_it_was_sent() -> None:
    async with sending(COMPLETE, slow=1.0) as responder:
        with pytest.raises(Refusal, match="don't know whether"):
            await send(responder)
