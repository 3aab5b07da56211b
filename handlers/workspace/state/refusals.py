"""Refusals: what Slack's API answers with `ok: false`, and what the control API answers with 4xx."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """A Web API call is refused; `extra` joins the JSON answer."""

    def __init__(
        self, error: str, *, status: int = 200, retry_after: int | None = None, **extra: Any
    ) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.retry_after = retry_after
        self.extra = extra

    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.error, **self.extra}


class ControlError(Exception):
    """A control call is refused, with a code and a sentence."""

    def __init__(self, error: str, detail: str, *, status: int = 400, **extra: Any) -> None:
        super().__init__(f"{error}: {detail}")
        self.error = error
        self.detail = detail
        self.status = status
        self.extra = extra

    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.error, "detail": self.detail, **self.extra}


def refused_schema(error: str, problems: list[str]) -> SlackError:
    """`invalid_blocks` or `invalid_arguments`, naming each faulty path as Slack does."""
    return SlackError(error, errors=problems, response_metadata={"messages": problems})
