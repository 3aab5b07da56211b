"""What is known of a notice after one try to send it, and what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.config import Config
from bot.domain.evidence import Piece
from bot.ports.notices import Notice


@dataclass(frozen=True, slots=True)
class Taken:
    """The platform's side said that it has it."""


@dataclass(frozen=True, slots=True)
class MayHaveArrived:
    """Nobody knows whether it arrived. With `repeatable` the same may be said again: whoever takes it
    knows it by its key. `seconds` is how long they asked to wait."""

    why: str
    repeatable: bool = False
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class NotTaken:
    """It did not arrive, and will not by trying again."""

    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """It did not arrive; another try may be better."""

    why: str
    seconds: float | None = None


Outcome: TypeAlias = Taken | MayHaveArrived | NotTaken | Later


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notice, the exact addresses of its pages by the names of their referrals, and its files."""

    notice: Notice
    pages: tuple[tuple[str, str], ...]
    message_id: str = ""
    files: tuple[Piece, ...] = ()


def message_id_of(notice: Notice, config: Config) -> str:
    """Always the same for a notice, so that a server that sees it twice can tell."""
    sender = config.notice.smtp.sender if config.notice.smtp else "localhost"
    return f"<{notice.reference}@{sender.rpartition('@')[2]}>"


class Connector(Protocol):
    """One way out. Whatever the other side does, it raises nothing."""

    repeatable: bool
    """Whether what was begun may be sent again without asking: the other side knows it by its key."""

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Try once; it takes at most `SECONDS`."""


SECONDS = 60.0
"""A try may take so long, in all."""
