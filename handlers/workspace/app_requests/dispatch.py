"""Signed requests to the app: over HTTP to its request URL, or over Socket Mode where it listens."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

import httpx
import orjson

from handlers.workspace.app_requests.payloads import event_envelope, wire_name
from handlers.workspace.app_requests.socket_mode import Sockets
from handlers.workspace.state.model import JSON
from handlers.workspace.state.refusals import ControlError, SlackError
from handlers.workspace.state.workspace import Workspace

Kind = Literal["slash_commands", "interactive", "events_api"]
Apply = Callable[[Any], list[str]]
"""Takes the body of the app's answer, acts on it, and returns what Slack would complain about."""


@dataclass(frozen=True)
class AppAnswer:
    """How the app answered. `status` 0: it did not, within the three seconds or at all."""

    status: int
    ms: float
    body: Any
    error: str = ""
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.status == 200

    def as_json(self) -> JSON:
        return {
            "status": self.status,
            "ms": round(self.ms, 2),
            "body": self.body,
            "error": self.error,
        }


def is_loopback(host: str | None) -> bool:
    """Whether a host name or literal can only be this machine."""
    if not host:
        return False
    if host.lower() == "localhost" or host.lower().endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_request_url(url: str) -> str:
    """The app's request URL; anything but http on loopback is refused."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not is_loopback(parts.hostname):
        raise ControlError(
            "bad_request_url", "The app's request URL must be on this machine (127.0.0.1)."
        )
    return url


def signed_headers(signing_secret: str, body: bytes) -> dict[str, str]:
    """Slack's v0 signature, in real time."""
    stamp = str(int(time.time()))
    digest = hmac.new(
        signing_secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256
    ).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


class Dispatcher:
    """Sends to the app and waits as long as Slack does."""

    def __init__(self, workspace: Workspace, sockets: Sockets) -> None:
        self._workspace = workspace
        self._sockets = sockets
        self._client: httpx.AsyncClient | None = None
        self._background: set[asyncio.Task[Any]] = set()

    async def command(self, form: JSON, apply: Apply) -> AppAnswer:
        return await self._send("slash_commands", str(form["command"]), form, apply)

    async def interactive(self, payload: JSON, apply: Apply | None = None) -> AppAnswer:
        return await self._send("interactive", wire_name(payload), payload, apply)

    async def event(self, event: JSON) -> AppAnswer | None:
        """Send an event; where the app does not take it, try again later as Slack does."""
        if not self._workspace.features.hears(_subscription(event)):
            return None
        envelope = event_envelope(self._workspace, event)
        delivery = await self._send("events_api", str(event["type"]), envelope)
        if not 200 <= delivery.status < 300:
            self.in_background(self._try_event_again(event, envelope, delivery))
        return delivery

    async def _try_event_again(self, event: JSON, envelope: JSON, last: AppAnswer) -> None:
        for number, delay in enumerate(self._workspace.event_retry_delays, start=1):
            await asyncio.sleep(delay)
            reason = "http_error" if last.status else "http_timeout"
            retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
            last = await self._send("events_api", str(event["type"]), envelope, retry=retry)
            if 200 <= last.status < 300:
                return

    def in_background(self, work: Coroutine[Any, Any, Any]) -> None:
        """Let something run on; `close` ends it."""
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _send(
        self,
        kind: Kind,
        name: str,
        payload: JSON,
        apply: Apply | None = None,
        retry: dict[str, str] | None = None,
    ) -> AppAnswer:
        started = time.perf_counter()
        task = asyncio.get_running_loop().create_task(self._answer(kind, payload, retry or {}))
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        await asyncio.wait({task}, timeout=self._workspace.deadline)
        ms = (time.perf_counter() - started) * 1000
        complaints: list[str] = []
        status, body, error = 0, None, ""
        if not task.done():
            error = "operation_timeout"
            complaints.append(f"no answer within {self._workspace.deadline:g} s")
            task.add_done_callback(lambda done: self._note_late(name, started, done))
        else:
            status, body, error = task.result()
            if error:
                complaints.append(error)
            elif not 200 <= status < 300:
                error = "operation_timeout"
                complaints.append(f"answered {status}, not 200")
        problems: tuple[str, ...] = ()
        if apply is not None and status == 200:
            try:
                complaints += apply(body)
            except SlackError as refused:
                problems = (refused.error, *refused.extra.get("errors", ()))
                complaints.append("; ".join(problems))
        self._workspace.wire.note("to_app", name, payload, status, body, ms, complaints)
        return AppAnswer(status, ms, body, error, problems)

    def _note_late(
        self, name: str, started: float, task: asyncio.Task[tuple[int, Any, str]]
    ) -> None:
        if task.cancelled() or task.exception() is not None:
            return
        status, body, _ = task.result()
        ms = (time.perf_counter() - started) * 1000
        self._workspace.wire.note(
            "to_app", name, None, status, body, ms, ["came too late: Slack had given up waiting"]
        )

    async def _answer(
        self, kind: Kind, payload: JSON, retry: dict[str, str]
    ) -> tuple[int, Any, str]:
        """Status, body and error of one request, however it travels."""
        if self._sockets.is_connected:
            return 200, await self._sockets.ask(kind, payload, retry), ""
        if not self._workspace.request_url:
            return 0, None, "dispatch_failed: the app has no request URL and no open socket"
        if kind == "events_api":
            content, content_type = orjson.dumps(payload), "application/json"
        else:
            form = (
                payload if kind == "slash_commands" else {"payload": orjson.dumps(payload).decode()}
            )
            content, content_type = urlencode(form).encode(), "application/x-www-form-urlencoded"
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (local workspace)",
            **signed_headers(self._workspace.signing_secret, content),
            **retry,
        }
        try:
            response = await self._http().post(
                checked_request_url(self._workspace.request_url), content=content, headers=headers
            )
        except httpx.HTTPError as failure:
            return 0, None, f"dispatch_failed: {type(failure).__name__}"
        return response.status_code, _parsed(response), ""

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            # Only loopback is ever called, so no certificates are loaded and no proxy is asked.
            self._client = httpx.AsyncClient(
                transport=self._workspace.request_transport,
                timeout=60,
                trust_env=False,
                verify=False,  # noqa: S501
            )
        return self._client

    async def close(self) -> None:
        """End what still runs, and close the connections to the app."""
        running = [task for task in self._background if not task.done()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()
            self._client = None


def _subscription(event: JSON) -> str:
    if event["type"] == "message":
        return {"C": "message.channels", "G": "message.groups", "D": "message.im"}[
            {"channel": "C", "group": "G", "im": "D"}[event["channel_type"]]
        ]
    return str(event["type"])


def _parsed(response: httpx.Response) -> Any:
    """The body as JSON where it is JSON, else as text."""
    if not response.content:
        return ""
    if "json" in response.headers.get("content-type", "") or response.content[:1] == b"{":
        try:
            return orjson.loads(response.content)
        except orjson.JSONDecodeError:
            return response.text
    return response.text
