"""The words that cards, thread lines, reminders and notes share. All results are mrkdwn."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.domain.lifecycle.referral import Basis, Referral, State
from bot.domain.pages.checks import Checked
from bot.domain.pages.defang import defang_all
from bot.domain.pages.wrappers import without_wrapper
from bot.domain.platforms import platform_label
from bot.domain.reminders import overdue_days
from bot.domain.times import say_day, say_days
from handlers.messages.kit.kit import address, typed

ERASED = "erased"
NOT_STATED = "not stated"

BASES: dict[Basis, str] = {
    Basis.LAW: "illegal content",
    Basis.TERMS: "the platform's terms",
    Basis.BOTH: "illegal content and the platform's terms",
}

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_MENTION = re.compile(r"<(?=[!@#])")
_HOST = re.compile(r"(?<![\w.\[-])(?:[\w-]+\.)+[a-z]{2,24}(?![\w\]])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CardContext:
    """What a message needs to know besides the referral. `names` is user id → display name."""

    config: Config
    names: Mapping[str, str]
    now: datetime
    zone: ZoneInfo
    demo: bool
    advice: tuple[str, ...] = ()
    """Sentences to read before referring, as plain text."""
    appeal_open: bool = True
    """`bot.domain.lifecycle.decisions.may_appeal`."""
    undoable: bool | None = None
    """Whether there is an action to undo; None: told from the state and version alone."""
    finding: Checked | None = None
    """The reading of its page that people are asked about and have not answered."""
    checks_on: bool = False
    """Whether its page may be looked at."""


def said(text: str, length: int = 300) -> str:
    """What people typed, on one line: cut, escaped, harmless, and unable to turn the line round.

    Bare host names are defanged too, since Slack's clients may link them.
    """
    return typed(" ".join(_hostless(word) for word in _seen(text).split()), length)


_named = lru_cache(maxsize=512)(said)
"""`said`, for the names of platforms and kinds: there are few, and none is personal."""


def in_full(text: str) -> str:
    """All of what people typed, its lines kept, its addresses defanged and its mentions broken:
    for rich_text, in which nothing is escaped."""
    lines = _MENTION.sub("<\u200b", _seen(text)).splitlines()
    return "\n".join(
        defang_all(" ".join(_hostless(word) for word in line.split())) for line in lines
    ).strip()


def _hostless(word: str) -> str:
    if "." not in word or "/" in word:  # an address is defanged by `typed`
        return word
    return _HOST.sub(lambda host: host[0].replace(".", "[.]"), word)


def _seen(text: str) -> str:
    """The text without control characters, lone surrogates and what turns its direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        one
        for one in text
        if one not in _BIDI and (one.isspace() or unicodedata.category(one) not in ("Cc", "Cs"))
    )


def lowered(label: str) -> str:
    """A label inside a sentence: `Not illegal` → `not illegal`; `EU law` stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def person(user: str, referral: Referral, ctx: CardContext) -> str:
    """A person by name, never as a mention."""
    if not user:
        return ERASED if referral.erased else "the bot"
    return said(ctx.names.get(user, user), 80)


def where(referral: Referral) -> str:
    """The address, harmless, in a code span."""
    return (
        f"_{ERASED}_"
        if referral.erased
        else address(_seen(without_wrapper(referral.url, referral.canonical)))
    )


def platform_of(referral: Referral, ctx: CardContext) -> str:
    """The platform as people read it."""
    own = ctx.config.platforms.get(referral.platform)
    return _named((own and own.label) or platform_label(referral.platform), 60)


def title(referral: Referral, ctx: CardContext) -> str:
    """`R-12 · Facebook · group`."""
    parts = [referral.name, platform_of(referral, ctx), _named(referral.kind, 40)]
    return " · ".join(part for part in parts if part)


def day(instant: datetime | None, ctx: CardContext) -> str:
    """The day, in the channel's zone."""
    return say_day(instant.astimezone(ctx.zone)) if instant else "an unknown day"


def overdue(referral: Referral, ctx: CardContext) -> str:
    """`no answer after 12 days (our limit: 7)`, or nothing."""
    limit = ctx.config.response_days_for(referral.platform)
    waited = overdue_days(referral, limit, ctx.now)
    if waited is None:
        return ""
    if waited == limit:
        return f"no answer after {say_days(limit)} (our limit)"
    return f"no answer after {say_days(waited)} (our limit: {limit})"


def reason(referral: Referral, ctx: CardContext) -> str:
    """The rejection reason inside a sentence."""
    return said(lowered(ctx.config.reason_label(referral.reason)), 80)


def confidence_of(referral: Referral) -> str:
    """How sure the team is."""
    return str(referral.confidence) if referral.confidence else NOT_STATED


def category_of(referral: Referral, ctx: CardContext) -> str:
    """What the page is about."""
    label = ctx.config.category_label(referral.category)
    return said(label, 80) if label else NOT_STATED


def basis_of(referral: Referral) -> str:
    """Why the platform should act."""
    return BASES[referral.basis] if referral.basis else NOT_STATED


def state_sentence(referral: Referral, ctx: CardContext) -> str:
    """Where the referral stands, since when, and why: one line, without a full stop."""
    match referral.state:
        case State.FLAGGED:
            return f"Flagged on {day(referral.flagged_at, ctx)}, not referred yet"
        case State.HELD:
            why = said(referral.hold_reason)
            return f"On hold: {why}" if why else "On hold"
        case State.REFERRED:
            late = overdue(referral, ctx)
            return (
                f"Referred on {day(referral.referred_at, ctx)}, {late or 'waiting for an answer'}"
            )
        case State.CLOSED | State.RESTRICTED | State.REJECTED:
            return _outcome(referral, ctx)
        case State.APPEALED:
            was = str(referral.appealed_outcome or State.REJECTED)
            if referral.appealed_outcome is State.REJECTED and referral.reason:
                was = f"{was}: {reason(referral, ctx)}"
            return (
                f"Appealed on {day(referral.appealed_at, ctx)} "
                f"(was {was}, on {day(referral.outcome_at, ctx)})"
            )
        case State.WITHDRAWN:
            return f"Withdrawn: {said(referral.withdrawn_reason or 'other', 80)}"
        case State.GONE:
            return f"Page gone on {day(referral.vanished_at, ctx)}, without a decision"


def _outcome(referral: Referral, ctx: CardContext) -> str:
    sentence = f"{referral.state.capitalize()} on {day(referral.outcome_at, ctx)}"
    if referral.state is State.REJECTED and referral.reason:
        sentence += f": {reason(referral, ctx)}"
    if referral.appeal_result == "overturned" and referral.state is not State.REJECTED:
        return f"{sentence}, on appeal"
    if referral.closed_later_at and referral.first_outcome not in (None, State.CLOSED):
        return (
            f"{sentence}, after it was {referral.first_outcome} "
            f"on {day(referral.first_outcome_at, ctx)}"
        )
    return sentence
