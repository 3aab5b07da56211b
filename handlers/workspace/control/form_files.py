"""Files that people hand in with a form: taken, and put into the form's state as Slack puts them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from mimetypes import guess_type
from typing import Any

from handlers.workspace.api.files import LARGEST
from handlers.workspace.blockkit.ids import elements_of
from handlers.workspace.blockkit.numbers import FILES
from handlers.workspace.state.model import JSON, Blocks, File, SlackChannel, User, new_id
from handlers.workspace.state.refusals import ControlError
from handlers.workspace.state.workspace import Workspace


def take_file(workspace: Workspace, user: User, name: str, encoded: str) -> JSON:
    """Keep a person's file (base64); what Slack would say of it. Raises ControlError."""
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise ControlError("invalid_arguments", "`content` must be base64.") from None
    if not content or len(content) > LARGEST:
        raise ControlError("invalid_arguments", "A file has 1 to 50,000,000 bytes.")
    file = File(
        new_id("F"),
        name.replace("/", "_"),
        mimetype=guess_type(name)[0] or "application/octet-stream",
        length=len(content),
        content=content,
        user=user.id,
        completed=True,
    )
    workspace.files[file.id] = file
    return as_slack(workspace, file)


def as_slack(workspace: Workspace, file: File) -> JSON:
    """The file object of `files.info` and of a form's state."""
    return file.as_slack(workspace.base_url, int(workspace.clock.now().timestamp()))


def posted_files(
    workspace: Workspace, user: User, channel: SlackChannel, ids: Sequence[Any]
) -> Blocks:
    """A person's files, given by id, as they stand in a message. Raises ControlError."""
    try:
        files = [_owned(workspace, user, one) for one in ids]
    except ValueError as wrong:
        raise ControlError("invalid_arguments", str(wrong)) from None
    for file in files:
        file.channels.append(channel.id)
    return [as_slack(workspace, file) for file in files]


def with_files(workspace: Workspace, user: User, blocks: Blocks, typed: Any) -> Any:
    """Typed values whose files, given by id, are whole. Raises ControlError, by the block."""
    if not isinstance(typed, dict):
        return typed
    filled = dict(typed)
    for block, element in elements_of(blocks):
        given = typed.get(block["block_id"])
        if element["type"] != "file_input" or not isinstance(given, dict):
            continue
        chosen = given.get(element["action_id"])
        if not chosen:
            continue
        try:
            files = [_owned(workspace, user, one) for one in _listed(chosen)]
            _check(element, files)
        except ValueError as wrong:
            errors = {block["block_id"]: str(wrong)}
            raise ControlError("invalid_input", "Some values do not fit.", errors=errors) from None
        told = [as_slack(workspace, file) for file in files]
        filled[block["block_id"]] = {**given, element["action_id"]: told}
    return filled


def _listed(chosen: Any) -> list[Any]:
    return chosen if isinstance(chosen, list) else [chosen]


def _owned(workspace: Workspace, user: User, one: Any) -> File:
    file = workspace.files.get(str(one.get("id") if isinstance(one, dict) else one))
    if file is None or file.user != user.id:
        raise ValueError("That file is gone; choose it again.")
    return file


def _check(element: JSON, files: list[File]) -> None:
    """What Slack's client lets a person choose."""
    most = element.get("max_files") or FILES
    if len(files) > most:
        raise ValueError(f"Please choose at most {most} files.")
    types = [str(one).lower().lstrip(".") for one in element.get("filetypes") or []]
    for file in files:
        if types and file.name.rpartition(".")[2].lower() not in types:
            raise ValueError(f"{file.name} is none of: {', '.join(types)}.")
