"""The parts of a platform's answer that name something, and what all of them together propose."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.answers.mentions import Mention
from bot.domain.answers.phrases import Verdict


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the answer that names something: its text as it stands there, without line breaks.

    `outcomes` has, for each of its mentions, what is proposed; None where it is not clear.
    `quoted` says that it is of an older mail under the answer, `speaks` that something is said of
    an outcome, clear or not.
    """

    text: str
    mentions: tuple[Mention, ...]
    outcomes: tuple[Verdict | None, ...]
    quoted: bool = False
    speaks: bool = False


def settled(passages: tuple[Passage, ...]) -> dict[tuple[str, str], Verdict | None]:
    """What the whole answer proposes for each thing that it names, by kind and value.

    Two different outcomes for one thing, or an outcome in one place and a doubt in another, are not
    clear; what is only quoted, or named in passing, takes nothing away.
    """
    found: dict[tuple[str, str], set[Verdict | None]] = {}
    for passage in passages:
        for mention, outcome in zip(passage.mentions, passage.outcomes, strict=True):
            named = found.setdefault((mention.kind, mention.value), set())
            if outcome or (passage.speaks and not passage.quoted):
                named.add(outcome)
    return {name: said.pop() if len(said) == 1 else None for name, said in found.items()}
