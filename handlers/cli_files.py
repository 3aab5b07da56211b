"""Files that commands write: new, whole or not there at all, for their owner's eyes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.domain.errors import BadAnswer


def refuse_both(as_json: bool, as_csv: bool) -> None:
    """BadAnswer where both forms are asked for."""
    if as_json and as_csv:
        raise BadAnswer("Choose one of --json and --csv.")


def refuse_if_there(path: Path | None) -> None:
    """BadAnswer for a file that is there already: nothing is written over."""
    if path is not None and path.exists():
        raise BadAnswer(f"{path} is there already; name another file.", field="output")


@contextmanager
def new_file(path: Path) -> Iterator[TextIO]:
    """A new file that only its owner may read, as it holds what the team knows.

    It is there under its name once all is written; where that fails, nothing of it is left.
    Raises BadAnswer where it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise BadAnswer(f"{part} cannot be written: {error.strerror}.", field="output") from None
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as out:
            yield out
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
