"""The log of a test, as `run --log-level debug` writes it, in both of its forms."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from typing import Any

from bot.config import Config
from handlers.cli.logs import OURS, set_up
from handlers.wiring.environment import Environment


class Terminal(io.StringIO):
    """Standard error where somebody sits before it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@dataclass
class Log:
    """All that was logged: as JSON, and as on a terminal."""

    json_lines: io.StringIO = field(default_factory=io.StringIO)
    terminal: Terminal = field(default_factory=Terminal)

    def events(self) -> list[dict[str, Any]]:
        """Each line, with its values."""
        return [json.loads(line) for line in self.json_lines.getvalue().splitlines()]

    def says(self, words: str) -> bool:
        """Whether a line of each form has these words."""
        return all(words in one.getvalue() for one in (self.json_lines, self.terminal))

    def found(self, words: Iterable[str]) -> list[str]:
        """The lines in which one of these stands, as a word of its own."""
        known = "|".join(re.escape(one) for one in sorted({*words} - {""}))
        named = re.compile(rf"(?<!\w)(?:{known})(?!\w)")
        several = (one.getvalue() for one in (self.json_lines, self.terminal))
        return [line for text in several for line in text.splitlines() if named.search(line)]


@contextmanager
def logged_at_debug() -> Iterator[Log]:
    """What is logged meanwhile. No secret is known to it by its value: those that stand in it are seen."""
    root, log = logging.getLogger(), Log()
    loggers = [root, *map(logging.getLogger, OURS)]
    levels, handlers = [one.level for one in loggers], root.handlers[:]
    written: list[logging.Handler] = []
    root.handlers.clear()  # they stay open
    for stream in (log.json_lines, log.terminal):
        with redirect_stderr(stream):
            set_up(Environment(), Config(), "debug")
        written += root.handlers
        root.handlers.clear()
    for handler in (*handlers, *written):
        root.addHandler(handler)
    try:
        yield log
    finally:
        root.handlers[:] = handlers
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
