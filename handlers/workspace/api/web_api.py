"""`/api/<method>`: takes a call apart, checks its token, lets faults strike, answers as Slack does."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from handlers.workspace.api import (
    chat,
    conversations,
    files,
    people,
    views,
)
from handlers.workspace.api.calls import Call, Method
from handlers.workspace.api.files import take_upload
from handlers.workspace.app_requests.answers import apply_answer
from handlers.workspace.app_requests.socket_mode import Sockets
from handlers.workspace.connection_faults import CutConnection
from handlers.workspace.state.faults import FaultRule, refusal_of
from handlers.workspace.state.model import JSON
from handlers.workspace.state.refusals import SlackError
from handlers.workspace.state.workspace import Workspace

METHODS: dict[str, Method] = {
    **people.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **views.METHODS,
    **files.METHODS,
}
_WITHOUT_TOKEN = frozenset({"api.test"})
_WITH_APP_TOKEN = frozenset({"apps.connections.open"})
POST_BURST = 3
_RATE_LIMITED = frozenset({"chat.postMessage", "chat.postEphemeral", "chat.update"})


@dataclass
class PostRate:
    """About one message a second and channel, with a small burst, in real time."""

    seconds: Callable[[], float] = time.monotonic
    _full_again: dict[str, float] = field(default_factory=dict)

    def take(self, channel: str) -> int | None:
        """Count one message; returns the seconds to wait if it is one too many."""
        now = self.seconds()
        due = max(self._full_again.get(channel, 0.0), now)
        if due - now > POST_BURST - 1:
            return max(1, round(due - now - (POST_BURST - 1)))
        self._full_again[channel] = due + 1
        return None


class WebApi:
    """The endpoint for all methods, and the ones for response URLs and uploads."""

    def __init__(self, workspace: Workspace, sockets: Sockets) -> None:
        self._workspace = workspace
        self._sockets = sockets
        self.rate = PostRate()

    async def endpoint(self, request: Request) -> Response:
        name = request.path_params["method"]
        started = time.perf_counter()
        args: JSON = {}
        complaints: list[str] = []
        rule = self._workspace.faults.pick(name)
        try:
            # What has arrived is worked on, even where the caller has given up waiting meanwhile.
            args = await _arguments(request)
            await self._strike(rule)
            answer = await self._answer(name, request, args, complaints)
            response = _json(answer)
        except SlackError as refused:
            answer, response = refused.body(), _refusal(refused)
        except CutConnection:
            self._note(name, args, 0, None, started, ["fault: connection cut before the work"])
            raise
        if rule is not None and rule.fault == "lost_answer":
            self._note(name, args, 0, answer, started, [*complaints, "fault: the answer was lost"])
            raise CutConnection
        if rule is not None:
            complaints.append(f"fault: {rule.fault}")
        self._note(name, args, response.status_code, answer, started, complaints)
        response.headers["x-oauth-scopes"] = ",".join(sorted(self._workspace.scopes))
        response.headers["date"] = formatdate(usegmt=True)  # real time, as what is signed
        return response

    async def _strike(self, rule: FaultRule | None) -> None:
        if rule is None:
            return
        if rule.fault == "dropped":
            raise CutConnection
        if rule.fault == "slow":
            await asyncio.sleep(rule.seconds)
        if (refused := refusal_of(rule)) is not None:
            raise refused

    async def _answer(self, name: str, request: Request, args: JSON, complaints: list[str]) -> JSON:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        self._check_token(name, request, args)
        if self._workspace.strict_rate_limits and name in _RATE_LIMITED:
            wait = self.rate.take(str(args.get("channel")))
            if wait is not None:
                raise SlackError("ratelimited", status=429, retry_after=wait)
        found = method(Call(self._workspace, self._sockets, args, complaints))
        return await found if inspect.isawaitable(found) else found

    def _check_token(self, name: str, request: Request, args: JSON) -> None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        token = token.strip() if kind.lower() == "bearer" else str(args.get("token") or "")
        if name in _WITHOUT_TOKEN:
            return
        if not token:
            raise SlackError("not_authed")
        known = {self._workspace.bot_token: False, self._workspace.app_token: True}
        if token not in known:
            raise SlackError("invalid_auth")
        if known[token] != (name in _WITH_APP_TOKEN):
            raise SlackError("not_allowed_token_type")

    def _note(
        self,
        name: str,
        args: JSON,
        status: int,
        answer: JSON | None,
        started: float,
        complaints: list[str],
    ) -> None:
        ms = (time.perf_counter() - started) * 1000
        self._workspace.wire.note("to_slack", name, args, status, answer, ms, complaints)

    async def response_url(self, request: Request) -> Response:
        """What an app posts to a response URL."""
        started = time.perf_counter()
        complaints: list[str] = []
        body: JSON = {}
        answer: JSON = {"ok": True}
        response: Response = PlainTextResponse("ok")
        rule = self._workspace.faults.pick("response_url")
        try:
            body = await _arguments(request)
            await self._strike(rule)
            if isinstance(payload := body.get("payload"), str):
                body = orjson.loads(payload)
            url = self._workspace.response_urls.use(request.path_params["key"])
            complaints += apply_answer(self._workspace, url, body)
        except (SlackError, orjson.JSONDecodeError) as failure:
            refused = failure if isinstance(failure, SlackError) else SlackError("invalid_payload")
            answer = refused.body()
            complaints.append(refused.error)
            status = 400 if refused.status == 200 else refused.status
            response = _json(answer, status)
            if refused.retry_after is not None:
                response.headers["retry-after"] = str(refused.retry_after)
        if rule is not None and rule.fault == "lost_answer":
            self._note(
                "response_url",
                body,
                0,
                answer,
                started,
                [*complaints, "fault: the answer was lost"],
            )
            raise CutConnection
        self._note("response_url", body, response.status_code, answer, started, complaints)
        return response

    async def upload(self, request: Request) -> Response:
        """The second step of a file upload."""
        started = time.perf_counter()
        file_id, body = request.path_params["file_id"], await request.body()
        kind = request.headers.get("content-type", "")
        taken = take_upload(self._workspace, file_id, kind, body)
        status = 200 if taken else 404
        self._note(
            "files.upload", {"file_id": file_id, "bytes": len(body)}, status, None, started, []
        )
        return PlainTextResponse(f"OK - {len(body)}" if taken else "not found", status)

    async def download(self, request: Request) -> Response:
        """A file's content, always as a download, never as a page.

        People at the page need no token. An app without the right one is sent to where people sign
        in, as by Slack.
        """
        told = request.headers.get("authorization", "")
        reads = told == f"Bearer {self._workspace.bot_token}" and (
            "files:read" in self._workspace.scopes
        )
        at_page = not told and request.headers.get("sec-fetch-site") in ("same-origin", "none")
        if not reads and not at_page:
            return RedirectResponse("/?redir=files", 302)
        file = self._workspace.files.get(request.path_params["file_id"])
        if file is None or file.content is None:
            return PlainTextResponse("not found", 404)
        return Response(
            file.content,
            media_type="application/octet-stream",
            headers={
                "Content-Disposition": "attachment",
                "X-Content-Type-Options": "nosniff",
            },
        )


async def _arguments(request: Request) -> JSON:
    """Arguments from the query, a form or a JSON body; the body wins."""
    args: JSON = dict(request.query_params)
    if request.method != "POST":
        return args
    body = await request.body()
    if not body:
        return args
    if "json" in request.headers.get("content-type", ""):
        try:
            given = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise SlackError("invalid_json") from None
        if not isinstance(given, dict):
            raise SlackError("json_not_object")
        return args | given
    try:
        return args | dict(parse_qsl(body.decode(), keep_blank_values=True))
    except UnicodeDecodeError:
        raise SlackError("invalid_form_data") from None


def _json(answer: JSON, status: int = 200) -> Response:
    return Response(orjson.dumps(answer), status, media_type="application/json; charset=utf-8")


def _refusal(refused: SlackError) -> Response:
    if refused.status >= 500:
        return PlainTextResponse("Something went wrong on Slack's side.", refused.status)
    response = _json(refused.body(), refused.status)
    if refused.retry_after is not None:
        response.headers["retry-after"] = str(refused.retry_after)
    return response
