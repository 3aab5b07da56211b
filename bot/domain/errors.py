"""The refusals and storage's errors.

A `Refusal` is what the bot says to one person when it does not do what they asked. Its sentence
names what was wrong and what to do next; `field` names the form's field it belongs to, if any.
"""

from __future__ import annotations


class Refusal(Exception):
    """The bot does not do what was asked. `str(refusal)` is the sentence for the person."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotAllowed(Refusal):
    """This person may not do this; the sentence says who may."""


class NotPossible(Refusal):
    """The referral's state does not permit this."""


class BadAnswer(Refusal):
    """An answer in a form or a command cannot be taken."""


class NotFound(Refusal):
    """There is nothing by that name that this person may see."""


class Stale(Refusal):
    """The referral changed since the person looked."""


class PageAlreadyLive(Exception):
    """Another referral of the page is live, as storage's unique index found. Look again."""


class Conflict(Exception):
    """Two writers collided and nothing was recorded. The same work may be tried again at once."""


class StorageUnavailable(Exception):
    """The database cannot be reached or written: nothing was recorded."""


class Unclear(StorageUnavailable):
    """The connection broke while committing: whether it was recorded is not known."""


class Unstorable(StorageUnavailable):
    """The database cannot hold this text (a NUL character, half a character); none was recorded."""


class NeedsHelp(StorageUnavailable):
    """The same until somebody helps; `str(error)` is a sentence of ours and says with what."""
