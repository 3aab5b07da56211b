"""`answers` in config.yaml: what platforms write for what they did, beside what ships."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.config.values import Model
from bot.domain.answers.folding import pattern
from bot.domain.answers.phrases import Verdict
from bot.sentences.operations import config as sentences


def _phrase(value: str) -> str:
    words = [word for word in value.split() if any(char.isalpha() for char in word)]
    if len(words) < 2:
        raise ValueError(sentences.phrase_too_short(value))
    try:
        pattern(value)
    except ValueError:
        raise ValueError(sentences.phrase_brackets(value)) from None
    return value


Phrase = Annotated[str, Field(max_length=200), AfterValidator(_phrase)]
Several = Annotated[tuple[Phrase, ...], Field(max_length=100)]


class AnswerPhrases(Model):
    """Phrases by which an outcome is known in a platform's answer.

    Plain words: `(a|b)` is one of several, `word*` any ending, `~` up to two adverbs, `…` up to eight
    other words.
    """

    closed: Several = ()
    restricted: Several = ()
    rejected: Several = ()

    @property
    def told(self) -> dict[Verdict, tuple[str, ...]]:
        """By what they say."""
        return {
            Verdict.CLOSED: self.closed,
            Verdict.RESTRICTED: self.restricted,
            Verdict.REJECTED: self.rejected,
        }
