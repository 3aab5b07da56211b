"""What people write for an outcome, a confidence, a basis: to the words that the bot has."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.domain.csv_text import as_meant
from bot.domain.errors import BadAnswer
from bot.domain.importing.columns import simple
from bot.domain.lifecycle.referral import Basis, Confidence, State
from bot.domain.pages.defang import refang
from bot.sentences import importing as sentences

_BLANK = frozenset(("", "-", "–", "—", "?", "n/a", "na", "null", "nil", "#n/a", "not stated"))
_DEFANGED = re.compile(r"\S*(?:hxxps?|\[\.\]|\[://\])\S*")


def _map(lines: Mapping[str, str]) -> dict[str, str]:
    named = {simple(word): word for word in lines}
    for word, others in lines.items():
        named |= {simple(other): word for other in others.split(",")}
    return named


STANDINGS: Mapping[str, str] = _map(
    {
        State.FLAGGED: "not referred, not yet referred, to refer, to be referred, new",
        State.REFERRED: "waiting, pending, open, no answer, no answer yet, no response, no reply, "
        "no decision, awaiting, awaiting answer, awaiting decision, awaiting response, sent, "
        "submitted, reported, in progress, under review, in review, none, unknown, outstanding",
        State.CLOSED: "removed, taken down, takedown, deleted, page closed, page removed, "
        "account closed, account removed, disabled, suspended, terminated, closed by platform, "
        "content removed, blocked, banned, actioned, action taken, success, successful",
        State.RESTRICTED: "limited, partly removed, partially removed, geo blocked, geoblocked, "
        "age restricted, visibility restricted, hidden, content restricted",
        State.REJECTED: "refused, declined, denied, not removed, not closed, no action, "
        "no action taken, no violation, does not violate, not violating, no breach, not breaching, "
        "not breaching terms, kept up, left up, stays up, stayed up, still up, remains",
        State.GONE: "page gone, vanished, disappeared, not available, no longer available, "
        "unavailable, not found, offline, removed by user, deleted by user, removed by owner, 404",
        State.WITHDRAWN: "cancelled, canceled, mistake, duplicate, retracted, in error",
        State.APPEALED: "appeal, under appeal, appeal pending, appeal sent",
    }
)
CONFIDENCES: Mapping[str, str] = _map(
    {
        Confidence.LOW: "unsure, not sure, weak",
        Confidence.MEDIUM: "med, moderate, fairly sure, probable",
        Confidence.HIGH: "sure, strong",
        Confidence.CERTAIN: "very certain, very sure, definite, absolutely certain, 100, 100%",
    }
)
BASES: Mapping[str, str] = _map(
    {
        Basis.LAW: "illegal, illegal content, the law, unlawful",
        Basis.TERMS: "terms of service, tos, terms and conditions, community guidelines, "
        "community standards, guidelines, policy, the platform's terms",
        Basis.BOTH: "law and terms, terms and law, illegal content and terms",
    }
)
APPEAL_RESULTS: Mapping[str, str] = _map(
    {
        "overturned": "won, successful, success, granted, accepted, allowed, reversed, removed, "
        "closed, page closed, overturned page closed",
        "upheld": "lost, refused, denied, dismissed, unsuccessful, rejected, failed, "
        "upheld page stays up",
        "": "waiting, pending, open, no, none, not appealed, no answer, no answer yet",
    }
)


def plain(cell: str) -> str:
    """A cell as it was meant: without the marks that our files put before a formula."""
    return as_meant(cell.strip())


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, n/a."""
    return text.casefold() in _BLANK


def revived(text: str) -> str:
    """A text of our own export with its addresses as they were."""
    return _DEFANGED.sub(lambda word: refang(word[0]), text)


def one_word(text: str, accepted: Mapping[str, str]) -> str:
    """The bot's word for what is written. Raises BadAnswer, which names the accepted."""
    found = accepted.get(simple(text))
    if found is not None:
        return found
    raise BadAnswer(sentences.choose_word(sorted({word for word in accepted.values() if word})))
