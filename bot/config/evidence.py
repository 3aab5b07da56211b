"""What config.yaml may say of evidence: where files are kept, which, and how large."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.config.values import NO_BOOLEAN, Model

EVIDENCE_KEY = "REFERRAL_BOT_EVIDENCE_KEY"
MOST_FILES = 10
"""Files with one form or message; Slack's forms take no more."""

FileType = Annotated[str, Field(pattern=r"^[a-z0-9]{1,10}$")]


class Evidence(Model):
    """Files are kept in `directory`; empty: no file is taken. `types` are what their names end with."""

    directory: Annotated[str, Field(max_length=500)] = ""
    types: Annotated[tuple[FileType, ...], Field(min_length=1, max_length=100)] = (
        *("png", "jpg", "jpeg", "gif", "webp", "heic", "pdf", "txt", "csv", "eml"),
        *("mp4", "mov", "webm", "mp3", "m4a", "ogg"),
    )
    largest_mb: Annotated[int, Field(ge=1, le=1000), NO_BOOLEAN] = 50

    @property
    def on(self) -> bool:
        """Whether any file is taken."""
        return bool(self.directory)

    @property
    def largest(self) -> int:
        """The largest file that is taken, in bytes."""
        return self.largest_mb * 1024 * 1024
