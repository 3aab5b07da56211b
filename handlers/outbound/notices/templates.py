"""Which file is a notice's template: the team's own, or one of those that are shipped.

`LANGUAGE/PLATFORM.txt`, else `LANGUAGE/default.txt`; beside them `good_faith.txt`, the statement of
Art. 16(2)(d) in that language. The team's directory has the same folders, and wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bot.config import Config
from bot.ports.notices import CannotDraft
from bot.sentences import notices

SHIPPED = Path(__file__).parent / "templates"
DEFAULT, GOOD_FAITH = "default", "good_faith"
LONGEST_FILE = 100_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})?")


def templates_of(config: Config) -> Templates:
    """The templates that a config names."""
    return Templates(Path(config.notice.templates) if config.notice.templates else None)


@dataclass(frozen=True, slots=True)
class Templates:
    """The template files; `own` is the team's directory, where config names one."""

    own: Path | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where files are looked for, in order."""
        return (self.own, SHIPPED) if self.own else (SHIPPED,)

    def languages(self, platform: str) -> tuple[str, ...]:
        """In which languages a platform can be written to: English and French first."""
        found = {
            path.name: None
            for folder in reversed(self.folders)
            if folder.is_dir()
            for path in sorted(folder.iterdir())
            if path.is_dir() and _LANGUAGE.fullmatch(path.name)
        }
        whole = (self.file(one, platform) and self.file_of(one, GOOD_FAITH) for one in found)
        return tuple(one for one, there in zip(found, whole, strict=True) if there)

    def file(self, language: str, platform: str) -> Path | None:
        """The template for a platform."""
        return self.file_of(language, platform, DEFAULT)

    def file_of(self, language: str, *names: str) -> Path | None:
        """The first of these that there is; the team's before those that are shipped."""
        paths = (folder / language / f"{name}.txt" for folder in self.folders for name in names)
        return next((path for path in paths if path.is_file()), None)

    def read(self, language: str, *names: str) -> tuple[str, str]:
        """The file's name for people, and its text. Raises CannotDraft."""
        path = self.file_of(language, *names)
        if path is None or not _LANGUAGE.fullmatch(language):
            raise CannotDraft(notices.no_template(language))
        name = f"{language}/{path.name}"
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CannotDraft(notices.unreadable_template(name, type(error).__name__)) from None
        if len(text) > LONGEST_FILE:
            raise CannotDraft(notices.template_too_long(name, LONGEST_FILE))
        return name, text
