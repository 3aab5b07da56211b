"""The log: one line an event, without secrets, addresses of pages, and error texts of libraries.

Readable on a terminal, JSON elsewhere. Everybody logs with `logging`; structlog writes it, with what
was bound for the request that it belongs to.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any

# structlog loads rich where it finds it, for tracebacks that are never written: 8 MiB at rest.
_rich = sys.modules.get("rich")
sys.modules["rich"] = None  # type: ignore[assignment]
import structlog  # noqa: E402
from structlog.stdlib import ProcessorFormatter  # noqa: E402
from structlog.typing import Processor  # noqa: E402

from bot.config import Config  # noqa: E402
from bot.config.variables import secrets  # noqa: E402
from bot.domain.redaction import one_line, redacted, told  # noqa: E402
from handlers.wiring.environment import Environment  # noqa: E402

if _rich is None:
    del sys.modules["rich"]
else:
    sys.modules["rich"] = _rich

OURS = ("bot", "handlers", "storage", "uvicorn")
"""Who is logged from the level on that was asked for, and who says where it listens. Other libraries write
down what they send and get: only their warnings are logged, at any level."""
VALUES = ("kind", "what", "ms")
"""What a line may have beside its text (`request_lines`)."""
Event = MutableMapping[str, Any]


def formatter(secrets: Iterable[str] = (), *, as_json: bool) -> ProcessorFormatter:
    """What makes a line of an event: JSON, or text with its time, level, logger and values."""
    hidden = tuple(secrets)

    def clean(_: Any, __: str, event: Event) -> Event:
        return {name: _clean(value, hidden) for name, value in event.items()}

    def by_type(_: Any, __: str, event: Event) -> Event:
        raised = event.pop("exc_info", None)
        error = raised[1] if isinstance(raised, tuple) else raised
        if isinstance(error, BaseException):
            event["error"] = told(error)
        return event

    written: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, pad_level=False)
    )
    return ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=VALUES),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[ProcessorFormatter.remove_processors_meta, by_type, clean, written],
    )


def _clean(value: Any, secrets: tuple[str, ...]) -> Any:
    """Numbers as they are; all else as one line of text, without what may not stand there."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return one_line(redacted(str(value), secrets))


def set_up(environment: Environment, config: Config, level: str = "info") -> None:
    """From now on everything is logged to standard error like this. `level` is as `--log-level` names it."""
    handler = logging.StreamHandler()
    as_json = not sys.stderr.isatty()
    handler.setFormatter(formatter(secrets(environment.variables, config), as_json=as_json))
    asked = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=max(asked, logging.WARNING), handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(asked)
    logging.getLogger("uvicorn").setLevel(max(asked, logging.INFO))  # below it come whole frames
