"""What a message from the app must be to be taken, and what Slack would complain about in it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import orjson

from handlers.workspace.blockkit.limits import problems_in_blocks
from handlers.workspace.blockkit.numbers import ALL_BLOCKS, MARKDOWN_TEXT, MESSAGE_TEXT
from handlers.workspace.state.model import JSON, Blocks
from handlers.workspace.state.refusals import SlackError, refused_schema

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_URL = re.compile(r"https?://", re.IGNORECASE)


def parsed(value: Any, error: str) -> Any:
    """A structured argument: forms carry it as a JSON string, JSON bodies as it is."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        raise SlackError(error) from None


def truthy(value: Any) -> bool:
    """A boolean argument as forms and JSON write it."""
    return value is True or str(value).lower() in {"1", "true"}


def checked_blocks(value: Any, unsupported: Collection[str]) -> Blocks:
    """Blocks of a message; raises `invalid_blocks_format` or `invalid_blocks` with the paths."""
    blocks = parsed(value, "invalid_blocks_format")
    if blocks is None:
        return []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if problems := problems_in_blocks(blocks, unsupported=unsupported):
        raise refused_schema("invalid_blocks", problems)
    if _length(blocks) > ALL_BLOCKS:
        raise SlackError("msg_blocks_too_long")
    return blocks


def _length(value: Any) -> int:
    """Of all texts below, but those of tables, which have a limit of their own."""
    if isinstance(value, list):
        return sum(map(_length, value))
    if not isinstance(value, dict) or value.get("type") in ("table", "data_table"):
        return 0
    text = value.get("text")
    own = len(text) if isinstance(text, str) else 0
    return own + sum(_length(one) for one in value.values() if isinstance(one, dict | list))


def checked_content(args: JSON, unsupported: Collection[str]) -> tuple[str, Blocks, Blocks]:
    """Text, blocks and attachments of a message, as far as Slack would take them."""
    text = args.get("text")
    if text is None:
        text = ""
    if not isinstance(text, str):
        text = str(text)
    if len(text) > MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    blocks = checked_blocks(args.get("blocks"), unsupported)
    if markdown := args.get("markdown_text"):
        if blocks or text:
            raise SlackError("markdown_text_conflict")
        if len(str(markdown)) > MARKDOWN_TEXT:
            raise SlackError("msg_too_long")
        blocks = [{"type": "markdown", "text": str(markdown)}]
    attachments = parsed(args.get("attachments"), "invalid_attachments") or []
    if not isinstance(attachments, list):
        raise SlackError("invalid_attachments")
    for attachment in attachments:
        if isinstance(attachment, dict) and attachment.get("blocks"):
            checked_blocks(attachment["blocks"], unsupported)
    if not text.strip() and not blocks and not attachments:
        raise SlackError("no_text")
    return text, blocks, attachments


def checked_metadata(value: Any) -> JSON:
    metadata = parsed(value, "invalid_metadata_format")
    if not metadata:
        return {}
    if not isinstance(metadata, dict) or set(metadata) - {
        "event_type",
        "event_payload",
        "entities",
    }:
        raise SlackError("invalid_metadata_format")
    if "event_type" in metadata and not (
        isinstance(metadata["event_type"], str) and isinstance(metadata.get("event_payload"), dict)
    ):
        raise SlackError("invalid_metadata_schema")
    return metadata


def complaints_about(
    args: JSON, text: str, blocks: Blocks, *, unfurl_asked: bool = True
) -> list[str]:
    """What is taken, but should not be sent so."""
    found: list[str] = []
    if not text.strip():
        found.append("no top-level text: notifications and screen readers have nothing to say")
    if unfurl_asked:
        found += [
            f"{name} is not false: Slack fetches every URL in the message"
            for name in ("unfurl_links", "unfurl_media")
            if str(args.get(name)).lower() not in {"false", "0"}
        ]
    if has_live_url(text):
        found.append("a raw URL stands in text: Slack makes it a link")
    if b"://" in orjson.dumps(blocks):
        found += [
            f"a raw URL stands in {where}: Slack makes it a link" for where in _urls_in(blocks)
        ]
    return found


def has_live_url(text: str) -> bool:
    """Whether mrkdwn text has a URL outside code."""
    return bool(_URL.search(_CODE.sub("", text))) if "://" in text else False


def _urls_in(value: Any, at: str = "blocks", *, code: bool = False) -> list[str]:
    """The paths of texts with a live URL."""
    if isinstance(value, list):
        return [
            hit
            for index, item in enumerate(value)
            for hit in _urls_in(item, f"{at}/{index}", code=code)
        ]
    if not isinstance(value, dict):
        return []
    kind = value.get("type")
    if kind == "link" and not code:
        return [at]
    text = value.get("text")
    code = (
        code
        or kind == "rich_text_preformatted"
        or bool(
            (value.get("style") or {}).get("code")
            if isinstance(value.get("style"), dict)
            else False
        )
    )
    hits: list[str] = []
    if (
        isinstance(text, str)
        and not code
        and kind in {"mrkdwn", "markdown", "text", "raw_text"}
        and has_live_url(text)
    ):
        hits.append(f"{at}/text")
    for key, item in value.items():
        if isinstance(item, dict | list):
            hits += _urls_in(item, f"{at}/{key}", code=code)
    return hits
